"""Where someone lives, as two numbers that compare across both national lists of units.

An old commune that went whole into a new one has the new one's number; one that was split keeps a
number of its own. What neither list knows is compared as it was written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from zlib import crc32

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from sotiem.places.facts import Kind, Level, Version
from sotiem.places.rules import name_key, take_apart

SPLIT: Final = 1_000_000  # added to the code of an old commune that was split
WRITTEN: Final = 10_000_000  # added to the hash of a text that no list knows

Home = tuple[int, int]  # commune, province; 0 where unknown
NOWHERE: Final[Home] = (0, 0)
_REMEMBERED: Final = 200_000
# Of a shorter name, another letter makes another name.
_SHORTEST: Final = 5


class Unit(NamedTuple):
    pk: int
    version: str
    code: str
    level: str
    kind: str
    keys: tuple[str, ...]
    parent: int | None


@dataclass(slots=True)
class PlaceReader:
    """Reads places by name or by unit; remembers its answers."""

    _units: dict[int, Unit] = field(default_factory=dict)
    _homes: dict[int, Home] = field(default_factory=dict)
    _provinces: defaultdict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    _communes: defaultdict[tuple[int, str], list[Unit]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _names: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    _read: dict[tuple[str, str, str], Home] = field(default_factory=dict)
    _meant: dict[tuple[str, str, str], int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[Unit], successors: Mapping[int, list[int]]) -> "PlaceReader":
        """Know both lists, and which new units took over each old one."""
        reader = cls()
        reader._units = {unit.pk: unit for unit in units}
        homes_in: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for unit in reader._units.values():
            if unit.level == Level.PROVINCE:
                for key in unit.keys:
                    reader._provinces[key].append(unit)
            if unit.level != Level.COMMUNE:
                continue
            top = reader._province_of(unit)
            for key in unit.keys:
                reader._communes[top.pk, key].append(unit)
                reader._names[top.pk].add(key)
            commune, province = reader._home_of_commune(unit, successors)
            reader._homes[unit.pk] = (commune, province)
            homes_in[top.pk][province] += 1
        for pk, found in homes_in.items():
            reader._homes[pk] = (0, found.most_common(1)[0][0])
        return reader

    def home_of(self, unit_id: int | None) -> Home:
        """The place of a unit of either list."""
        return self._homes.get(unit_id, NOWHERE) if unit_id is not None else NOWHERE

    def unit_of(self, province: str, district: str, ward: str) -> int | None:
        """The one commune that these names mean, in either list."""
        asked = (province, district, ward)
        if asked not in self._meant:
            if len(self._meant) > _REMEMBERED:
                self._meant.clear()
            found = self._communes_named(self._provinces_named(province), district, ward)
            self._meant[asked] = found[0].pk if len(found) == 1 else None
        return self._meant[asked]

    def read(self, province: str, district: str, ward: str) -> Home:
        """The place that these names mean."""
        asked = (province, district, ward)
        if asked not in self._read:
            if len(self._read) > _REMEMBERED:
                self._read.clear()
            self._read[asked] = self._look_up(*asked)
        return self._read[asked]

    def _look_up(self, province: str, district: str, ward: str) -> Home:
        tops = self._provinces_named(province)
        home = self._homes[tops[0].pk][1] if tops else _written(name_key(province))
        communes = {self._homes[unit.pk] for unit in self._communes_named(tops, district, ward)}
        if len(communes) == 1:
            return communes.pop()
        if communes or not ward:
            return 0, home
        bare = take_apart(ward, Level.COMMUNE)[0].name
        return _written(f"{home}|{name_key(bare)}") if name_key(bare) else 0, home

    def _provinces_named(self, text: str) -> list[Unit]:
        for written in take_apart(text, Level.PROVINCE) if text else ():
            if found := self._provinces.get(name_key(written.name)):
                return found
        return []

    def _communes_named(self, tops: list[Unit], district: str, ward: str) -> list[Unit]:
        for written in take_apart(ward, Level.COMMUNE) if ward else ():
            key = name_key(written.name)
            # With a district it is the old list; without, the new one goes first.
            order = (Version.OLD,) if district else (Version.NEW, Version.OLD)
            for version in order:
                found = [
                    unit
                    for top in tops
                    if top.version == version
                    for unit in self._communes.get((top.pk, key), ())
                ]
                if found:
                    return self._closest(found, district, written.kind)
        return self._nearly_named(tops, district, ward) if ward else []

    def _nearly_named(self, tops: list[Unit], district: str, ward: str) -> list[Unit]:
        """The one commune that a name with a slip of the keyboard can mean ("Quang Lịịch")."""
        for written in take_apart(ward, Level.COMMUNE):
            key = name_key(written.name)
            known = {name for top in tops for name in self._names.get(top.pk, ())}
            if len(key) < _SHORTEST or not known:
                continue
            near = extract(key, known, scorer=OSA.distance, score_cutoff=1, limit=2)
            if len(near) == 1:
                found = [
                    unit for top in tops for unit in self._communes.get((top.pk, near[0][0]), ())
                ]
                return self._closest(found, district, written.kind)
        return []

    def _closest(self, found: list[Unit], district: str, kind: Kind | None) -> list[Unit]:
        if district:
            names = {name_key(each.name) for each in take_apart(district, Level.DISTRICT)}
            inside = [unit for unit in found if names & set(self._units[unit.parent or 0].keys)]
            found = inside or found
        return [unit for unit in found if unit.kind == kind] or found

    def _province_of(self, unit: Unit) -> Unit:
        while unit.parent is not None:
            unit = self._units[unit.parent]
        return unit

    def _home_of_commune(self, unit: Unit, successors: Mapping[int, list[int]]) -> Home:
        if unit.version == Version.NEW:
            return int(unit.code), int(self._province_of(unit).code)
        new = [self._units[pk] for pk in successors.get(unit.pk, ())]
        if not new:
            return SPLIT + int(unit.code), _written(unit.code)
        commune = int(new[0].code) if len(new) == 1 else SPLIT + int(unit.code)
        return commune, int(self._province_of(new[0]).code)


def _written(key: str) -> int:
    return WRITTEN + crc32(key.encode()) if key else 0
