from datetime import datetime

from django.db import transaction

from sotiem.corrections.operations.climb import AT_ONCE, CLOCK
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.foundation import audit
from sotiem.foundation.bulk import array_of


@transaction.atomic
def tell_above_of_silence(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Questions that a facility left open too long are told to the level above it."""
    late = FacilityQuestion.objects.open().filter(told_above_at=None, due_at__lt=at)
    chosen = late.select_related("report").order_by("due_at", "pk")
    questions = list(chosen.select_for_update(of=("self",), skip_locked=True)[:limit])
    pks = array_of([question.pk for question in questions])
    FacilityQuestion.objects.filter(pk__in=pks).update(told_above_at=at)
    notes = (
        audit.Note(
            action="correction_report.facility_silent",
            object_kind="correctionreport",
            object_id=question.report_id,
            patient_id=question.report.patient_id,
            details={"code": question.report.tracking_code},
        )
        for question in questions
    )
    audit.record_many(notes, by=CLOCK, at=at)
    return len(questions)
