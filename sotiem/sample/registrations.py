"""Some people of the city who registered: a list to approve, to give out, and to stand in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Final
from uuid import UUID

from django.utils import timezone

from sotiem.accounts.facts import citizen
from sotiem.facilities.models import Facility
from sotiem.registrations.facts import (
    CONSENT_IN_FORCE,
    Asked,
    Condition,
    Known,
    PartOfDay,
    Registrant,
    Relation,
    Wish,
)
from sotiem.registrations.operations import approve_group, assign_group, register
from sotiem.sample.people import Person, families
from sotiem.sample.staff import PROVINCE, officer

PEOPLE: Final = 60
APPROVED, ASSIGNED = 9, 3  # a group that is approved, and how many of it have a facility


def register_people(facilities: Sequence[Facility], random: Random, *, now: datetime) -> None:
    """A family registers from one phone; one of its groups is approved and partly given out."""
    city = [each for each in facilities if each.path.startswith(f"{PROVINCE}/")]
    people = list(families(random, people=PEOPLE, cccd_province="079"))
    began = now - timedelta(days=6)
    phone = people[0].phone
    for place, (before, person) in enumerate(pairwise([people[0], *people])):
        if person.address != before.address:
            phone = person.phone
        at = began + timedelta(hours=2 * place)
        register(
            asked=_asked(person, phone, random.choice(city), random, at=at),
            submission_key=UUID(int=random.getrandbits(128), version=4),
            by=citizen(phone=phone, patient_id=None),
            at=at,
        )
    by = officer("canbo1", at=now)
    approve_group(list_path=PROVINCE, group=APPROVED, by=by, at=now)
    assign_group(list_path=PROVINCE, group=APPROVED, most=ASSIGNED, facility=city[0], by=by, at=now)


def _asked(person: Person, phone: str, near: Facility, random: Random, *, at: datetime) -> Asked:
    wanted = timezone.localdate(at) + timedelta(days=random.randrange(1, 20))
    return Asked(
        registrant=Registrant(
            full_name=person.full_name,
            birth_date=person.birth_iso,
            sex=person.sex.value,
            phone=phone,
            commune_id=near.commune_id,
            cccd=person.cccd,
            address=person.address,
        ),
        relation=Relation.SELF if person.phone == phone else Relation.OTHER,
        group=person.priority_group,
        wish=Wish(not_before=wanted, part_of_day=random.choice(list(PartOfDay))),
        history={each: random.choice(list(Known)) for each in Condition},
        consent=CONSENT_IN_FORCE,
    )
