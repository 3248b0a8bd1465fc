"""An organization's people: who waits, another wish, one more, one less, another contact."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.identity import PartialDate
from sotiem.portals.components.access import acting_citizen, close_citizen_session, contacts
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.components.templatetags.sotiem import masked, moment
from sotiem.portals.receipts.paper import Receipt, drawn
from sotiem.portals.registering import roster_words, words
from sotiem.portals.registering.change_forms import WishForm, wish_of
from sotiem.portals.registering.organization_forms import ContactForm
from sotiem.portals.registering.people_forms import PersonOfOrganizationForm, TakeOutForm
from sotiem.portals.registering.views.rosters import own_organization
from sotiem.registrations import operations, queries
from sotiem.registrations.models import Organization, Registration
from sotiem.registrations.operations.tell import address_of_organization
from sotiem.registrations.states import CALLED, WAITING
from sotiem.rosters.operations import RowIsWrong, add_person


@contacts
@never_cache
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who was registered, and how far each is: nothing of anybody's health."""
    found = own_organization(request, code)
    after = request.GET.get("sau", "")
    place = int(after) if after.isdecimal() and len(after) < 18 else 0
    rows = queries.people_of(found, after=place)
    shown = rows[: queries.ROWS]
    facts = {
        "organization": found,
        "rows": [_told(each) for each in shown],
        "next_after": shown[-1].pk if len(rows) > queries.ROWS else None,
    }
    return render(request, "registering/people.html", facts)


@contacts
@never_cache
def person(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Another wish for one who does not manage her registration herself."""
    found = own_organization(request, code)
    one = _one(found, public_id)
    form = WishForm(request.POST or None, initial=wish_of(one))
    if form.is_valid() and _done(
        form,
        lambda: operations.change_wish(
            registration_id=one.pk, wish=form.wish, by=acting_citizen(request), at=timezone.now()
        ),
    ):
        messages.success(request, _("Đã ghi mong muốn mới. Chỗ trong danh sách giữ nguyên."))
        return redirect("registering:people", code=found.code)
    return _page(request, "registering/person.html", found, form, one)


@contacts
@never_cache
def out(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Take somebody out; she is told."""
    found = own_organization(request, code)
    one = _one(found, public_id)
    form = TakeOutForm(request.POST or None)
    if form.is_valid() and _done(
        form,
        lambda: operations.withdraw_registration(
            registration_id=one.pk,
            because=form.reason,
            by=acting_citizen(request),
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("Đã đưa một người ra khỏi danh sách và nhắn cho người ấy."))
        return redirect("registering:people", code=found.code)
    return _page(request, "registering/take_out.html", found, form, one)


@contacts
@never_cache
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Register one more person."""
    found = own_organization(request, code)
    form = PersonOfOrganizationForm(request.POST or None)
    if form.is_valid():
        try:
            add_person(
                organization_id=found.pk,
                cells=form.cells,
                submission_key=form.cleaned_data["submission_key"],
                by=acting_citizen(request),
                at=timezone.now(),
            )
        except RowIsWrong as wrong:
            for one in wrong.findings:
                key = one.column if one.column in form.fields else "full_name"
                form.add_error(key, roster_words.told_of(one.kept(), {}).sentence)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            messages.success(request, _("Đã đăng ký thêm một người và nhắn cho người ấy."))
            return redirect("registering:people", code=found.code)
    return _page(request, "registering/add_person.html", found, form)


@contacts
@never_cache
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Let another contact person speak; from then on this phone sees nothing of the list."""
    found = own_organization(request, code)
    form = ContactForm(request.POST or None)
    if form.is_valid() and _done(
        form,
        lambda: operations.hand_over(
            organization_id=found.pk,
            name=form.cleaned_data["contact_name"],
            phone=form.cleaned_data["contact_phone"],
            email=form.cleaned_data["contact_email"],
            by=acting_citizen(request),
            at=timezone.now(),
        ),
    ):
        if form.cleaned_data["contact_phone"] != acting_citizen(request).phone:
            close_citizen_session(request)
        messages.success(request, _("Đã bàn giao danh sách và nhắn tin cho cả hai số điện thoại."))
        return redirect("registering:organizations")
    return _page(request, "registering/hand_over.html", found, form)


@contacts
@require_safe
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """A page to print: a code, and where to look; nobody's name."""
    found = own_organization(request, code)
    paper = Receipt(
        title=_("Giấy biên nhận danh sách đăng ký tiêm chủng"),
        code=found.code,
        lines=(
            (_("Đơn vị"), found.name),
            (_("Đăng ký lúc"), moment(found.registered_at)),
            (_("Số người trong danh sách"), str(queries.number_of(found))),
            (_("Tin nhắn báo đến"), masked(found.contact_phone)),
        ),
        address=address_of_organization(found.code),
        printed_at=moment(timezone.now()),
    )
    return file_answer(f"{found.code}.pdf", drawn(paper), "application/pdf")


def _told(one: Registration) -> dict[str, object]:
    is_hers = one.taken_over_at is not None
    said, tone = words.TO_ORGANIZATION[one.state]
    return {
        "person": one,
        "born": PartialDate.from_iso(one.birth_date).vietnamese,
        "state": words.HER_OWN if is_hers else said,
        "tone": "" if is_hers else tone,
        "may_change": not is_hers and one.state in (*WAITING, *CALLED),
    }


def _one(found: Organization, public_id: UUID) -> Registration:
    """One whom the organization may still change; of others it is as if there is none."""
    rows = found.registrations.filter(public_id=public_id, taken_over_at=None)
    one = rows.filter(state__in=(*WAITING, *CALLED)).first()
    if one is None:
        raise Http404
    return one


def _done(form: forms.Form, work: Callable[[], object]) -> bool:
    """Do it, or say in the form why it is refused."""
    try:
        work()
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return False
    return True


def _page(
    request: HttpRequest,
    template: str,
    found: Organization,
    form: forms.Form,
    one: Registration | None = None,
) -> HttpResponse:
    facts = {"organization": found, "form": form, "person": one}
    return render(request, template, facts, status=422 if form.errors else 200)
