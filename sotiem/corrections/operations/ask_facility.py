from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import rules
from sotiem.corrections.models import CorrectionReport, FacilityQuestion
from sotiem.corrections.operations._move import MoveNotAllowed, lock_report, make_move, move_report
from sotiem.corrections.states import ReportStatus, may_move
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, insert_many
from sotiem.foundation.refusals import Refusal
from sotiem.foundation.sequences import next_ids


class NoFacilityToAsk(Refusal):
    """The report names no facility on the list that could have given the dose."""


@transaction.atomic
def ask_facility(
    *, report_id: int, words: str, by: Staff | Actor, at: datetime
) -> FacilityQuestion:
    """Ask the facility of a dose whether it vaccinated this person; the report's clock goes on.

    The answer brings it back to who asked, or to the queue where nobody had taken it up.
    """
    report = lock_report(report_id)
    question = _question(report, words=words, by=by, at=at)
    to = ReportStatus.WAITING_FOR_FACILITY
    if isinstance(by, Staff):
        move_report(report, to=to, by=by, at=at, note=question.words)
    elif report.status == ReportStatus.SUBMITTED and may_move(ReportStatus(report.status), to):
        make_move(report, to=to, by=by, at=at, note=question.words)
    else:
        raise MoveNotAllowed
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as rival:
        raise MoveNotAllowed from rival
    audit.record(
        "facility_question.asked",
        question,
        by=by,
        at=at,
        patient_id=report.patient_id,
        code=report.tracking_code,
        facility=question.facility.code,
    )
    return question


@transaction.atomic
def ask_facilities(*, report_ids: Collection[int], by: Actor, at: datetime) -> list[int]:
    """Ask the facilities of many reports that nobody has taken up; give those that were asked.

    Left as they are: what went on meanwhile, and what names no facility on the list.
    """
    locked = CorrectionReport.objects.select_for_update(of=("self",)).order_by("pk")
    waiting = locked.filter(pk__in=array_of(list(report_ids)), status=ReportStatus.SUBMITTED)
    questions = []
    for report in waiting.select_related("dose__current"):
        with suppress(NoFacilityToAsk):
            questions.append(_question(report, words="", by=by, at=at))
    if not questions:
        return []
    for pk, question in zip(next_ids(FacilityQuestion, len(questions)), questions, strict=True):
        question.pk = pk
    insert_many(FacilityQuestion, questions)
    asked = [question.report_id for question in questions]
    CorrectionReport.objects.filter(pk__in=array_of(asked)).update(
        status=ReportStatus.WAITING_FOR_FACILITY
    )
    audit.record_many(map(_waits, questions), by=by, at=at)
    return asked


def _waits(question: FacilityQuestion) -> audit.Note:
    report = question.report
    return audit.Note(
        action="correction_report.waiting_for_facility",
        object_kind="correctionreport",
        object_id=report.pk,
        patient_id=report.patient_id,
        details={"code": report.tracking_code, "came_from": ReportStatus.SUBMITTED},
    )


def _question(report: CorrectionReport, *, words: str, by: Actor, at: datetime) -> FacilityQuestion:
    """What the sender says of the dose; where she says nothing, what is on record."""
    claim = report.said.dose
    facts = rules.apply_claims(report.dose.current.facts, claim) if report.dose else claim
    if facts.facility_id is None:
        raise NoFacilityToAsk
    return FacilityQuestion(
        report=report,
        facility_id=facts.facility_id,
        vaccine_id=facts.vaccine_id,
        administered_on=facts.administered_on,
        lot_number=facts.lot_number or "",
        words=words.strip(),
        asked_by=by.label,
        asked_at=at,
        due_at=at + rules.FACILITY_ANSWERS_WITHIN,
    )
