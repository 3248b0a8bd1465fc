from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Jurisdiction
from sotiem.corrections import permissions, rules
from sotiem.corrections.channels import NATIONAL, Channel
from sotiem.corrections.events import ReportSubmitted
from sotiem.corrections.facts import (
    ABOUT_A_DOSE,
    DoseClaim,
    KeptPhoto,
    PersonClaim,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations._carry_out import DoseNoLongerCounts, RecordAlreadySaysSo
from sotiem.corrections.operations._channel import open_channel_of
from sotiem.corrections.operations.tell import acknowledge
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.queries import known_days
from sotiem.doses.rules import require_possible
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation import audit, events
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import require
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit
from sotiem.vaccines.models import Vaccine


@transaction.atomic
def submit_report(
    *,
    kind: ReportKind,
    patient_id: int | None,
    dose_id: int | None,
    dose_claim: DoseClaim | None,
    person_claim: PersonClaim | None,
    story: str,
    photos: Sequence[KeptPhoto],
    submission_key: UUID,
    by: Citizen,
    at: datetime,
    channel_code: str = NATIONAL,
    form_opened_at: datetime | None = None,
) -> CorrectionReport:
    """Record that someone says a record is wrong, and what they show for it.

    What was sent before, or said by another channel and still waits, is answered with that report.
    """
    if (earlier := _find(submission_key, by)) is not None:
        return earlier
    channel = open_channel_of(channel_code, at=at, form_opened_at=form_opened_at)
    patient, dose = _concerned(kind, patient_id, dose_id, by)
    claim = dose_claim or DoseClaim()
    _require_sensible(kind, patient, dose, claim, person_claim, by=by, at=at)
    report = CorrectionReport(
        tracking_code=new_tracking_code("PA"),
        submission_key=submission_key,
        channel=channel,
        kind=kind,
        patient=patient,
        dose=dose,
        claims=rules.kept_claims(claim, person_claim),
        story=story.strip(),
        reporter_phone=by.phone,
        path=_responsible(patient, dose, claim, person_claim, channel).path,
        submitted_at=at,
        answer_due_at=at + rules.ANSWER_WITHIN,
    )
    return _kept(report, photos, by=by, at=at)


def _kept(
    report: CorrectionReport, photos: Sequence[KeptPhoto], *, by: Citizen, at: datetime
) -> CorrectionReport:
    """The report as it is kept: this one, or the one that said so before."""
    if (waiting := _said_elsewhere(report)) is not None:
        _add_photos(waiting, photos, by=by, at=at)
        return waiting
    if (rival := _save_unless_rivalled(report, by)) is not None:
        return rival
    _complete(report, photos, by=by, at=at)
    return report


def _said_elsewhere(report: CorrectionReport) -> CorrectionReport | None:
    """The open report by which the same phone said the same, of the same record, elsewhere."""
    same = CorrectionReport.objects.open().filter(
        reporter_phone=report.reporter_phone,
        kind=report.kind,
        patient=report.patient,
        dose=report.dose,
        claims=report.claims,
    )
    return same.exclude(channel=report.channel).order_by("pk").first()


def _add_photos(
    report: CorrectionReport, photos: Sequence[KeptPhoto], *, by: Citizen, at: datetime
) -> None:
    """What is shown with a report sent again belongs to the report that waits."""
    _attach(report, photos)
    audit.record(
        "correction_report.sent_again",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        code=report.tracking_code,
        photos=len(photos),
    )


def _save_unless_rivalled(report: CorrectionReport, by: Citizen) -> CorrectionReport | None:
    """Save a report; when the same form was sent twice at once, give the one that was first."""
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        rival = _find(report.submission_key, by)
        if rival is None:
            raise
        return rival
    return None


def _find(submission_key: UUID, by: Citizen) -> CorrectionReport | None:
    report = CorrectionReport.objects.filter(submission_key=submission_key).first()
    require(report is None or permissions.is_own(by, report))
    return report


def _concerned(
    kind: ReportKind, patient_id: int | None, dose_id: int | None, by: Citizen
) -> tuple[Patient | None, Dose | None]:
    """Whose record and which dose the report is about: her own, or nobody's yet.

    A report about a dose is about the record that holds it, of all that are joined with hers.
    """
    require(by.patient_id == patient_id)
    require((patient_id is None) == (kind == ReportKind.NOTHING_RECORDED))
    require((dose_id is not None) == (kind in ABOUT_A_DOSE))
    if patient_id is None:
        return None, None
    dose = None
    if dose_id is not None:
        doses = Dose.objects.of_person(patient_id).select_related("current__facility")
        dose = doses.filter(pk=dose_id).first()
        require(dose is not None)
    patients = Patient.objects.select_related("current__commune__parent__parent")
    return patients.get(pk=dose.patient_id if dose else patient_id), dose


def _require_sensible(
    kind: ReportKind,
    patient: Patient | None,
    dose: Dose | None,
    claim: DoseClaim,
    person: PersonClaim | None,
    *,
    by: Citizen,
    at: datetime,
) -> None:
    """Refuse what says nothing, what cannot have been, and what the record says already."""
    if dose is not None and dose.current.status != DoseStatus.COMPLETED:
        raise DoseNoLongerCounts
    if kind == ReportKind.NEVER_RECEIVED:
        return
    if dose is not None:
        facts = rules.apply_claims(dose.current.facts, claim)
        if facts == dose.current.facts:
            raise rules.NothingClaimed
    else:
        facts = rules.claimed_dose(claim)
    if patient is None:
        if person is None or not (person.full_name and person.birth_date):
            raise rules.ClaimIsIncomplete
        require(person.phone == by.phone)
    birth_date = patient.current.birth_date if patient else (person.birth_date if person else "")
    require_possible(facts, birth_date=birth_date, today=timezone.localdate(at))
    if kind == ReportKind.DOSE_MISSING and patient is not None:
        disease = Vaccine.objects.values_list("disease_id", flat=True).get(pk=facts.vaccine_id)
        if (patient.pk, disease, facts.administered_on) in known_days([patient.pk]):
            raise RecordAlreadySaysSo


def _responsible(
    patient: Patient | None,
    dose: Dose | None,
    claim: DoseClaim,
    person: PersonClaim | None,
    channel: Channel,
) -> Jurisdiction:
    """Who must answer: of all who might, none outside the channel that took over."""
    unit = _unit_of(patient, dose, claim, person)
    return channel.responsible(unit or channel.jurisdiction)


def _unit_of(
    patient: Patient | None, dose: Dose | None, claim: DoseClaim, person: PersonClaim | None
) -> Jurisdiction | None:
    """The place that gave the dose, else the place where the person lives."""
    if dose is not None and dose.current.facility is not None:
        return dose.current.facility.jurisdiction
    if claim.facility_id is not None:
        return Facility.objects.get(pk=claim.facility_id).jurisdiction
    if patient is not None and patient.current.commune is not None:
        return jurisdiction_of(patient.current.commune)
    if person is not None and person.unit_id is not None:
        return jurisdiction_of(AdministrativeUnit.objects.get(pk=person.unit_id))
    return None


def _complete(
    report: CorrectionReport, photos: Sequence[KeptPhoto], *, by: Citizen, at: datetime
) -> None:
    """Attach what was shown; leave a trace; answer the sender."""
    _attach(report, photos)
    audit.record(
        "correction_report.submitted",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        code=report.tracking_code,
        report_kind=report.kind,
        photos=len(photos),
    )
    events.publish(ReportSubmitted(report_id=report.pk, channel_id=report.channel_id, at=at))
    acknowledge(report, at=at)


def _attach(report: CorrectionReport, photos: Sequence[KeptPhoto]) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            report=report,
            original=photo.original,
            picture=photo.picture,
            width=photo.width,
            height=photo.height,
        )
        for photo in photos
    )
