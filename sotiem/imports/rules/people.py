"""Which rows of one file are about the same new person, before anybody is registered."""

from collections.abc import Iterator
from dataclasses import fields, replace

from sotiem import identity
from sotiem.patients.facts import PatientFacts


class NewPeople:
    """The people of a file who are not on record, each once.

    Two rows are one person when name and birth date agree and they share a number or a phone. A
    personal number that stands beside another name or birth date is a question for a person.
    """

    def __init__(self) -> None:
        self.people: list[PatientFacts] = []
        self._by_trait: dict[tuple[str, ...], int] = {}
        self._owner: dict[str, int] = {}

    def place_of(self, person: PatientFacts) -> int:
        """The person's place in `people`; added when nobody there is the same."""
        traits = list(_traits(person))
        for trait in traits:
            place = self._by_trait.get(trait)
            if place is not None and not _differ(self.people[place].cccd, person.cccd):
                break
        else:
            place = len(self.people)
            self.people.append(person)
        self.people[place] = _completed(self.people[place], by=person)
        for trait in traits:
            self._by_trait.setdefault(trait, place)
        if person.cccd:
            self._owner.setdefault(person.cccd, place)
        return place

    def number_is_taken(self, person: PatientFacts) -> bool:
        """Whether another person of the file bears this personal number."""
        owner = self._owner.get(person.cccd) if person.cccd else None
        return owner is not None and not set(_traits(self.people[owner])) & set(_traits(person))


def _traits(person: PatientFacts) -> Iterator[tuple[str, ...]]:
    who = (identity.fold_tone_places(person.full_name), person.birth_date)
    for kind in ("cccd", "cmnd", "bhyt", "phone"):
        if number := getattr(person, kind):
            yield (*who, kind, number)


def _completed(person: PatientFacts, *, by: PatientFacts) -> PatientFacts:
    """Fill what is empty of a person with what another row says."""
    missing = {
        one.name: getattr(by, one.name) for one in fields(person) if not getattr(person, one.name)
    }
    return replace(person, **missing)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
