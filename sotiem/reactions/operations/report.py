from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Staff
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation import audit, events, limits
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.models import Patient
from sotiem.patients.queries import are_one_person
from sotiem.places.models import AdministrativeUnit
from sotiem.reactions import permissions, rules
from sotiem.reactions.events import ReactionReported
from sotiem.reactions.facts import SERIOUS, About, Outcome, Said, any_urgent
from sotiem.reactions.models import Reaction, ReactionVersion
from sotiem.reactions.operations.tell import tell_facility

MOST_A_DAY: Final = 20
_DAY: Final = timedelta(days=1)


class NoSignIsSaid(Refusal):
    """Neither a sign nor a word: nothing is reported."""


class DoseIsTooLongAgo(Refusal):
    """Reactions are reported by oneself for some days after a dose; details: days."""


class OnsetDoesNotFit(Refusal):
    """A reaction begins after the dose, and not in the future."""


@transaction.atomic
def report_reaction(*, about: About, said: Said, by: Citizen | Staff, at: datetime) -> Reaction:
    """Record what somebody felt after a dose, or was seen to; to what was told of it before, this
    is added. The same submission twice is one.

    What is urgent reaches the facility at once; its place's officers see it first.
    """
    dose = _dose(about)
    _require_theirs(about, dose, by)
    hold_some(LockSpace.REACTIONS, [about.patient_id & 0x7FFFFFFF])
    known = ReactionVersion.objects.filter(submission_key=said.submission_key)
    if (sent := known.select_related("reaction").first()) is not None:
        require(sent.reaction.patient_id == about.patient_id)
        return sent.reaction
    _require_sensible(about, said, by, at)
    limits.spend("reaction", str(by), limit=MOST_A_DAY, per=_DAY, at=at)
    reaction = _find(about, dose) or _begin(about, dose, at=at)
    is_news = _add(reaction, said, at=at)
    _keep(reaction, said, by=by, at=at)
    if is_news:
        tell_facility(reaction, at=at)
    events.publish(ReactionReported(reaction_id=reaction.pk, at=at))
    return reaction


def _dose(about: About) -> Dose | None:
    if about.dose_id is None:
        return None
    doses = Dose.objects.of_person(about.patient_id).counting()
    dose = doses.select_related("current__facility", "patient").filter(pk=about.dose_id).first()
    require(dose is not None)
    return dose


def _require_theirs(about: About, dose: Dose | None, by: Citizen | Staff) -> None:
    if isinstance(by, Citizen):
        mine = by.patient_id
        require(mine is not None and are_one_person(mine, about.patient_id))
        return
    facility = dose.current.facility if dose else None
    require(facility is not None and permissions.works_at(by, facility.path))


def _require_sensible(about: About, said: Said, by: Citizen | Staff, at: datetime) -> None:
    if not said.signs and not said.words.strip():
        raise NoSignIsSaid
    today = timezone.localdate(at)
    begun = timezone.localdate(said.onset_at) if said.onset_at else about.day
    if begun < about.day or (said.onset_at is not None and said.onset_at > at) or about.day > today:
        raise OnsetDoesNotFit
    if isinstance(by, Citizen) and (today - about.day).days > settings.REACTION_DAYS:
        raise DoseIsTooLongAgo(days=settings.REACTION_DAYS)


def _find(about: About, dose: Dose | None) -> Reaction | None:
    reactions = Reaction.objects.select_for_update(of=("self",))
    if dose is not None:
        return reactions.filter(dose=dose).first()
    return reactions.filter(patient=about.patient_id, dose=None, day=about.day).first()


def _begin(about: About, dose: Dose | None, *, at: datetime) -> Reaction:
    facility = dose.current.facility if dose else None
    return Reaction(
        patient_id=dose.patient_id if dose else about.patient_id,
        dose=dose,
        day=dose.current.administered_on if dose else about.day,
        facility=facility,
        path=_path(about, facility),
        signs=[],
        is_urgent=False,
        is_open=False,
        reported_at=at,
    )


def _path(about: About, facility: Facility | None) -> str:
    if facility is not None:
        return facility.path
    commune = Patient.objects.values_list("current__commune", flat=True).get(pk=about.patient_id)
    if commune is None:
        return "vn"
    units = AdministrativeUnit.objects.select_related("parent__parent")
    return jurisdiction_of(units.get(pk=commune)).path


def _add(reaction: Reaction, said: Said, *, at: datetime) -> bool:
    """Add what is said to what was known; tells whether something urgent is new."""
    new = [str(sign) for sign in said.signs if sign not in reaction.signs]
    is_urgent = any_urgent(new)
    due_at = rules.due_at(at, is_urgent=is_urgent)
    if not reaction.is_open:
        reaction.is_open, reaction.due_at = True, due_at
    elif is_urgent:
        reaction.due_at = min(reaction.due_at or due_at, due_at)
    reaction.signs = [*reaction.signs, *new]
    reaction.is_urgent = reaction.is_urgent or is_urgent
    if said.outcome != Outcome.UNKNOWN:
        reaction.outcome = said.outcome
        reaction.is_serious = reaction.is_serious or said.outcome in SERIOUS
    reaction.changed_at = at
    reaction.save()
    return is_urgent


def _keep(reaction: Reaction, said: Said, *, by: Citizen | Staff, at: datetime) -> None:
    version = ReactionVersion.objects.create(
        reaction=reaction,
        number=reaction.versions.count() + 1,
        submission_key=said.submission_key,
        reporter=said.reporter,
        signs=[str(sign) for sign in said.signs],
        words=said.words.strip(),
        onset_at=said.onset_at,
        outcome=said.outcome,
        reported_by=str(by),
        reported_at=at,
    )
    audit.record(
        "reaction.reported",
        version,
        by=by,
        at=at,
        patient_id=reaction.patient_id,
        digest=audit.digest_of(version.facts),
        version=version.number,
    )
