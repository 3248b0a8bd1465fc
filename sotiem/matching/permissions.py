"""Who may decide on pairs, and which model judges. What is not allowed here is refused."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import Actor, ActorKind
from sotiem.matching.models import MatchPair
from sotiem.patients.models import Patient
from sotiem.places.facts import Level, MalformedUnitCode, UnitCode
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import find_unit


def seen_by(by: Staff) -> Q:
    """Pairs of which either record lives, or was vaccinated, where this officer decides."""
    return _reached(by, ("one__", "other__"))


def people_seen_by(by: Staff) -> Q:
    """People one of whose records lives, or was vaccinated, where this officer decides."""
    records = Patient.objects.filter(_reached(by, ("",)), principal=OuterRef("principal"))
    return Q(Exists(records))


def can_decide_pair(by: Staff, pair: MatchPair) -> bool:
    """Officers decide on pairs of which they may see either record."""
    return by.has(Role.OFFICER) and MatchPair.objects.filter(seen_by(by), pk=pair.pk).exists()


def can_switch_model(by: Actor) -> bool:
    """What judges the whole country's records is for its administrators, or for the machine."""
    if isinstance(by, Staff):
        return by.may(Role.ADMINISTRATOR, Jurisdiction.country().path)
    return by.kind == ActorKind.MACHINE


def _reached(by: Staff, records: Iterable[str]) -> Q:
    """What has a record, by one of these ways, within the officer's jurisdictions."""
    jurisdictions = by.jurisdictions(Role.OFFICER)
    if Jurisdiction.country() in jurisdictions:
        return Q()
    seen = Q(pk__in=[])
    for jurisdiction in jurisdictions:
        communes, facilities = _communes(jurisdiction), Facility.objects.within(jurisdiction)
        for record in records:
            given = Dose.objects.filter(
                patient=OuterRef(f"{record}pk"), current__facility__in=facilities
            )
            seen |= Q(**{f"{record}current__commune__in": communes}) | Q(Exists(given))
    return seen


def _communes(jurisdiction: Jurisdiction) -> QuerySet[AdministrativeUnit]:
    """The communes of a jurisdiction and those of old that went into them; none of a facility."""
    communes = AdministrativeUnit.objects.filter(level=Level.COMMUNE)
    try:
        unit = find_unit(UnitCode.parse(jurisdiction.path.rpartition("/")[2]))
    except MalformedUnitCode:
        unit = None
    if unit is None:
        return communes.none()
    own = communes.filter(Q(pk=unit.pk) | Q(parent=unit) | Q(parent__parent=unit))
    return communes.filter(Q(pk__in=own) | Q(successions__new__in=own))
