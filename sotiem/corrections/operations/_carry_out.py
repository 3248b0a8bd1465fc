"""What follows in the record when a report is accepted: one ending per kind of report."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from sotiem.accounts.facts import Staff
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import reissue_certificates
from sotiem.corrections import rules
from sotiem.corrections.facts import KINDS, Ending, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import clue_of
from sotiem.doses.facts import DoseReason, DoseStatus, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import (
    DoseIsKnown,
    NothingToAmend,
    amend_dose,
    lock_patients,
    record_doses,
    withdraw_dose,
)
from sotiem.foundation.refusals import Refusal
from sotiem.matching.facts import Zone
from sotiem.matching.operations import hold_newcomers
from sotiem.matching.queries import match_one
from sotiem.patients.facts import LinkReason, PatientFacts, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import (
    NothingToChange,
    amend_patient,
    link_patients,
    register_patients,
)
from sotiem.patients.queries import are_one_person
from sotiem.places.facts import Level
from sotiem.places.models import AdministrativeUnit


class RecordAlreadySaysSo(Refusal):
    """What the report asks for is on record already."""


class DoseNoLongerCounts(Refusal):
    """The dose was meanwhile marked as entered in error."""


class OtherPersonIsNotNamed(Refusal):
    """Two records are joined only where an officer says which the other one is."""


class NoCertificateCanBeIssued(Refusal):
    """Nothing on record can be certified as it stands."""


class PersonIsUnclear(Refusal):
    """Somebody on record may be this person: that is settled first, by people."""


def carry_out(report: CorrectionReport, *, by: Staff, at: datetime) -> None:
    """Change the record as the report asks; refuse when it says so already."""
    try:
        _ENDINGS[KINDS[ReportKind(report.kind)].ending](report, by, at)
    except (NothingToAmend, NothingToChange, DoseIsKnown) as already:
        raise RecordAlreadySaysSo from already


def _amend(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.dose is not None and report.patient_id is not None
    lock_patients([report.patient_id])
    facts = Dose.objects.select_related("current").get(pk=report.dose.pk).current.facts
    if facts.status != DoseStatus.COMPLETED:
        raise DoseNoLongerCounts
    amend_dose(
        dose_id=report.dose.pk,
        facts=rules.apply_claims(facts, report.said.dose),
        reason=DoseReason.REPORT,
        origin=report.origin,
        by=by,
        at=at,
    )


def _withdraw(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.dose is not None
    withdraw_dose(dose_id=report.dose.pk, origin=report.origin, by=by, at=at)


def _add(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.patient_id is not None
    dose = NewDose(
        patient_id=report.patient_id,
        facts=rules.claimed_dose(report.said.dose),
        origin=report.origin,
    )
    (recorded,) = record_doses(doses=[dose], reason=DoseReason.REPORT, by=by, at=at)
    report.dose = recorded
    report.save(update_fields=["patient", "dose"])


def _add_person(report: CorrectionReport, by: Staff, at: datetime) -> None:
    person = report.said.person
    if person is None:
        raise rules.ClaimIsIncomplete
    report.patient_id = _person_on_record(person, report.origin, by, at)
    _add(report, by, at)


def _person_on_record(person: PersonClaim, origin: str, by: Staff, at: datetime) -> int:
    """Whose record it is; a new one only when nobody on record may be this person.

    Whoever else brings the same newcomer, by a report or a sheet, waits: one person, one record.
    """
    clue = clue_of(person)
    hold_newcomers(clues=[clue])
    match = match_one(clue)
    if match.zone == Zone.REVIEW:
        raise PersonIsUnclear
    if match.patient_id is not None:
        return match.patient_id
    facts = PatientFacts(
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        cccd=person.cccd,
        cmnd=person.cmnd,
        commune_id=_commune(person.unit_id),
    )
    (patient,) = register_patients(people=[facts], origin=origin, by=by, at=at)
    return patient.pk


def _amend_person(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.patient_id is not None
    lock_patients([report.patient_id])
    facts = Patient.objects.select_related("current").get(pk=report.patient_id).current.facts
    amend_patient(
        patient_id=report.patient_id,
        facts=rules.apply_change(facts, report.said.change),
        reason=PatientReason.REPORT,
        origin=report.origin,
        by=by,
        at=at,
    )


def _link(report: CorrectionReport, by: Staff, at: datetime) -> None:
    if report.other_id is None:
        raise OtherPersonIsNotNamed
    assert report.patient_id is not None
    if are_one_person(report.patient_id, report.other_id):
        raise RecordAlreadySaysSo
    link_patients(
        one_id=report.patient_id,
        other_id=report.other_id,
        reason=LinkReason.REQUESTED,
        evidence={"report": report.tracking_code},
        origin=report.origin,
        by=by,
        at=at,
    )


def _move(report: CorrectionReport, by: Staff, at: datetime) -> None:
    """The dose no longer counts here, and stands on the record of whose it is, where known."""
    assert report.dose is not None and report.patient_id is not None
    lock_patients([report.patient_id, *filter(None, [report.other_id])])
    facts = Dose.objects.select_related("current").get(pk=report.dose.pk).current.facts
    if facts.status != DoseStatus.COMPLETED:
        raise DoseNoLongerCounts
    _withdraw(report, by, at)
    if report.other_id is None:
        return
    dose = NewDose(patient_id=report.other_id, facts=facts, origin=report.origin)
    with suppress(DoseIsKnown):
        record_doses(doses=[dose], reason=DoseReason.REPORT, by=by, at=at)


def _reissue(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.patient_id is not None
    reissue_certificates(patient_id=report.patient_id, by=by, at=at)
    if not Certificate.objects.in_force().of_person(report.patient_id).exists():
        raise NoCertificateCanBeIssued


def _commune(unit_id: int | None) -> int | None:
    if unit_id is None:
        return None
    units = AdministrativeUnit.objects.filter(pk=unit_id, level=Level.COMMUNE)
    return units.values_list("pk", flat=True).first()


_ENDINGS: Final[dict[Ending, Callable[[CorrectionReport, Staff, datetime], None]]] = {
    Ending.AMEND_DOSE: _amend,
    Ending.WITHDRAW_DOSE: _withdraw,
    Ending.RECORD_DOSE: _add,
    Ending.REGISTER: _add_person,
    Ending.AMEND_PERSON: _amend_person,
    Ending.LINK: _link,
    Ending.MOVE_DOSE: _move,
    Ending.REISSUE: _reissue,
}
