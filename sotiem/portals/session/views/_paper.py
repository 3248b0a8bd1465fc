"""Papers that are handed out. Who printed whose is told in the trail."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sotiem.campaigns.models import Appointment
from sotiem.doses.models import Dose
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.session.paper.typeset import PDF, LabelPaper

PAPERS: Final = {
    "46x34": LabelPaper.ROLL_46,
    "92x34": LabelPaper.ROLL_92,
    "46x34-a4": LabelPaper.SHEET_46,
    "92x34-a4": LabelPaper.SHEET_92,
}


def pdf_file(content: bytes, name: str) -> HttpResponse:
    return file_answer(f"{name}.pdf", content, PDF)


def leave_traces(
    request: HttpRequest, printed: Sequence[Appointment] | Sequence[Dose], action: str
) -> None:
    notes = [
        audit.Note(
            action=action,
            object_kind=str(one._meta.model_name),
            object_id=one.pk,
            patient_id=one.patient_id,
        )
        for one in printed
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())
