"""What a report must say to be taken, and who has to answer it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction
from sotiem.corrections import rules
from sotiem.corrections.facts import KINDS, Claims, Ending, PersonClaim, ReportKind, Subject
from sotiem.corrections.operations._carry_out import DoseNoLongerCounts, RecordAlreadySaysSo
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.queries import known_days
from sotiem.doses.rules import require_possible
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation.refusals import NotAllowed, Refusal, require
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit
from sotiem.vaccines.queries import known_vaccines


class DoseIsOfSomebodyElse(NotAllowed):
    """The dose is on none of the records of the person whom the report is about."""


class NotTheSameDose(Refusal):
    """Two doses that are said to be one are against different diseases, or the same entry."""


def concerned(
    kind: ReportKind, patient_id: int | None, dose_id: int | None
) -> tuple[Patient | None, Dose | None]:
    """Whose record and which dose a report of this kind is about: somebody's, or nobody's yet.

    A report about a dose is about the record that holds it, of all that are joined with hers; one
    about the person, about the record that stands for them all.
    """
    about = KINDS[kind].about
    require((patient_id is None) == (about == Subject.NOBODY))
    require((dose_id is not None) == (about == Subject.DOSE))
    if patient_id is None:
        return None, None
    dose = None
    if dose_id is not None:
        doses = Dose.objects.of_person(patient_id).select_related(
            "current__facility", "current__vaccine", "patient__current"
        )
        dose = doses.filter(pk=dose_id).first()
        if dose is None:
            raise DoseIsOfSomebodyElse
    patients = Patient.objects.select_related("current")
    if KINDS[kind].ending == Ending.AMEND_PERSON:
        return patients.get(members=patient_id), None
    return patients.get(pk=dose.patient_id if dose else patient_id), dose


def require_sensible(
    kind: ReportKind,
    patient: Patient | None,
    dose: Dose | None,
    claims: Claims,
    *,
    phone: str,
    at: datetime,
) -> None:
    """Refuse what says nothing, what cannot have been, and what the record says already."""
    if dose is not None and dose.current.status != DoseStatus.COMPLETED:
        raise DoseNoLongerCounts
    match KINDS[kind].ending:
        case Ending.AMEND_DOSE:
            assert dose is not None
            _require_amendment(dose, claims, at)
        case Ending.RECORD_DOSE | Ending.REGISTER:
            _require_new_dose(patient, claims, phone=phone, at=at)
        case Ending.AMEND_PERSON:
            assert patient is not None
            _require_change(patient, claims)
        case Ending.LINK:
            _require_named(claims.person)
        case Ending.WITHDRAW_DOSE if kind == ReportKind.DOSE_TWICE:
            assert dose is not None
            _require_repeated(dose, claims)


def _require_amendment(dose: Dose, claims: Claims, at: datetime) -> None:
    facts = rules.apply_claims(dose.current.facts, claims.dose)
    if facts == dose.current.facts:
        raise rules.NothingClaimed
    birth_date = dose.patient.current.birth_date
    require_possible(facts, birth_date=birth_date, today=timezone.localdate(at))


def _require_new_dose(patient: Patient | None, claims: Claims, *, phone: str, at: datetime) -> None:
    facts = rules.claimed_dose(claims.dose)
    person = claims.person
    if patient is None:
        _require_named(person)
        require(person is not None and person.phone == phone)
    birth_date = patient.current.birth_date if patient else (person.birth_date if person else "")
    require_possible(facts, birth_date=birth_date, today=timezone.localdate(at))
    if patient is not None:
        disease = known_vaccines()[facts.vaccine_id].disease_id
        if (patient.pk, disease, facts.administered_on) in known_days([patient.pk]):
            raise RecordAlreadySaysSo


def _require_change(patient: Patient, claims: Claims) -> None:
    facts = patient.current.facts
    if rules.apply_change(facts, claims.change) == facts:
        raise rules.NothingClaimed


def _require_named(person: PersonClaim | None) -> None:
    if person is None or not (person.full_name and person.birth_date):
        raise rules.ClaimIsIncomplete


def _require_repeated(dose: Dose, claims: Claims) -> None:
    """The other entry is the same person's, counts, and is against the same disease."""
    others = Dose.objects.of_person(dose.patient_id).counting().exclude(pk=dose.pk)
    disease = dose.current.vaccine.disease_id
    same = others.filter(pk=claims.same_as or 0, current__vaccine__disease_id=disease)
    if not same.exists():
        raise NotTheSameDose


def responsible(patient: Patient | None, dose: Dose | None, claims: Claims) -> Jurisdiction | None:
    """The place that gave the dose, else the place where the person lives, else the one that gave
    her last dose."""
    if dose is not None and dose.current.facility is not None:
        return dose.current.facility.jurisdiction
    if claims.dose.facility_id is not None:
        return Facility.objects.only("path").get(pk=claims.dose.facility_id).jurisdiction
    if patient is not None and patient.current.commune_id is not None:
        return jurisdiction_of(_units().get(pk=patient.current.commune_id))
    if claims.person is not None and claims.person.unit_id is not None:
        return jurisdiction_of(_units().get(pk=claims.person.unit_id))
    last = _last_facility(patient) if patient is not None else None
    return last.jurisdiction if last is not None else None


def _units() -> QuerySet[AdministrativeUnit]:
    return AdministrativeUnit.objects.select_related("parent__parent")


def _last_facility(patient: Patient) -> Facility | None:
    doses = Dose.objects.of_person(patient.pk).counting().filter(current__facility__isnull=False)
    last = doses.order_by("current__administered_on", "pk").select_related("current__facility")
    found = last.last()
    return found.current.facility if found else None
