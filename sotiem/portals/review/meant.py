"""People on record whom a report may mean beside its sender: one of them is named, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sotiem.accounts.facts import Staff
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import people_meant
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit
from sotiem.identity import PartialDate, PersonName, PhoneNumber
from sotiem.matching.facts import Candidate
from sotiem.patients.models import Patient
from sotiem.portals.components.likeness import explain
from sotiem.portals.review.pair_facts import percent
from sotiem.portals.review.person import shown


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody on record, as far as an officer sees her, and how well the report fits."""

    public_id: UUID
    patient_id: int
    told: str
    why: str


def meant_by(report: CorrectionReport, *, is_full: bool = False) -> list[Meant]:
    """Whom the report may mean, the likeliest first; once one officer agreed, whom he named."""
    found = shown_people(people_meant(report), is_full=is_full)
    if report.status == ReportStatus.AWAITING_SECOND:
        return [one for one in found if one.patient_id == report.other_id]
    return found


def shown_people(candidates: Sequence[Candidate], *, is_full: bool = False) -> list[Meant]:
    """Those on record who may be meant, as an officer sees them."""
    people = Patient.objects.select_related("current__commune").in_bulk(
        [one.patient_id for one in candidates]
    )
    found = []
    for one in candidates:
        person = people[one.patient_id].current
        place = person.commune.full_name if person.commune else ""
        told = [
            shown(person.full_name, PersonName, is_full=is_full),
            PartialDate.from_iso(person.birth_date).vietnamese,
            shown(person.phone, PhoneNumber, is_full=is_full),
            place,
        ]
        why = f"{percent(one.probability)}. {explain(one.levels, one.probability)}"
        found.append(
            Meant(
                people[one.patient_id].public_id,
                one.patient_id,
                ", ".join(part for part in told if part),
                why if one.levels else "",
            )
        )
    return found


def leave_traces(seen: list[Meant], report: CorrectionReport, *, by: Staff, at: datetime) -> None:
    """Record on the trail of each that she was shown, and for which report."""
    notes = [
        audit.Note(
            action="patient.viewed",
            object_kind="patient",
            object_id=one.patient_id,
            patient_id=one.patient_id,
            details={"code": report.tracking_code},
        )
        for one in seen
    ]
    if notes:
        audit.record_many(notes, by=by, at=at)
