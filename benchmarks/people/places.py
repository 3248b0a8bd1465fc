"""Where invented people live: the units of both eras, and how the old ones became the new."""

import csv
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

import sotiem

DATA: Final = Path(sotiem.__file__).resolve().parent / "places" / "data"
OLD, NEW = "2004", "2025"
_NORTH_MOUNTAINS: Final = frozenset(
    {"02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19", "20", "22", "24", "25"}
)
_RED_RIVER: Final = frozenset({"01", "26", "27", "30", "31", "33", "34", "35", "36", "37"})
_NORTH_CENTRAL: Final = frozenset({"38", "40", "42", "44", "45", "46"})
_SOUTH_CENTRAL: Final = frozenset({"48", "49", "51", "52", "54", "56", "58", "60"})
_HIGHLANDS: Final = frozenset({"62", "64", "66", "67", "68"})
_SOUTH_EAST: Final = frozenset({"70", "72", "74", "75", "77", "79"})
_CROWDED: Final = {"79": 5.0, "01": 2.2, "74": 4.0, "75": 2.8, "48": 3.0, "31": 1.4, "92": 1.6}
_THIN: Final = 0.5
# One in a hundred communes is told in full, so that people of one commune meet their namesakes.
_SHARE_IN_FULL, _ONE_IN = 0.5, 100
CMND_PREFIXES: Final = {
    "01": 1, "79": 2, "31": 3, "11": 4, "12": 4, "14": 5, "10": 6, "15": 6, "02": 7, "08": 7,
    "20": 8, "04": 8, "19": 9, "06": 9, "22": 10, "17": 11, "24": 12, "27": 12, "25": 13, "26": 13,
    "30": 14, "33": 14, "34": 15, "35": 16, "36": 16, "37": 16, "38": 17, "40": 18, "42": 18,
    "44": 19, "45": 19, "46": 19, "48": 20, "49": 20, "51": 21, "52": 21, "54": 22, "56": 22,
    "64": 23, "62": 23, "66": 24, "67": 24, "68": 25, "58": 26, "60": 26, "75": 27, "77": 27,
    "74": 28, "70": 28, "72": 29, "80": 30, "82": 31, "83": 32, "86": 33, "84": 33, "87": 34,
    "89": 35, "92": 36, "93": 36, "94": 36, "91": 37, "96": 38, "95": 38,
}  # fmt: skip


def region_of(province: str) -> int:
    groups = (
        _NORTH_MOUNTAINS,
        _RED_RIVER,
        _NORTH_CENTRAL,
        _SOUTH_CENTRAL,
        _HIGHLANDS,
        _SOUTH_EAST,
    )
    return next((number for number, group in enumerate(groups) if province in group), 6)


def _capital(kind: str, name: str) -> str:
    return f"{kind[:1].upper()}{kind[1:]} {name}"


class Country:
    """The communes of the old era by number, each with its district, province and successors."""

    def __init__(self) -> None:
        provinces = _units("provinces")
        districts = _units("districts")
        communes = _units("communes")
        self.new_provinces = [
            (kind, name) for (version, _), (_, kind, name) in provinces.items() if version == NEW
        ]
        codes = [code for version, code in provinces if version == NEW]
        new_province = {code: number for number, code in enumerate(codes)}
        new = [(code, unit) for (version, code), unit in communes.items() if version == NEW]
        self.new_communes = [(kind, name) for _, (_, kind, name) in new]
        self.new_codes = [code for code, _ in new]
        self.province_of_new = np.array([new_province[parent] for _, (parent, _, _) in new])
        number_of_new = {code: number for number, (code, _) in enumerate(new)}

        old_codes = [code for version, code in communes if version == OLD]
        self.communes = [communes[OLD, code][1:] for code in old_codes]
        parents = [communes[OLD, code][0] for code in old_codes]
        self.districts = [districts[OLD, code][1:] for code in parents]
        self.province_codes = [districts[OLD, code][0] for code in parents]
        self.provinces = [provinces[OLD, code][1:] for code in self.province_codes]
        self.all_province_codes = [code for version, code in provinces if version == OLD]

        number_of_old = {code: number for number, code in enumerate(old_codes)}
        self.successors: list[list[int]] = [[] for _ in old_codes]
        for old, later in _successions():
            if old in number_of_old and later in number_of_new:
                self.successors[number_of_old[old]].append(number_of_new[later])
        self.neighbours = _neighbours(parents)

    def weights(self, random: np.random.Generator) -> npt.NDArray[np.float64]:
        """Give each commune its share of the people."""
        size = np.array(
            [
                _CROWDED.get(code, _THIN if region_of(code) in (0, 4) else 1.0)
                * {"phường": 1.5, "thị trấn": 1.2}.get(kind, 1.0)
                for code, (kind, _) in zip(self.province_codes, self.communes, strict=True)
            ]
        )
        size *= random.lognormal(0.0, 0.5, len(size))
        told = random.random(len(size)) < 1 / _ONE_IN
        told[random.integers(len(size))] = True
        size[told] *= _SHARE_IN_FULL / size[told].sum()
        size[~told] *= (1 - _SHARE_IN_FULL) / size[~told].sum()
        return np.asarray(size)

    def old_names(self, kinds: bool = True) -> tuple[list[str], list[str], list[str]]:
        """Write province, district and commune of each old commune, with their kinds or bare."""
        columns = []
        for units in (self.provinces, self.districts, self.communes):
            columns.append(
                [_capital(kind, name) if kinds or name.isdigit() else name for kind, name in units]
            )
        return columns[0], columns[1], columns[2]

    def new_names(self, kinds: bool = True) -> tuple[list[str], list[str]]:
        """Write province and commune of each new commune."""
        written = []
        for units in (
            [self.new_provinces[number] for number in self.province_of_new.tolist()],
            self.new_communes,
        ):
            written.append(
                [_capital(k, name) if kinds or name.isdigit() else name for k, name in units]
            )
        return written[0], written[1]


def _neighbours(parents: list[str]) -> list[tuple[int, int]]:
    """For each commune, the first and the last number of the communes of its district."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, parent in enumerate(parents):
        first.setdefault(parent, number)
        last[parent] = number
    return [(first[parent], last[parent]) for parent in parents]


def _units(file: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (unit["version"], unit["code"]): (unit["parent"], unit["kind"], unit["name"])
            for unit in csv.DictReader(lines)
        }


def _successions() -> list[tuple[str, str]]:
    with (DATA / "successions.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [(line["old"], line["new"]) for line in csv.DictReader(lines)]
    return [
        (old.split(":")[1], new.split(":")[1])
        for old, new in pairs
        if old.startswith(f"{OLD}:") and new.startswith(f"{NEW}:")
    ]
