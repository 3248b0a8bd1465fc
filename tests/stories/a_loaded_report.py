"""An earlier channel's report says that the day of a dose is wrong; says where it is seen."""

import json
import sys
from datetime import timedelta
from importlib import import_module

from django.utils import timezone

from sotiem.runtime import django


def main() -> dict[str, str]:
    django.setup()
    facts = import_module("sotiem.corrections.facts")
    models = import_module("sotiem.corrections.models")
    doses = import_module("sotiem.doses.models").Dose.objects
    dose = (
        doses.counting()
        .filter(current__facility__code="79001")
        .exclude(patient__current__cccd="")
        .exclude(
            patient__in=models.CorrectionReport.objects.exclude(patient=None).values("patient")
        )
        .select_related("current__facility", "current__vaccine", "patient__current")
        .order_by("-pk")[0]
    )
    person, given, now = dose.patient.current, dose.current, timezone.now()
    right = given.administered_on - timedelta(days=1)
    said = facts.LoadedReport(
        source_id=f"story-{dose.pk}",
        sent_at=now - timedelta(hours=1),
        phone=person.phone or "0900000000",
        person=facts.PersonClaim(
            full_name=person.full_name,
            birth_date=person.birth_date,
            phone=person.phone or "0900000000",
            cccd=person.cccd,
        ),
        dose=facts.DoseClaim(
            vaccine_id=given.vaccine_id,
            administered_on=right,
            lot_number=given.lot_number or None,
            facility_id=given.facility_id,
        ),
        unit=given.facility.path,
        story="Phiếu của tôi ghi ngày trước đó.",
        beside={facts.KIND_SAID: facts.ReportKind.DOSE_WRONG},
    )
    import_module("sotiem.corrections.operations").load_reports(
        channel_code="quoc-gia",
        reports=[said],
        by=import_module("sotiem.foundation.actors").machine("load"),
        at=now,
    )
    report = models.CorrectionReport.objects.get(source_id=said.source_id)
    return {
        "case": f"/xu-ly/{report.public_id}/",
        "code": report.tracking_code,
        "dose": str(dose.public_id),
        "before": f"{given.administered_on:%d/%m/%Y}",
        "after": f"{right:%d/%m/%Y}",
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
