"""Who may decide on pairs, and which model judges. What is not allowed here is refused."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import Actor, ActorKind
from sotiem.matching.models import MatchPair
from sotiem.patients.models import Patient
from sotiem.patients.queries import wholes_of
from sotiem.places.facts import Level, MalformedUnitCode, UnitCode
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import find_unit


def seen_by(by: Staff) -> Q:
    """Pairs of which either record lives, or was vaccinated, where this officer decides."""
    jurisdictions = by.jurisdictions(Role.OFFICER)
    if Jurisdiction.country() in jurisdictions:
        return Q()
    seen = Q(pk__in=[])
    for jurisdiction in jurisdictions:
        communes, facilities = _communes(jurisdiction), Facility.objects.within(jurisdiction)
        for side in ("one", "other"):
            given = Dose.objects.filter(
                patient=OuterRef(f"{side}_id"), current__facility__in=facilities
            )
            seen |= Q(**{f"{side}__current__commune__in": communes}) | Q(Exists(given))
    return seen


def people_seen_by(by: Staff, patient_ids: Collection[int]) -> set[int]:
    """Those of these people who live, or were vaccinated, where this officer decides."""
    jurisdictions = by.jurisdictions(Role.OFFICER)
    if Jurisdiction.country() in jurisdictions:
        return set(patient_ids)
    # By number: asked in one statement, the database would walk through everybody on record.
    wholes = wholes_of(patient_ids)
    members = {record for whole in wholes.values() for record in whole}
    homes = dict(Patient.objects.filter(pk__in=members).values_list("pk", "current__commune_id"))
    seen: set[int] = set()
    for jurisdiction in jurisdictions:
        communes = _communes(jurisdiction).filter(pk__in=set(homes.values()) - {None})
        here = set(communes.values_list("pk", flat=True))
        seen |= {record for record, commune in homes.items() if commune in here}
        given = Dose.objects.filter(
            patient__in=members, current__facility__in=Facility.objects.within(jurisdiction)
        )
        seen |= set(given.values_list("patient_id", flat=True))
    return {asked for asked, whole in wholes.items() if seen.intersection(whole)}


def can_decide_pair(by: Staff, pair: MatchPair) -> bool:
    """Officers decide on pairs of which they may see either record; clerks at the desk."""
    if by.has(Role.OFFICER) and MatchPair.objects.filter(seen_by(by), pk=pair.pk).exists():
        return True
    return pair.pk in pairs_at_desk(by, [pair])


def pairs_at_desk(by: Staff, pairs: Collection[MatchPair]) -> set[int]:
    """Those of these pairs that a clerk decides: all doses that both people ever had were given
    where she works. What concerns another facility's people is for an officer."""
    if not by.has(Role.CLERK):
        return set()
    wholes = wholes_of({record for pair in pairs for record in (pair.one_id, pair.other_id)})
    members = {record for whole in wholes.values() for record in whole}
    doses = Dose.objects.filter(patient__in=members).order_by("pk")
    given: dict[int, list[bool]] = {}
    for patient_id, path in doses.values_list("patient_id", "current__facility__path"):
        # Where no facility is named, nobody's desk is meant.
        is_here = by.may(Role.CLERK, path or "")
        given.setdefault(patient_id, []).append(is_here)
    decided = set()
    for pair in pairs:
        people = {*wholes[pair.one_id], *wholes[pair.other_id]}
        theirs = [is_here for record in people for is_here in given.get(record, ())]
        if theirs and all(theirs):
            decided.add(pair.pk)
    return decided


def can_switch_model(by: Actor) -> bool:
    """What judges the whole country's records is for its administrators, or for the machine."""
    if isinstance(by, Staff):
        return by.may(Role.ADMINISTRATOR, Jurisdiction.country().path)
    return by.kind == ActorKind.MACHINE


def _communes(jurisdiction: Jurisdiction) -> QuerySet[AdministrativeUnit]:
    """The communes of a jurisdiction and those of old that went into them; none of a facility."""
    communes = AdministrativeUnit.objects.filter(level=Level.COMMUNE)
    try:
        unit = find_unit(UnitCode.parse(jurisdiction.path.rpartition("/")[2]))
    except MalformedUnitCode:
        unit = None
    if unit is None:
        return communes.none()
    inside = Q()
    for way in ("", "successions__new__"):
        inside |= Q(**{f"{way}pk": unit.pk}) | Q(**{f"{way}parent": unit})
        inside |= Q(**{f"{way}parent__parent": unit})
    return communes.filter(inside)
