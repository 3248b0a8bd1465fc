"""What the dose columns of other systems' files mean here: vaccines, facilities, days."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Self

from django.utils import timezone

from sotiem.doses.facts import DoseFacts, DoseSource
from sotiem.facilities.models import Facility
from sotiem.identity.readings import read_day
from sotiem.imports.rules.doses import facility_key, lot_number
from sotiem.matching.rules.doses import facility_key as name_key
from sotiem.supply.models import Lot
from sotiem.vaccines.facts import UNSPECIFIED, Ambiguous
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import vaccine, vaccine_names
from sotiem.vaccines.rules import Names

_LONGEST_VACCINE: Final = 100
_LONGEST_LOT: Final = 30
_LONGEST_PLACE: Final = 200

Meant = int | Ambiguous[int] | None


@dataclass(slots=True)
class DoseWords:
    """Reads the dose columns of many rows; every different text is looked up once."""

    names: Names[Vaccine]
    unspecified: int
    lots: Mapping[str, Set[int]]  # the vaccines of which there is a lot of that number
    facilities: Mapping[str, int]
    latest_year: int
    _vaccines: dict[str, Meant] = field(default_factory=dict)
    _places: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Self:
        """Take vaccines, lots and facilities from the record."""
        lots: defaultdict[str, set[int]] = defaultdict(set)
        for number, of in Lot.objects.values_list("number", "vaccine_id"):
            lots[number].add(of)
        return cls(
            names=vaccine_names(),
            unspecified=vaccine(UNSPECIFIED).pk,
            lots=lots,
            facilities=_facilities(),
            latest_year=timezone.localdate().year + 1,
        )

    def day(self, text: str) -> date | None:
        return read_day(text, self.latest_year)

    def facts(self, *, vaccine: str, day: date, lot: str, facility: str) -> DoseFacts:
        """What a row says of a dose. Names that nobody knows are kept as they are written."""
        lot = lot_number(lot)[:_LONGEST_LOT]
        known = self._vaccine(vaccine, lot)
        where = self._facility(facility)
        return DoseFacts(
            vaccine_id=self.unspecified if known is None else known,
            vaccine_text=vaccine[:_LONGEST_VACCINE] if known is None else "",
            administered_on=day,
            lot_number=lot,
            facility_id=where,
            place=facility[:_LONGEST_PLACE] if where is None else "",
            source=DoseSource.HISTORICAL,
        )

    def _vaccine(self, text: str, lot: str) -> int | None:
        """Of several vaccines with one name the lot decides, or none is taken."""
        if text not in self._vaccines:
            self._vaccines[text] = _key_of(self.names.find(text))
        found = self._vaccines[text]
        if isinstance(found, Ambiguous):
            fitting = set(found.candidates) & self.lots.get(lot, set())
            return fitting.pop() if len(fitting) == 1 else None
        return found

    def _facility(self, text: str) -> int | None:
        if text not in self._places:
            by_code = self.facilities.get(facility_key(text)) if text else None
            self._places[text] = by_code or self.facilities.get(name_key(text))
        return self._places[text]


def _key_of(found: Vaccine | Ambiguous[Vaccine] | None) -> Meant:
    if isinstance(found, Ambiguous):
        return Ambiguous(found.text, tuple(each.pk for each in found.candidates))
    return None if found is None else found.pk


def _facilities() -> dict[str, int]:
    """Facilities by code, and by name where only one of them bears it."""
    rows = list(Facility.objects.order_by("pk").values_list("pk", "code", "name"))
    named: defaultdict[str, set[int]] = defaultdict(set)
    for pk, _, name in rows:
        named[name_key(name)].add(pk)
    by_name = {name: min(some) for name, some in named.items() if name and len(some) == 1}
    return by_name | {facility_key(code): pk for pk, code, _ in rows}
