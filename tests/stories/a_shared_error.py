"""Four people of one session report another lot; says where it is seen.

With `tried`, a decision on it was planned and tried out already: that is another session, since
nobody plans a second decision on an error meanwhile.
"""

import json
import sys
from importlib import import_module
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from sotiem.runtime import django

REPORTED: Final = 4


def main(*, is_tried: bool) -> dict[str, str]:
    django.setup()
    doses = import_module("sotiem.doses.models").Dose.objects
    same = ("current__facility", "current__administered_on", "current__vaccine")
    now = timezone.now()
    user = import_module("sotiem.accounts.models").User.objects.get(username="canbo1")
    officer = import_module("sotiem.accounts.queries").staff_of(user, at=now)
    # An officer amends no entry of their own: those that other stories left are passed over.
    own = Count("pk", filter=Q(current__recorded_by=str(officer)))
    session = (
        doses.counting()
        .filter(current__facility__code="79001")
        .exclude(current__lot_number="")
        .values(*same, "current__lot_number")
        .annotate(number=Count("pk"), own=own)
        .filter(number__gt=REPORTED, own=0)
        .order_by("number", *same)[0 if is_tried else 1]
    )
    number = session.pop("number")
    session.pop("own")
    given = doses.counting().filter(**session).select_related("patient__current").order_by("pk")
    reports = [report_of(dose, now) for dose in given[:REPORTED]]
    desk = import_module("sotiem.desk.operations")
    desk.refresh_shared_errors(at=now)
    error = import_module("sotiem.desk.models").SharedError.objects.latest("pk")
    told = {
        "error": f"/xu-ly/loi-chung/{error.public_id}/",
        "case": f"/xu-ly/{reports[0].public_id}/",
        "lot": session["current__lot_number"],
        "doses": str(number),
    }
    if is_tried:
        bulk = desk.plan_bulk_decision(
            error_id=error.pk, with_unreported=True, note="Sổ kho ghi lô này", by=officer, at=now
        )
        desk.try_out_bulk_decision(bulk_id=bulk.pk, by=officer, at=now)
        told["bulk"] = f"/xu-ly/sua-hang-loat/{bulk.public_id}/"
    return told


def report_of(dose: Any, now: Any) -> Any:
    """Her own report that the slip has another lot."""
    facts = import_module("sotiem.corrections.facts")
    operations = import_module("sotiem.corrections.operations")
    patient = dose.patient
    by = import_module("sotiem.accounts.facts").citizen(
        phone=patient.current.phone or "0900000000",
        patient_id=patient.pk,
        patient_public_id=str(patient.public_id),
    )
    return operations.submit_report(
        kind=facts.ReportKind.DOSE_WRONG,
        patient_id=patient.pk,
        dose_id=dose.pk,
        claims=facts.Claims(dose=facts.DoseClaim(lot_number="LO-DUNG-01")),
        story="Phiếu của tôi ghi lô khác.",
        photos=(),
        submission_key=import_module("uuid").uuid4(),
        by=by,
        at=now,
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(is_tried="tried" in sys.argv)))
