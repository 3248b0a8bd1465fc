"""Draw slips, damage their photos, read them, and print what was right and how long it took."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.slips.drawing import (
    CLEAN,
    MODERATE,
    Damage,
    DrawnSlip,
    as_lines,
    as_table,
    photo,
)
from benchmarks.slips.people import CODES, slip_of
from sotiem.slips.facts import FieldName, SlipReading
from sotiem.slips.looks import look_at_photo
from sotiem.slips.reading import read_slip

DAMAGES: Final[dict[str, Damage]] = {
    "clean": CLEAN,
    "moderate": MODERATE,
    "turned 12 degrees": Damage(turned=12.0),
    "on its head": Damage(quarters=2),
    "tilted, in shadow": Damage(tilted=0.2, shadow=0.6, noise=8.0),
    "blurred 1.5": Damage(blurred=1.5),
    "blurred 2.5": Damage(blurred=2.5),
    "bad": Damage(turned=-4.0, blurred=1.5, noise=20.0, shadow=0.5, tilted=0.15, quality=55),
}
OF_PERSON: Final = (
    FieldName.FULL_NAME,
    FieldName.BIRTH_DATE,
    FieldName.SEX,
    FieldName.IDENTITY,
    FieldName.PHONE,
)
OF_DOSES: Final = (FieldName.GIVEN_ON, FieldName.VACCINE, FieldName.LOT)
NAMES: Final = (*OF_PERSON, *OF_DOSES)


@dataclass(slots=True)
class Score:
    """How often each field was right, wrong though the reader was sure, and what it took."""

    right: dict[FieldName, list[bool]] = field(default_factory=dict)
    surely_wrong: int = 0
    told: int = 0
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)

    def take(self, name: FieldName, wanted: str, read: str, confidence: float) -> None:
        self.right.setdefault(name, []).append(wanted == read)
        self.told += 1
        self.surely_wrong += bool(read) and wanted != read and confidence >= 0.5

    def cells(self) -> list[str]:
        """A row of the table."""
        shares = (100 * sum(self.right[name]) / len(self.right[name]) for name in NAMES)
        return [
            *(f"{share:.0f} %" for share in shares),
            f"{100 * self.surely_wrong / self.told:.1f} %",
            f"{median(self.cpu):.2f}",
            f"{median(self.seconds):.2f}",
            f"{1000 * median(self.looks):.0f}",
        ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slips", description=__doc__)
    parser.add_argument("--slips", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20_261)
    chosen = parser.parse_args(arguments)
    heads = [*(name.value for name in NAMES), "surely wrong", "cpu s", "wall p50 s", "look cpu ms"]
    _tell(["damage", *heads])
    _tell(["---"] * (len(heads) + 1))
    for damage in DAMAGES:
        _tell([damage, *measure(damage, chosen.slips, chosen.seed).cells()])


def _tell(cells: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


def measure(damage: str, slips: int, seed: int) -> Score:
    """Read so many slips, half of each kind, all damaged alike."""
    random, score = Random(seed), Score()
    kinds = (as_table, as_lines)
    for place in range(slips):
        slip = slip_of(random)
        drawn = kinds[place % 2]
        picture = photo(slip, DAMAGES[damage], drawn=drawn, seed=place)
        before, began = _cpu(), perf_counter()
        reading = read_slip(picture)
        score.seconds.append(perf_counter() - began)
        score.cpu.append(_cpu() - before)
        before = _cpu()
        look_at_photo(picture)
        score.looks.append(_cpu() - before)
        for name, wanted, read, confidence in _compared(slip, reading):
            score.take(name, wanted, read, confidence)
    return score


def _compared(slip: DrawnSlip, reading: SlipReading) -> Iterator[tuple[FieldName, str, str, float]]:
    wanted = (
        slip.full_name,
        _iso(slip.birth_date),
        "female" if slip.sex == "Nữ" else "male",
        slip.identity,
        slip.phone,
    )
    for name, value in zip(OF_PERSON, wanted, strict=True):
        read = reading.fields.get(name)
        yield name, value, read.value if read else "", read.confidence if read else 0.0
    for place, dose in enumerate(slip.doses):
        on_slip = reading.doses[place].fields if place < len(reading.doses) else {}
        of_dose = (_iso(dose.day), CODES[dose.vaccine], dose.lot)
        for name, value in zip(OF_DOSES, of_dose, strict=True):
            read = on_slip.get(name)
            yield name, value, read.value if read else "", read.confidence if read else 0.0


def _iso(day: str) -> str:
    return "-".join(reversed(day.split("/")))


def _cpu() -> float:
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
