"""Compared pairs with the truth, out of files of invented people: what weights are learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sotiem.identity.readings import read_sexes
from sotiem.matching.rules.compare import compare
from sotiem.matching.rules.judge import Judge, parts_of
from sotiem.matching.rules.keys import (
    LARGEST_BLOCK,
    LARGEST_WIDE_BLOCK,
    WIDE,
    Kind,
    keys_to_ask,
    keys_to_keep,
)
from sotiem.matching.rules.learn import Labelled
from sotiem.matching.rules.model import Weights
from sotiem.matching.rules.records import Records, Traits
from sotiem.runtime.matches import claims_in
from sotiem.runtime.people_files import PERSON_COLUMNS, read_columns

FEWEST_BEARERS: Final = 3


@dataclass(frozen=True, slots=True)
class World:
    """One registry with rows about its people, compared."""

    labelled: Labelled
    truth: list[str]
    patients: NDArray[np.int64]
    person_ids: list[str]
    row_ids: list[str]
    reached: float  # share of people whose record is among the candidates
    people: int
    shares: dict[str, dict[str, float]]


def read_world(folder: Path) -> World:
    """Read what `python -m benchmarks.people` wrote, and compare every row with its candidates."""
    people = _traits(folder / "people.parquet", "person_id")
    rows = _traits(folder / "rows.csv", "row_id")
    truth = dict(pl.read_csv(folder / "truth.csv", infer_schema=False).fill_null("").select(
        "row_id", "person_id").iter_rows())  # fmt: skip
    claims, patients, shared = _candidates(people[1], rows[1])
    shares = shares_of([person.name for person in people[1]])
    judge = Judge("", Weights.zero(), len(people[1]), shares, (), 1.0, 0.0)
    registry = Records.of(people[1]).take(patients)
    levels = compare(
        Records.of(rows[1]).take(claims),
        registry,
        phone_shared_by=shared[claims],
        namesakes=judge.namesakes(registry.name),
    )
    wanted = [truth[row] for row in rows[0]]
    ids = np.array(people[0], dtype=object)
    is_person = ids[patients] == np.array(wanted, dtype=object)[claims]
    on_record = sum(1 for each in wanted if each)
    return World(
        Labelled(levels, claims, is_person, len(wanted)),
        wanted, patients, people[0], rows[0], float(is_person.sum() / on_record),
        len(people[1]), shares,
    )  # fmt: skip


def shares_of(names: Sequence[str]) -> dict[str, dict[str, float]]:
    schema = ["surname", "middle", "given"]
    parts = pl.DataFrame([parts_of(name) for name in names], schema=schema, orient="row")
    found = {}
    for part in parts.columns:
        counted = parts.group_by(part).len().filter(pl.col("len") >= FEWEST_BEARERS)
        found[part] = {name: count / len(names) for name, count in counted.sort(part).iter_rows()}
    return found


def _traits(path: Path, key: str) -> tuple[list[str], list[Traits]]:
    frame = read_columns(path, key=key, columns=PERSON_COLUMNS)
    frame = frame.with_columns(pl.Series("sex", read_sexes(frame["sex"].to_list())))
    return frame[key].to_list(), claims_in(frame)


def _candidates(
    people: Sequence[Traits], rows: Sequence[Traits]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    owners, _, keys = keys_to_keep(Records.of(people))
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    whose, kinds, wanted = keys_to_ask(Records.of(rows))
    first = np.searchsorted(keys, wanted, "left")
    sizes = np.searchsorted(keys, wanted, "right") - first
    shared = np.ones(len(rows), dtype=np.int64)
    phones = kinds == Kind.PHONE
    shared[whose[phones]] = np.minimum(sizes[phones], LARGEST_BLOCK + 1)
    most = np.where(np.isin(kinds, list(WIDE)), LARGEST_WIDE_BLOCK, LARGEST_BLOCK)
    sizes = np.where(sizes <= most, sizes, 0)
    at = np.repeat(first, sizes) + _ranges(sizes)
    pairs = np.unique(np.stack([np.repeat(whose, sizes), owners[at]], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1], shared


def _ranges(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    ends = np.cumsum(sizes)
    return np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
