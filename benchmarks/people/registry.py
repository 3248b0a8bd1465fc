"""What a registry holds of a world of people: nearly right, as registries are."""

from random import Random
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from benchmarks.people.names import Lexicon
from benchmarks.people.places import Country
from benchmarks.people.spelling import bare, by_ear, change_tone, change_vowel, mistype
from benchmarks.people.world import TODAY, Flags, Ints, World, january_first

COLUMNS: Final = (
    "person_id", "full_name", "birth_date", "sex", "phone", "cccd", "cmnd",
    "province", "district", "ward",
)  # fmt: skip
OLD_FORMS: Final = {
    70: 120, 79: 121, 77: 122, 76: 126, 78: 128, 83: 123, 84: 124, 85: 125, 81: 127, 82: 129,
    32: 162, 33: 163, 34: 164, 35: 165, 36: 166, 37: 167, 38: 168, 39: 169, 56: 186, 58: 188,
    59: 199,
}  # fmt: skip


# Registries were typed by clerks too.
_MISSPELT, _WRONG_DAY = 0.018, 0.009


class Names(NamedTuple):
    """The words of each person's name, as text."""

    surname: pl.Series
    middle: pl.Series
    given: pl.Series

    def full(self) -> pl.Series:
        frame = pl.DataFrame({"s": self.surname, "m": self.middle, "g": self.given})
        spaced = pl.when(pl.col("m") == "").then(pl.lit(" ")).otherwise(
            pl.concat_str(pl.lit(" "), pl.col("m"), pl.lit(" ")))  # fmt: skip
        return frame.select(pl.concat_str(pl.col("s"), spaced, pl.col("g"))).to_series()


def take(words: list[str], places: Ints) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(pl.Series(places))


def names_of(world: World, words: Lexicon) -> Names:
    return Names(
        take(words.surnames, world.surname),
        take(words.middles, world.middle),
        take(words.givens, world.given),
    )


def digits(numbers: Ints, width: int, blank: Flags) -> pl.Series:
    """Write numbers with their zeros; nothing where they are missing."""
    text = pl.Series(numbers).cast(pl.String).str.zfill(width)
    return blanked(text, blank)


def blanked(text: pl.Series, blank: Flags) -> pl.Series:
    return text.zip_with(pl.Series(~blank), pl.repeat("", len(text), dtype=pl.String, eager=True))


def prefixed(head: str, text: pl.Series) -> pl.Series:
    return text.to_frame("text").select(pl.lit(head) + pl.col("text")).to_series()


def ids(letter: str, count: int, width: int) -> pl.Series:
    return prefixed(letter, pl.Series(np.arange(1, count + 1)).cast(pl.String).str.zfill(width))


def mixed(first: pl.Series, second: pl.Series, second_where: Flags) -> pl.Series:
    return second.zip_with(pl.Series(second_where), first)


def misheard(random: Random, name: str) -> str:
    words = name.split(" ")
    at = random.choice((0, -1, -1, -1, len(words) // 2))
    words[at] = random.choice((by_ear, change_tone, change_vowel, mistype))(random, words[at])
    return " ".join(words)


def old_form(phones: Ints) -> pl.Series:
    """Write telephone numbers as before September 2018, where they had eleven digits."""
    heads = phones // 10_000_000
    longer = np.zeros(100, dtype=np.int64)
    for now, before in OLD_FORMS.items():
        longer[now] = before
    old = longer[heads]
    return pl.Series(np.where(old > 0, old * 10_000_000 + phones % 10_000_000, phones)).cast(
        pl.String
    )


def record(
    random: np.random.Generator, world: World, country: Country, words: Lexicon
) -> pl.DataFrame:
    """Write everybody down as the registry has them, without their ids."""
    count = len(world)
    full = names_of(world, words).full()
    chance = random.random(count)
    plain, capitals = chance < 0.012, (chance > 0.012) & (chance < 0.024)
    misspelt = chance > 1 - _MISSPELT
    odd = np.flatnonzero(plain | capitals | misspelt)
    ear = Random(int(random.integers(1 << 30)))
    texts = [
        misheard(ear, text) if misspelt[at] else bare(text) if plain[at] else text.upper()
        for at, text in zip(odd.tolist(), full.gather(odd).to_list(), strict=True)
    ]
    full = full.scatter(pl.Series(odd.astype(np.uint32)), pl.Series(texts, dtype=pl.String))

    year = world.year
    age = (TODAY - world.born) / 365.25
    chance = random.random(count)
    unknown_day = chance < np.where(age > 60, 0.03, 0.004)
    born = np.where(unknown_day, january_first(year), world.born)
    wrong_day = chance > 1 - _WRONG_DAY
    off = np.array([1, -1, 10, 30, 31, -30, 365, -365, 3652])[random.integers(0, 9, count)]
    born = np.where(wrong_day, np.minimum(born + off, TODAY - 1), born)
    dates = pl.Series(born.astype("datetime64[D]").astype("datetime64[ms]")).cast(pl.Date)
    year_only = random.random(count) < np.where(age > 60, 0.22, 0.014)
    birth_date = mixed(dates.cast(pl.String), pl.Series(year).cast(pl.String), year_only)

    phone = mixed(
        prefixed("0", pl.Series(world.old_phone).cast(pl.String)),
        prefixed("0", old_form(world.old_phone)),
        random.random(count) < 0.03,
    )
    phone = blanked(phone, random.random(count) < 0.05)

    missing = random.uniform(0.05, 0.12)
    no_cccd = random.random(count) < np.where(age < 14, missing * 2.2, missing * 0.68)
    cccd = world.cccd.copy()
    wrong = random.random(count)
    of_family = (wrong < 0.0015) & (world.relative >= 0)
    cccd[of_family] = world.cccd[world.relative[of_family]]
    typo = (wrong > 0.0015) & (wrong < 0.003)
    step = 10 ** random.integers(0, 6, int(typo.sum()))
    cccd[typo] += np.where(cccd[typo] // step % 10 < 9, step, -step)
    no_cmnd = (world.cmnd == 0) | (random.random(count) < 0.16)

    old_era = random.random(count) < 0.75
    province, district, ward = places_of(world, country, old_era, random.random(count) < 0.8)
    return pl.DataFrame(
        {
            "full_name": full,
            "birth_date": birth_date,
            "sex": pl.Series(np.where(world.female, "F", "M")),
            "phone": phone,
            "cccd": digits(cccd, 12, no_cccd),
            "cmnd": digits(world.cmnd, 9, no_cmnd),
            "province": province,
            "district": district,
            "ward": ward,
        }
    )


def places_of(
    world: World, country: Country, old_era: Flags, with_kind: Flags
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Write where everybody lives, in the units of one era or the other."""
    columns = []
    fuller, barer = country.old_names(), country.old_names(kinds=False)
    new_fuller, new_barer = country.new_names(), country.new_names(kinds=False)
    nothing = [""] * len(country.new_communes)
    for level in range(3):
        old = mixed(
            take(barer[level], world.commune), take(fuller[level], world.commune), with_kind
        )
        later = (new_barer[0], nothing, new_barer[1])[level]
        later_fuller = (new_fuller[0], nothing, new_fuller[1])[level]
        new = mixed(take(later, world.new_commune), take(later_fuller, world.new_commune),
                    with_kind)  # fmt: skip
        columns.append(mixed(new, old, old_era))
    return columns[0], columns[1], columns[2]
