"""From a seed to a registry, its doses, the rows that arrive, and the truth about them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from benchmarks.people import doses, registry, rows
from benchmarks.people.names import Lexicon
from benchmarks.people.places import Country
from benchmarks.people.registry import COLUMNS, record
from benchmarks.people.styles import VALUE_ERRORS, rates
from benchmarks.people.world import (
    TODAY,
    Ints,
    World,
    build,
    copy_people,
    january_first,
    join,
    renumber,
)

_UNKNOWN: Final = 0.1  # the share of rows about people who are not in the registry
_FIRST_AGE: Final = 6 * 365
# A registry takes no such record.
_REFUSED: Final = (
    "cccd_digit", "cccd_swapped", "cccd_lost_digit", "cmnd_as_cccd", "cccd_as_cmnd",
    "phone_digit", "phone_lost_digit", "phone_doubled_digit", "date_missing", "date_year_only",
    "sex_missing", "place_missing", "place_typo",
)  # fmt: skip


class Order(NamedTuple):
    """What is asked for."""

    people: int
    rows: int
    seed: int = 1
    style: str = "default"
    duplicates: float = 0.0
    with_doses: int = 400_000  # people at most


@dataclass
class Made:
    """Everything that was made up."""

    people: pl.DataFrame
    rows: pl.DataFrame
    truth: pl.DataFrame
    doses: pl.DataFrame
    duplicates: pl.DataFrame
    kinds: Counter[str]

    def write(self, folder: Path, with_csv: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.people.write_parquet(folder / "people.parquet")
        self.doses.write_parquet(folder / "doses.parquet")
        self.rows.write_csv(folder / "rows.csv")
        self.truth.write_csv(folder / "truth.csv")
        if len(self.duplicates):
            self.duplicates.write_csv(folder / "duplicates.csv")
        if with_csv:
            self.people.write_csv(folder / "people.csv")

    def summary(self) -> dict[str, int]:
        no_number = (pl.col("cccd") == "") & (pl.col("cmnd") == "")
        return {
            "records in the registry": len(self.people),
            "records of people held more than once": len(self.duplicates),
            "doses": len(self.doses),
            "rows": len(self.rows),
            "rows about people not in the registry": int((self.truth["person_id"] == "").sum()),
            "rows whose dose is on record": int((self.truth["dose_id"] != "").sum()),
            "rows with a dose": int((self.rows["vaccine"] != "").sum()),
            "rows without any error": int((self.truth["errors"] == "").sum()),
            "rows without CCCD and CMND": self.rows.filter(no_number).height,
            "rows without numbers and telephone": self.rows.filter(
                no_number & (pl.col("phone") == "")
            ).height,
        }


class _Cast(NamedTuple):
    """A world of people, those in the registry, and those who are not."""

    world: World
    inside: Ints
    outside: Ints


def generate(order: Order) -> Made:
    """Make everything up. The same order always makes the same."""
    random = np.random.default_rng([order.seed, 7])
    country, words = Country(), Lexicon()
    cast = _cast(random, country, words, order)
    world = cast.world
    facilities = _facilities(country)

    chosen = _subjects(random, cast, order.rows)
    people, owner, duplicates = _registry(random, cast, country, words, order)
    id_of = np.full(len(world), -1)
    # A person held more than once is known by the first of the records.
    id_of[owner[::-1]] = np.arange(len(owner))[::-1]

    of_age = cast.inside[world.born[cast.inside] < TODAY - _FIRST_AGE]
    receivers = np.sort(random.choice(of_age, min(order.with_doses, len(of_age)), replace=False))
    given, owner_place = doses.give(random, world.commune[receivers], facilities, len(receivers))
    receiver = receivers[owner_place]
    count = np.bincount(receiver, minlength=len(world))
    known = rows.KnownDoses(np.cumsum(count) - count, count, given)
    given = given.with_columns(
        people["person_id"].gather(pl.Series(id_of[receiver])).alias("person_id")
    ).select("dose_id", "person_id", "vaccine", "dose_number", "given_on", "lot", "facility")

    about = rows.subjects(random, world, chosen, words)
    typed, truths, kinds = rows.type_rows(
        order.seed, country, about, rates(order.style, random), known.of(chosen), facilities
    )
    ids = people["person_id"].gather(pl.Series(np.maximum(id_of[chosen], 0)))
    truth = pl.DataFrame(
        {
            "row_id": [row[0] for row in typed],
            "person_id": registry.blanked(ids, id_of[chosen] < 0),
            "dose_id": [dose_id for dose_id, _ in truths],
            "errors": [errors for _, errors in truths],
        }
    )
    columns = zip(*typed, strict=True)
    frame = pl.DataFrame(dict(zip(rows.ROW_COLUMNS, columns, strict=True)))
    return Made(people, frame, truth, given, duplicates, kinds)


def _cast(random: np.random.Generator, country: Country, words: Lexicon, order: Order) -> _Cast:
    """Bring up the world, and decide who is not in the registry.

    Half of those are ordinary strangers; the others live with people of the registry, bear the
    name of one in the same commune, or both the name and the birth year of one.
    """
    count = max(20, int(order.rows * _UNKNOWN * 1.05))
    strangers, family = int(count * 0.5), int(count * 0.3)
    namesakes, same_year = int(count * 0.1), int(count * 0.1)
    world = build(random, country, words, order.people + strangers + family)
    stranger = np.arange(len(world)) >= len(world) - strangers
    weight = np.where(stranger | (world.size < 2), 0.0, 1.0 + 9.0 * world.twin)
    weight *= np.where(world.mother >= 0, 1.0, 0.5)
    away = random.choice(len(world), family, replace=False, p=weight / weight.sum())
    outside = stranger.copy()
    outside[away] = True
    inside = np.flatnonzero(~outside)

    near = copy_people(world, random.choice(inside, namesakes), int(world.home.max()) + 1)
    shift = random.integers(1, 9000, namesakes) * random.choice([-1, 1], namesakes)
    near.born = np.minimum(near.born + shift, TODAY - 1)
    renumber(random, near)
    alike = copy_people(world, random.choice(inside, same_year), int(near.home.max()) + 1)
    alike.born = january_first(alike.year) + random.integers(0, 365, same_year)
    alike.born = np.minimum(alike.born, TODAY - 1)
    elsewhere = random.choice(len(world), same_year)
    moved = random.random(same_year) < 0.7
    alike.commune = np.where(moved, world.commune[elsewhere], alike.commune)
    alike.new_commune = np.where(moved, world.new_commune[elsewhere], alike.new_commune)
    renumber(random, alike)
    whole = join(join(world, near), alike)
    copies = np.arange(len(world), len(whole))
    return _Cast(whole, inside, np.concatenate([np.flatnonzero(outside), copies]))


def _subjects(random: np.random.Generator, cast: _Cast, count: int) -> Ints:
    """Choose whom the rows are about; some people come up in several rows."""
    unknown = round(count * _UNKNOWN)
    chosen = np.concatenate(
        [random.choice(cast.inside, count - unknown), random.choice(cast.outside, unknown)]
    )
    random.shuffle(chosen)
    return chosen


def _facilities(country: Country) -> list[str]:
    _, districts, wards = country.old_names()
    return [f"Trạm Y tế {ward}, {where}" for ward, where in zip(wards, districts, strict=True)]


def _registry(
    random: np.random.Generator, cast: _Cast, country: Country, words: Lexicon, order: Order
) -> tuple[pl.DataFrame, Ints, pl.DataFrame]:
    """Write the registry. Answers its records, whose each is, and which belong together."""
    world, inside = cast.world, cast.inside
    everybody = record(random, world, country, words)
    people = everybody[pl.Series(inside)]
    owner = inside
    if order.duplicates > 0:
        twice = random.choice(inside, round(order.duplicates * len(inside)), replace=False)
        again = np.concatenate([twice, twice[random.random(len(twice)) < 0.1]])
        people = pl.concat([people, _recorded_again(random, cast, country, words, again, order)])
        owner = np.concatenate([inside, again])
        mixed = random.permutation(len(owner))
        people, owner = people[pl.Series(mixed)], owner[mixed]
    ids = registry.ids("P", len(people), 7)
    people = people.with_columns(ids.alias("person_id")).select(COLUMNS)
    many = np.bincount(owner, minlength=len(world))[owner] > 1
    clusters = pl.DataFrame(
        {
            "person_id": ids.filter(pl.Series(many)),
            "cluster_id": registry.prefixed(
                "C", pl.Series(owner[many]).rank("dense").cast(pl.String)
            ),
        }
    )
    return people, owner, clusters


def _recorded_again(
    random: np.random.Generator,
    cast: _Cast,
    country: Country,
    words: Lexicon,
    again: Ints,
    order: Order,
) -> pl.DataFrame:
    """Write people a second time, with errors in what is said but not in how it is written."""
    usual = rates("default", random)
    kept = {kind: share if kind in VALUE_ERRORS else 0.0 for kind, share in usual.items()}
    kept |= dict.fromkeys(_REFUSED, 0.0)
    kept |= {"name_no_marks": 0.05, "place_other_era": 0.3, "cmnd_missing": 0.45}
    seed = order.seed + 1_000_003
    about = rows.subjects(random, cast.world, again, words)
    columns = zip(*rows.type_plainly(seed, country, about, kept), strict=True)
    return pl.DataFrame(dict(zip(COLUMNS[1:], columns, strict=True)))
