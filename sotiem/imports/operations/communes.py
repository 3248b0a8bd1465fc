"""Which commune a row means, by code or by names, in the list of before or after July 2025."""

from collections import defaultdict
from typing import Final

from sotiem.imports.facts import RowProblem
from sotiem.places.facts import Level, Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.rules import name_key, take_apart

_CODE_LENGTH: Final = 5
_CELLS: Final = (
    "province",
    "province_code",
    "district",
    "district_code",
    "commune",
    "commune_code",
)


class KnownCommunes:
    """The communes of both lists, by code and by name, read once for a whole sheet."""

    def __init__(self, *, needed: bool) -> None:
        self._by_code: defaultdict[str, list[AdministrativeUnit]] = defaultdict(list)
        self._by_name: defaultdict[str, list[AdministrativeUnit]] = defaultdict(list)
        self._units: dict[int, AdministrativeUnit] = {}
        self._answers: dict[tuple[str, ...], tuple[int | None, RowProblem | None]] = {}
        for unit in AdministrativeUnit.objects.order_by("pk") if needed else ():
            self._units[unit.pk] = unit
            if unit.level == Level.COMMUNE:
                self._by_code[unit.code].append(unit)
                for key in {unit.name_key, *unit.other_name_keys}:
                    self._by_name[key].append(unit)

    def find(self, cells: dict[str, str]) -> tuple[int | None, RowProblem | None]:
        """The commune's key, or why it cannot be told; nothing at all when none is written."""
        asked = tuple(cells.get(key, "") for key in _CELLS)
        if asked not in self._answers:
            self._answers[asked] = self._look_up(*asked)
        return self._answers[asked]

    def _look_up(
        self, province: str, province_code: str, district: str, district_code: str,
        commune: str, commune_code: str,
    ) -> tuple[int | None, RowProblem | None]:  # fmt: skip
        if commune_code:
            found = self._by_code.get(commune_code.zfill(_CODE_LENGTH), [])
        elif commune:
            found = self._named(self._by_name, commune, Level.COMMUNE)
        else:
            return None, None
        if district or district_code:
            # Districts ended with the old list.
            found = [unit for unit in found if unit.version == Version.OLD]
        if province or province_code:
            found = [unit for unit in found if self._lies_in(unit, province, province_code)]
        if not found:
            return None, RowProblem.COMMUNE_UNKNOWN
        if len(found) > 1:
            found = [unit for unit in found if self._district_is(unit, district)] or found
        return (found[0].pk, None) if len(found) == 1 else (None, RowProblem.COMMUNE_UNCLEAR)

    @staticmethod
    def _named(
        units: dict[str, list[AdministrativeUnit]], text: str, level: Level
    ) -> list[AdministrativeUnit]:
        for written in take_apart(text, level):
            if found := units.get(name_key(written.name)):
                same_kind = [unit for unit in found if unit.kind == written.kind]
                return same_kind or found
        return []

    def _lies_in(self, commune: AdministrativeUnit, name: str, code: str) -> bool:
        top = commune
        while top.parent_id is not None:
            top = self._units[top.parent_id]
        if code:
            return top.code == code.zfill(2)
        return _is_called(top, name, Level.PROVINCE)

    def _district_is(self, commune: AdministrativeUnit, name: str) -> bool:
        parent = self._units.get(commune.parent_id or 0)
        return bool(name and parent) and _is_called(parent, name, Level.DISTRICT)


def _is_called(unit: AdministrativeUnit | None, text: str, level: Level) -> bool:
    if unit is None:
        return False
    keys = {unit.name_key, *unit.other_name_keys}
    return any(name_key(written.name) in keys for written in take_apart(text, level))
