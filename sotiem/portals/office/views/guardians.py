"""Rights over another's record, by a document that an officer saw; and their end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.foundation import audit
from sotiem.guardians.facts import Relation
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations import end_guardianship, grant_guardianship
from sotiem.guardians.permissions import can_grant
from sotiem.guardians.queries import history_over
from sotiem.matching.queries import find_exact
from sotiem.patients.models import Patient
from sotiem.portals.citizen.family_forms import RELATIONS
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.office.guardian_forms import DecisionForm, WardForm
from sotiem.portals.office.words import ENDED


@staff(Role.OFFICER)
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Find the person to be cared for, by the papers shown; only in one's own area."""
    form = WardForm(request.POST or None)
    if form.is_bound and form.is_valid():
        found = _found(form)
        if found is not None and can_grant(acting_staff(request), found.pk):
            return redirect("office:guardians_of", ward=found.public_id)
        form.add_error(
            None,
            _("Không có hồ sơ nào như vậy trong địa bàn của bạn. Hãy xem lại từng ô theo giấy tờ."),
        )
    return _page(request, "office/guardians.html", {"form": form})


@staff(Role.OFFICER)
@never_cache
def guardians_of(request: HttpRequest, ward: UUID) -> HttpResponse:
    """Who keeps somebody's record; give the right to one more."""
    person, by = _ward(request, ward), acting_staff(request)
    form = DecisionForm(request.POST or None, prefix="d")
    guardian = WardForm(request.POST or None, prefix="g")
    is_valid = form.is_bound and form.is_valid() & guardian.is_valid()
    if is_valid and _granted(person, form, guardian, by=by):
        messages.success(request, _("Đã cấp quyền giám hộ. Các bên được báo tin."))
        return redirect("office:guardians_of", ward=ward)
    audit.record("patient.viewed", person, by=by, at=timezone.now(), patient_id=person.pk)
    facts = {
        "person": person.principal.current,
        "rights": [(each, ENDED.get(each.ended_because, "")) for each in history_over(person.pk)],
        "relations": RELATIONS,
        "form": form,
        "guardian": guardian,
    }
    return _page(request, "office/guardians_of.html", facts)


def _granted(person: Patient, form: DecisionForm, guardian: WardForm, *, by: Staff) -> bool:
    """Give the right; what is refused is told in the form."""
    found = _found(guardian)
    if found is None:
        guardian.add_error(
            None, _("Chưa thấy hồ sơ của người giám hộ. Hãy xem lại từng ô theo giấy tờ.")
        )
        return False
    with told_in(form):
        grant_guardianship(
            guardian_id=found.pk,
            ward_id=person.pk,
            relation=Relation(form.cleaned_data["relation"]),
            document=form.cleaned_data["document"],
            ends_on=form.cleaned_data["ends_on"],
            ward_agreed=form.cleaned_data["ward_agreed"],
            by=by,
            at=timezone.now(),
        )
        return True
    return False


@require_POST
@staff(Role.OFFICER)
def end(request: HttpRequest, right: UUID) -> HttpResponse:
    """End a right, whoever gave it."""
    found = Guardianship.objects.told().filter(public_id=right).first()
    if found is None:
        raise Http404
    end_guardianship(guardianship_id=found.pk, by=acting_staff(request), at=timezone.now())
    messages.success(request, _("Quyền giám hộ đã chấm dứt."))
    return redirect(reverse("office:guardians_of", args=[found.ward.public_id]))


def _found(form: WardForm) -> Patient | None:
    patient_id = find_exact(
        full_name=form.cleaned_data["full_name"],
        birth_date=form.cleaned_data["birth_date"],
        **form.cleaned_data["numbers"],
    )
    return Patient.objects.filter(pk=patient_id or 0).first()


def _ward(request: HttpRequest, public_id: UUID) -> Patient:
    people = Patient.objects.select_related("principal__current")
    person = people.filter(public_id=public_id).first()
    if person is None or not can_grant(acting_staff(request), person.pk):
        raise Http404
    return person


def _page(request: HttpRequest, template: str, facts: dict[str, Any]) -> HttpResponse:
    status = 422 if facts["form"].is_bound else 200
    return render(request, template, facts, status=status)
