from datetime import datetime

from django.db import transaction

from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.states import OPEN
from sotiem.foundation import audit, files
from sotiem.foundation.actors import Actor


@transaction.atomic
def erase_photos(*, patient_id: int | None, phone: str, by: Actor, at: datetime) -> int:
    """Delete the photos that somebody showed with reports that are over; says how many are gone.

    What a machine read of them goes too. A file that another report names as well stays.
    """
    reports = CorrectionReport.objects.filter(reporter_phone=phone).exclude(status__in=OPEN)
    reports = (
        reports.filter(patient__isnull=True)
        if patient_id is None
        else reports.filter(patient__principal__members=patient_id)
    )
    shown = Evidence.objects.filter(report__in=reports.order_by().values("pk"))
    some = list(shown.select_related("original", "picture", "report").order_by("pk"))
    for each in some:
        audit.record(
            "evidence.erased", each, by=by, at=at, patient_id=each.report.patient_id,
            code=each.report.tracking_code,
        )  # fmt: skip
        each.delete()
    for stored in {file for each in some for file in (each.original, each.picture) if file}:
        files.forget(stored)
    return len(some)
