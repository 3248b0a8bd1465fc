"""For officers: requests about personal data, in the order of their clock, answered by a letter."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.data_requests import permissions, queries
from sotiem.data_requests.models import DataRequest
from sotiem.data_requests.operations import answer_request, extend_request
from sotiem.foundation import audit
from sotiem.portals.citizen.words import unit_in_words
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.my_data import words
from sotiem.portals.my_data.forms import AnswerForm, ExtendForm
from sotiem.portals.my_data.views.mine import letter_file, told_of


@staff(Role.OFFICER)
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an answer; nobody is named here."""
    rows = [
        (
            each,
            [words.ITEMS[item] for item in each.items],
            words.STATES[each.state],
            words.TONES[each.state],
            unit_in_words(each.path),
        )
        for each in queries.waiting_for(acting_staff(request))
    ]
    return render(request, "my_data/waiting.html", {"rows": rows, "now": timezone.now()})


@staff(Role.OFFICER)
@never_cache
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request; answered point by point, and carried out with the answer."""
    who, found = acting_staff(request), _found(request, public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, items=found.items)
    if form.is_valid():
        with told_in(form):
            answer_request(
                request_id=found.pk,
                verdicts=form.verdicts(),
                words=form.cleaned_data["words"],
                by=who,
                at=timezone.now(),
            )
            return redirect("my_data:case", public_id=public_id)
    _leave_trace(request, found, "viewed")
    return _page(request, found, form, ExtendForm())


@staff(Role.OFFICER)
@require_POST
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """More time, once, with a reason that the person reads."""
    found, form = _found(request, public_id), ExtendForm(request.POST)
    if form.is_valid():
        with told_in(form):
            extend_request(
                request_id=found.pk,
                reason=form.cleaned_data["reason"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect("my_data:case", public_id=public_id)
    return _page(request, found, AnswerForm(items=found.items), form)


@staff(Role.OFFICER)
@require_safe
@never_cache
def letter(request: HttpRequest, public_id: UUID, place: int) -> HttpResponse:
    """The letter, to be printed for who asks at the desk; recorded."""
    found = _found(request, public_id)
    _leave_trace(request, found, "printed")
    return letter_file(found, place)


def _leave_trace(request: HttpRequest, found: DataRequest, what: str) -> None:
    audit.record(
        f"data_request.{what}", found, by=acting_staff(request), at=timezone.now(),
        patient_id=found.patient_id, request=found.code,
    )  # fmt: skip


def _page(
    request: HttpRequest, found: DataRequest, form: AnswerForm, extending: ExtendForm
) -> HttpResponse:
    facts = {
        **told_of(found),
        "form": form,
        "extending": extending,
        "person": found.patient.current if found.patient else None,
        "points": [form[item.value] for item in form.asked],
        "may_answer": found.is_open and permissions.can_answer(acting_staff(request), found),
    }
    status = 422 if form.errors or extending.errors else 200
    return render(request, "my_data/case.html", facts, status=status)


def _found(request: HttpRequest, public_id: UUID) -> DataRequest:
    found = queries.request_for(acting_staff(request), public_id)
    if found is None:
        raise Http404
    return found
