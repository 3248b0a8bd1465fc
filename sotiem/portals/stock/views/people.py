from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.doses.models import Dose
from sotiem.doses.queries import doses_of_lot
from sotiem.foundation import audit
from sotiem.identity import PartialDate
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.stock.views._found import key_in, lot_of
from sotiem.supply.models import Lot

_PER_PAGE: Final = 50


@staff(Role.CLERK, Role.HEAD)
@require_safe
def people(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The people who got a lot at this facility, with numbers masked."""
    facility, lot = facility_of(request, code, Role.CLERK, Role.HEAD), lot_of(public_id)
    found = doses_of_lot(lot, facility, after=key_in(request, "sau"), limit=_PER_PAGE + 1)
    doses = found[:_PER_PAGE]
    _leave_traces(request, lot, doses, action="patient.viewed")
    facts = {
        "facility": facility,
        "lot": lot,
        "rows": [(dose, birth_date_of(dose)) for dose in doses],
        "has_more": len(found) > _PER_PAGE,
    }
    return render(request, "stock/people.html", facts)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def as_csv(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Names and phones of the people who got a lot, for calling them."""
    facility, lot = facility_of(request, code, Role.CLERK, Role.HEAD), lot_of(public_id)
    doses = doses_of_lot(lot, facility)
    _leave_traces(request, lot, doses, action="patient.shown_in_full")
    audit.record(
        "lot.people_downloaded",
        lot,
        by=acting_staff(request),
        at=timezone.now(),
        facility=facility.code,
        doses=len(doses),
    )
    head = [
        *(gettext("Họ và tên"), gettext("Ngày sinh"), gettext("Số điện thoại")),
        *(gettext("Địa chỉ"), gettext("Ngày tiêm"), gettext("Vắc xin"), gettext("Số lô")),
    ]
    lines = [
        [
            *(dose.patient.current.full_name, birth_date_of(dose), dose.patient.current.phone),
            *(dose.patient.current.address, day(dose.current.administered_on)),
            *(lot.vaccine.name_vi, lot.number),
        ]
        for dose in doses
    ]
    return csv_answer(f"nguoi-da-tiem-{facility.code}.csv", [head, *lines])


def birth_date_of(dose: Dose) -> str:
    born = dose.patient.current.birth_date
    return PartialDate.from_iso(born).vietnamese if born else ""


def _leave_traces(request: HttpRequest, lot: Lot, doses: Sequence[Dose], *, action: str) -> None:
    """Tell in the trail of each of these people that they were shown."""
    notes = [
        audit.Note(
            action=action,
            object_kind="patient",
            object_id=patient_id,
            patient_id=patient_id,
            details={"lot": lot.number},
        )
        for patient_id in dict.fromkeys(dose.patient_id for dose in doses)
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())
