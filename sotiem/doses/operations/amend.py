from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sotiem.doses.events import DoseAmended
from sotiem.doses.facts import DoseFacts, DoseReason, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations.record import DoseIsKnown
from sotiem.doses.rules import require_possible
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal
from sotiem.patients.operations import lock_patients
from sotiem.vaccines.models import Vaccine


class NothingToAmend(Refusal):
    """The dose is already recorded so."""


@transaction.atomic
def amend_dose(
    *, dose_id: int, facts: DoseFacts, reason: DoseReason, origin: str, by: Actor, at: datetime
) -> DoseVersion:
    """Give a dose its next version. Earlier versions stay as they were.

    A dose that was marked as entered in error may count again.
    """
    dose = _locked(dose_id)
    _require_sensible(dose, facts, at=at)
    before = DoseStatus(dose.current.status)
    version = DoseVersion.objects.create(
        dose=dose,
        number=dose.current.number + 1,
        reason=reason,
        origin=origin,
        recorded_by=str(by),
        recorded_at=at,
        **asdict(facts),
    )
    dose.current = version
    dose.save(update_fields=["current"])
    audit.record(
        action_of(before, DoseStatus(facts.status)),
        version,
        by=by,
        at=at,
        patient_id=dose.patient_id,
        digest=audit.digest_of(asdict(facts)),
        version=version.number,
        origin=origin,
        dose=dose.pk,
    )
    events.publish(
        DoseAmended(dose_id=dose.pk, patient_id=dose.patient_id, version=version.number, at=at)
    )
    return version


def action_of(before: DoseStatus, after: DoseStatus) -> str:
    """What the trail says of a dose that gets a next version."""
    if after == DoseStatus.ENTERED_IN_ERROR:
        return "dose.withdrawn"
    return "dose.amended" if before == after else "dose.reinstated"


def _locked(dose_id: int) -> Dose:
    """The person first, then the dose: the order in which everyone locks."""
    lock_patients([Dose.objects.values_list("patient_id", flat=True).get(pk=dose_id)])
    return Dose.objects.select_for_update(of=("self",)).get(pk=dose_id)


def _require_sensible(dose: Dose, facts: DoseFacts, *, at: datetime) -> None:
    if facts == dose.current.facts:
        raise NothingToAmend
    birth_date = dose.patient.current.birth_date
    require_possible(facts, birth_date=birth_date, today=timezone.localdate(at))
    if facts.status == DoseStatus.COMPLETED:
        _require_no_new_double(dose, facts)


def _require_no_new_double(dose: Dose, facts: DoseFacts) -> None:
    """Refuse to move a dose to a day on which the person has another against that disease.

    A dose may keep the day it has: what two joined records tell twice can still be put right.
    """
    disease = dict(Vaccine.objects.values_list("pk", "disease_id"))
    now = dose.current
    keeps_its_day = (disease[now.vaccine_id], now.administered_on) == (
        disease[facts.vaccine_id],
        facts.administered_on,
    )
    if keeps_its_day and now.status == DoseStatus.COMPLETED:
        return
    others = Dose.objects.of_person(dose.patient_id).counting().exclude(pk=dose.pk)
    if others.filter(
        current__vaccine__disease_id=disease[facts.vaccine_id],
        current__administered_on=facts.administered_on,
    ).exists():
        raise DoseIsKnown


@transaction.atomic
def withdraw_dose(*, dose_id: int, origin: str, by: Actor, at: datetime) -> DoseVersion:
    """Mark a dose as entered in error: it stays visible and no longer counts."""
    facts = _locked(dose_id).current.facts
    return amend_dose(
        dose_id=dose_id,
        facts=replace(facts, status=DoseStatus.ENTERED_IN_ERROR),
        reason=DoseReason.WITHDRAWN,
        origin=origin,
        by=by,
        at=at,
    )
