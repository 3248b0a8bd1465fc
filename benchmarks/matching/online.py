"""One claim at a time, as a page asks: how long an answer takes, database included.

python -m benchmarks.matching.online ROWS NUMBER
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from sotiem.identity.readings import read_sexes
from sotiem.matching.facts import PersonClue
from sotiem.matching.queries import match_one
from sotiem.runtime.people_files import PERSON_COLUMNS, read_columns

WARMING: Final = 300


def main(arguments: Sequence[str]) -> None:
    """Print p50 and p95 in milliseconds, and how many a second."""
    rows, number = Path(arguments[0]), int(arguments[1])
    frame = read_columns(rows, key="row_id", columns=PERSON_COLUMNS).head(number + WARMING)
    clues = [
        PersonClue(
            full_name=name, birth_date=born, sex=sex, phone=phone, cccd=cccd, cmnd=cmnd,
            address=", ".join(filter(None, (ward, district, province))),
        )
        for name, born, sex, phone, cccd, cmnd, province, district, ward in zip(
            frame["full_name"], frame["birth_date"], read_sexes(frame["sex"].to_list()),
            *(frame[column] for column in PERSON_COLUMNS[3:]), strict=True,
        )
    ]  # fmt: skip
    taken = []
    for clue in clues:
        started = perf_counter()
        match_one(clue)
        taken.append(1000 * (perf_counter() - started))
    p50, p95 = np.percentile(taken[WARMING:] or taken, (50, 95))
    sys.stdout.write(f"{p50:.2f} {p95:.2f} {1000 / np.mean(taken[WARMING:] or taken):.0f}\n")
