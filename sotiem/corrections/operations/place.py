"""A report that came under another kind takes its right one."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.corrections import permissions, rules
from sotiem.corrections.events import ReportPlaced
from sotiem.corrections.facts import PHOTO_NAMED, Claims, ReportKind
from sotiem.corrections.models import CorrectionReport, Placement, Transfer
from sotiem.corrections.operations._carry_out import RecordAlreadySaysSo
from sotiem.corrections.operations._hand_on import hand_on, put_back
from sotiem.corrections.operations._move import (
    NobodyReviewsTheirOwnEntry,
    lock_report,
    move_report,
    require_allowed,
)
from sotiem.corrections.operations._sensible import concerned, require_sensible, responsible
from sotiem.corrections.operations.decide import NobodyIsMeantSo
from sotiem.corrections.operations.join import let_go
from sotiem.corrections.operations.tell import tell_placed
from sotiem.corrections.placing import as_it_came, kinds_open_to, people_told
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import Dose
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal
from sotiem.patients.models import Patient
from sotiem.patients.queries import are_one_person


class PlacingNeedsAReason(Refusal):
    """Who places a report says why it is what she says."""


class KindIsNotOpen(Refusal):
    """A report by somebody who is on record cannot say that nobody was found."""


class PlacedSoAlready(Refusal):
    """The report is of this kind and about this already."""


@transaction.atomic
def place_report(
    *,
    report_id: int,
    kind: ReportKind,
    patient_id: int | None,
    dose_id: int | None,
    claims: Claims,
    note: str,
    by: Staff,
    at: datetime,
) -> CorrectionReport:
    """Say what kind of report this is, whose and of which dose; nothing on record changes.

    Who places it has it in hand from then on, unless it is another unit's now. Its clock goes on.
    """
    note = " ".join(note.split())
    report = lock_report(report_id)
    _take_in_hand(report, by=by, at=at)
    if not note:
        raise PlacingNeedsAReason
    _require_open(report, kind, patient_id)
    was, before = _unit_of(report), _what_it_was(report, kind, note, by=by, at=at)
    _place(report, kind, *concerned(kind, patient_id, dose_id), claims, at=at)
    if not permissions.can_review(by, report):
        raise NobodyReviewsTheirOwnEntry
    before.save()
    _leave_traces(report, before, by=by, at=at)
    _give_to_its_unit(report, was, note, by=by, at=at)
    let_go(report, by=by, at=at)
    events.publish(ReportPlaced(report_id=report.pk, at=at))
    tell_placed(report, at=at)
    return report


def _take_in_hand(report: CorrectionReport, *, by: Staff, at: datetime) -> None:
    """Nobody else holds the report, and it is not decided."""
    if report.status == ReportStatus.UNDER_REVIEW:
        require_allowed(report, to=ReportStatus.ACCEPTED, by=by, at=at)
    else:
        move_report(report, to=ReportStatus.UNDER_REVIEW, by=by, at=at)


def _require_open(report: CorrectionReport, kind: ReportKind, patient_id: int | None) -> None:
    """Whose it is said to be is one of those who may be meant."""
    came = as_it_came(report)
    if kind not in kinds_open_to(came):
        raise KindIsNotOpen
    if patient_id is None:
        return
    if not any(are_one_person(one.patient_id, patient_id) for one in people_told(came)):
        raise NobodyIsMeantSo


def _what_it_was(
    report: CorrectionReport, kind: ReportKind, note: str, *, by: Staff, at: datetime
) -> Placement:
    return Placement(
        report=report,
        kind_before=report.kind,
        patient_before=report.patient,
        dose_before=report.dose,
        claims_before=report.claims,
        kind=kind,
        note=note,
        placed_by=by.label,
        placed_at=at,
    )


def _place(
    report: CorrectionReport,
    kind: ReportKind,
    patient: Patient | None,
    dose: Dose | None,
    claims: Claims,
    *,
    at: datetime,
) -> None:
    """Refuse what cannot be; what the record says by now may be claimed, and is answered so."""
    if (kind, patient, dose) == (report.kind, report.patient, report.dose):
        raise PlacedSoAlready
    phone = claims.person.phone if claims.person is not None else report.reporter_phone
    with suppress(rules.NothingClaimed, RecordAlreadySaysSo):
        require_sensible(kind, patient, dose, claims, phone=phone, at=at)
    # The photo that an export names may still be loaded.
    beside = {name: said for name, said in report.claims.items() if name == PHOTO_NAMED}
    report.kind, report.patient, report.dose, report.other = kind, patient, dose, None
    report.claims, report.placed_at = rules.kept_claims(claims) | beside, at
    report.save(update_fields=["kind", "patient", "dose", "other", "claims", "placed_at"])


def _unit_of(report: CorrectionReport) -> str:
    """Who answers the report as it stands, wherever it has climbed to."""
    unit = responsible(report.patient, report.dose, report.said)
    return report.channel.responsible(unit or Jurisdiction(report.channel.path)).path


def _give_to_its_unit(
    report: CorrectionReport, was: str, note: str, *, by: Staff, at: datetime
) -> None:
    """Another unit answers where another one gave the dose; an appeal stays where it is."""
    unit = _unit_of(report)
    if report.appealed_at is not None or unit in (was, report.path):
        return
    if not by.may(Role.OFFICER, unit):
        put_back(report)
    earlier = list(Transfer.objects.filter(report=report))
    hand_on(report, named=unit, earlier=earlier, note=note, by=by, at=at)


def _leave_traces(
    report: CorrectionReport, placement: Placement, *, by: Staff, at: datetime
) -> None:
    """Whose it is now reads of it on her trail, and whose it is no longer too."""
    said = {
        "code": report.tracking_code,
        "was": placement.kind_before,
        "report_kind": report.kind,
    }
    audit.record(
        "correction_report.placed",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        reason=placement.note,
        **said,
    )
    before = placement.patient_before_id
    if before is not None and before != report.patient_id:
        audit.record(
            "correction_report.taken_away", report, by=by, at=at, patient_id=before, **said
        )
