from datetime import datetime

from django.db import transaction

from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.states import OPEN
from sotiem.foundation import audit, files
from sotiem.foundation.actors import Actor


@transaction.atomic
def erase_photos(*, patient_id: int | None, phone: str, by: Actor, at: datetime) -> int:
    """Delete the photos shown with reports about a person that are over; says how many are gone.

    Without a person, those that came from the phone before there was a record. What a machine
    read of them goes too. A file that another report names as well stays.
    """
    reports = CorrectionReport.objects.exclude(status__in=OPEN)
    reports = (
        reports.filter(patient__isnull=True, reporter_phone=phone)
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
