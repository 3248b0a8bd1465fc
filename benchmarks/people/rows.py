"""Rows about people as they arrive in sheets, and the truth about each row."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from benchmarks.people import clerk
from benchmarks.people.clerk import EPOCH, Name
from benchmarks.people.doses import NAMES, VACCINES, Dose, remember
from benchmarks.people.names import Lexicon
from benchmarks.people.places import Country
from benchmarks.people.registry import names_of
from benchmarks.people.styles import CALM, HABITS, KINDS, VALUE_ERRORS
from benchmarks.people.world import TODAY, Flags, Ints, World, new_phones

ROW_COLUMNS: Final = (
    "row_id", "full_name", "birth_date", "sex", "phone", "cccd", "cmnd", "province", "district",
    "ward", "vaccine", "dose_number", "given_on", "lot", "facility", "sheet",
)  # fmt: skip
_ROWS_OF_A_SHEET: Final = 200
_HARD: Final = 0.025  # the share of rows where everything goes wrong at once
_INFANT: Final = TODAY - 400
_SCHOOL_AGE, _CARD_AGE = 5 * 365, 14 * 365
_BAD_NAME: Final = frozenset({"relative_name", "other_name"})
_BAD_DATE: Final = frozenset(
    {"date_missing", "date_of_issue", "date_ten_years", "date_of_relative", "date_first_january",
     "date_year_only"}
)  # fmt: skip
_LOST_NUMBER: Final = frozenset({"cccd_of_relative", "cccd_scientific"})
_LOST_PHONE: Final = frozenset({"phone_missing", "phone_new", "phone_of_relative"})


class Sheet(NamedTuple):
    """The habits of the one who typed a sheet."""

    date_form: str
    sex_words: tuple[str, str]
    bare_places: bool


PLAIN: Final = Sheet("date_form_iso", ("M", "F"), False)


@dataclass
class Subjects:
    """What is true of those whom the rows are about, as plain lists."""

    names: list[Name]
    relatives: list[Name | None]
    mothers: list[Name | None]
    sexes: list[str]
    born: list[date]
    born_of_relatives: list[date | None]
    phones: list[str]
    phones_of_relatives: list[str]
    new_phones: list[str]
    cccds: list[str]
    cccds_of_relatives: list[str]
    cmnds: list[str]
    communes: list[int]
    new_communes: list[int]


def subjects(random: np.random.Generator, world: World, chosen: Ints, words: Lexicon) -> Subjects:
    names = names_of(world, words)

    def called(people: Ints) -> list[Name | None]:
        safe = np.maximum(people, 0)
        parts = [part.gather(pl.Series(safe)).to_list() for part in names]
        return [
            Name(*found) if person >= 0 else None
            for person, found in zip(people.tolist(), zip(*parts, strict=True), strict=True)
        ]

    relative, mother = world.relative[chosen], world.mother[chosen]
    safe = np.maximum(relative, 0)
    alone = relative < 0
    own = [name for name in called(chosen) if name is not None]
    born = [EPOCH + timedelta(days=day) for day in world.born[chosen].tolist()]
    born_of_relatives = [
        None if single else EPOCH + timedelta(days=day)
        for single, day in zip(alone.tolist(), world.born[safe].tolist(), strict=True)
    ]

    def dialled(phones: Ints, missing: Flags) -> list[str]:
        return [
            "" if m else f"0{p}" for p, m in zip(phones.tolist(), missing.tolist(), strict=True)
        ]

    def numbered(numbers: Ints, width: int) -> list[str]:
        return [str(n).zfill(width) if n else "" for n in numbers.tolist()]

    everyone = np.zeros(len(chosen), dtype=np.bool_)
    return Subjects(
        own, called(relative), called(mother),
        ["F" if f else "M" for f in world.female[chosen].tolist()], born, born_of_relatives,
        dialled(world.phone[chosen], everyone), dialled(world.phone[safe], alone),
        dialled(new_phones(random, len(chosen)), everyone),
        numbered(world.cccd[chosen], 12), numbered(np.where(alone, 0, world.cccd[safe]), 12),
        numbered(world.cmnd[chosen], 9), world.commune[chosen].tolist(),
        world.new_commune[chosen].tolist(),
    )  # fmt: skip


def sheets(random: Random, count: int) -> list[Sheet]:
    forms = [share for share, _ in clerk.DATE_FORMS.values()]
    return [
        Sheet(
            random.choices(list(clerk.DATE_FORMS), forms)[0],
            random.choices(list(clerk.SEX_CODES), list(clerk.SEX_CODES.values()))[0],
            random.random() < 0.3,
        )
        for _ in range(count)
    ]


def befall(
    random: np.random.Generator,
    rates: dict[str, float],
    sheet_of: Ints,
    sheet_count: int,
    children: Flags,
) -> list[set[str]]:
    """Draw for each row the kinds of errors that will befall it.

    Some clerks are sloppy: their rows have many errors at once. A sheet has its own habits.
    Children have no card yet, and who has no number to show often leaves no telephone either.
    """
    count = len(sheet_of)
    sloppy = random.lognormal(-0.4, 0.9, count)
    sloppy[random.random(count) < _HARD] *= 7
    no_number = np.zeros(count, dtype=np.bool_)
    drawn: list[set[str]] = [set() for _ in range(count)]
    for kind in KINDS:
        rate = rates[kind]
        if kind in HABITS:
            habit = np.where(random.random(sheet_count) < rate, 0.92, rate * 0.12)
            chance = habit[sheet_of]
        elif kind in CALM:
            chance = rate * sloppy**0.3
            if kind == "cccd_missing":
                chance = chance * np.where(children, 1.35, 0.95)
            elif kind == "phone_missing":
                chance = chance * np.where(no_number, 1.35, 0.7)
            chance = np.minimum(chance, 0.95)
        elif kind in VALUE_ERRORS:
            chance = np.minimum(rate * sloppy, 0.6)
        else:
            chance = np.full(count, rate)
        fallen = random.random(count) < chance
        for at in np.flatnonzero(fallen).tolist():
            drawn[at].add(kind)
        if kind == "cccd_missing":
            no_number = fallen
    return drawn


def spare(random: Random, flags: set[str], has_cmnd: bool, keep: float = 0.06) -> None:
    """Take back errors until the row still tells, by something, whom it is about."""
    number = "cccd_missing" not in flags and not flags & _LOST_NUMBER
    number = number or (has_cmnd and ("cmnd_as_cccd" in flags or "cmnd_missing" not in flags))
    told = 2 * number + (not flags & _LOST_PHONE)
    told += (not flags & _BAD_NAME) + (not flags & _BAD_DATE)
    if told < 2 and random.random() > keep:
        flags -= _BAD_NAME
        flags -= _BAD_DATE - {"date_year_only"}
        if flags & _LOST_PHONE and "date_year_only" in flags:
            flags.discard("date_year_only")


@dataclass
class Typist:
    """Types rows about the subjects, with the kinds of errors drawn for each."""

    random: Random
    country: Country
    about: Subjects

    def row(self, at: int, sheet: Sheet, flags: set[str]) -> tuple[str, ...]:
        random, about = self.random, self.about
        spare(random, flags, bool(about.cmnds[at]))
        sex = about.sexes[at]
        name = clerk.type_name(
            random, about.names[at], sex, flags, about.relatives[at], about.mothers[at]
        )
        form = sheet.date_form
        if sheet is not PLAIN and random.random() < 0.06:
            form = random.choice(("dmy", "dmy", "date_form_short", "date_form_iso"))
        born = clerk.type_date(random, about.born[at], about.born_of_relatives[at], form, flags)
        phone = clerk.type_phone(
            random, about.phones[at], about.phones_of_relatives[at], about.new_phones[at], flags
        )
        cccd, cmnd = clerk.type_numbers(
            random, about.cccds[at], about.cmnds[at], about.cccds_of_relatives[at], flags
        )
        province, district, ward = self._place(at, sheet, flags)
        return (
            name, born, self._sex(sex, sheet, flags), phone, cccd, cmnd, province, district, ward,
        )  # fmt: skip

    def _sex(self, sex: str, sheet: Sheet, flags: set[str]) -> str:
        if "sex_missing" in flags:
            flags.discard("sex_wrong")
            return ""
        return sheet.sex_words[(sex == "F") != ("sex_wrong" in flags)]

    def _place(self, at: int, sheet: Sheet, flags: set[str]) -> tuple[str, str, str]:
        country, random = self.country, self.random
        commune, later = self.about.communes[at], self.about.new_communes[at]
        if "place_moved_far" in flags:
            flags.discard("place_moved_near")
            commune = random.randrange(len(country.communes))
            later = random.choice(country.successors[commune])
        elif "place_moved_near" in flags:
            first, last = country.neighbours[commune]
            moved = random.randint(first, last)
            if moved == commune:
                flags.discard("place_moved_near")
            else:
                commune, later = moved, random.choice(country.successors[moved])
        units: tuple[clerk.Unit | None, clerk.Unit | None, clerk.Unit | None]
        if "place_other_era" in flags:
            province = int(country.province_of_new[later])
            units = (country.new_provinces[province], None, country.new_communes[later])
        else:
            units = (
                country.provinces[commune], country.districts[commune], country.communes[commune]
            )  # fmt: skip
        return clerk.type_place(random, units, sheet.bare_places, flags)


class KnownDoses(NamedTuple):
    """The doses on record, by person: where each person's doses begin, and how many they are."""

    first: Ints
    many: Ints
    frame: pl.DataFrame

    def of(self, people: Ints) -> list[list[tuple[str, Dose]]]:
        first, count = self.first[people], self.many[people]
        owner = np.repeat(np.arange(len(people)), count)
        begin = np.cumsum(count) - count
        places = np.repeat(first - begin, count) + np.arange(len(owner))
        found: list[list[tuple[str, Dose]]] = [[] for _ in range(len(people))]
        columns = self.frame.select(
            "dose_id", "vaccine", "dose_number", pl.col("given_on").str.to_date(), "lot", "facility"
        )[pl.Series(places)]
        for at, (known, vaccine, number, day, lot, facility) in zip(
            owner.tolist(), columns.iter_rows(), strict=True
        ):
            dose = Dose(vaccine, number, (day - EPOCH).days, lot, facility)
            found[at].append((known, dose))
        return found


def type_dose(
    random: Random, known: list[tuple[str, Dose]], home: str, facilities: list[str]
) -> tuple[Dose, str, list[str]]:
    """Type the dose of a row: one on record already, or a new one; its id, and what differs."""
    if known and random.random() < 0.6:
        dose_id, dose = random.choice(known)
        typed, errors = remember(random, dose, facilities)
        return typed, dose_id, errors
    after = known[-1][1] if known else None
    vaccine = after.vaccine if after else random.choices(
        NAMES, [share for share, _ in VACCINES.values()])[0]  # fmt: skip
    day = after.day + random.randint(28, 150) if after else TODAY - random.randint(0, 290)
    number = after.number + 1 if after else random.choice((1, 1, 1, 2, 3))
    lot = f"{random.choice('ABCDEFGH')}{random.choice('KLMNPRST')}{random.randrange(1000, 9999)}"
    written = random.choice([vaccine, *VACCINES[vaccine][1]])
    return Dose(written, number, day, lot if random.random() < 0.85 else "", home), "", []


def type_rows(
    seed: int,
    country: Country,
    about: Subjects,
    rates: dict[str, float],
    known: list[list[tuple[str, Dose]]],
    facilities: list[str],
) -> tuple[list[tuple[str, ...]], list[tuple[str, str]], Counter[str]]:
    """Type a row about each subject. Answers rows, and for each its dose and its errors."""
    random, numbers = Random(seed), np.random.default_rng(seed)
    count = len(about.names)
    all_sheets = sheets(random, count // _ROWS_OF_A_SHEET + 5)
    sheet_of = np.sort(numbers.integers(0, len(all_sheets), count))
    age = np.array([TODAY - (born - EPOCH).days for born in about.born])
    drawn = befall(numbers, rates, sheet_of, len(all_sheets), age < _CARD_AGE)
    babies = min(0.9, rates["baby_of_mother"] * 60)
    with_dose = ((numbers.random(count) < 0.64) & (age > _SCHOOL_AGE)).tolist()
    typist = Typist(random, country, about)
    typed, truths, kinds = [], [], Counter[str]()
    for at, sheet_number in enumerate(sheet_of.tolist()):
        flags, sheet = drawn[at], all_sheets[sheet_number]
        flags.discard("baby_of_mother")
        if (about.born[at] - EPOCH).days > _INFANT and random.random() < babies:
            flags.add("baby_of_mother")
        person = typist.row(at, sheet, flags)
        dose: tuple[str, ...] = ("", "", "", "", "")
        dose_id = ""
        if with_dose[at]:
            given, dose_id, errors = type_dose(
                random, known[at], facilities[about.communes[at]], facilities
            )
            flags.update(errors)
            day = EPOCH + timedelta(days=given.day)
            dose = (given.vaccine, str(given.number), clerk.DATE_FORMS[sheet.date_form][1](day),
                    given.lot, given.facility)  # fmt: skip
        errors = sorted(flags)
        kinds.update(errors)
        typed.append((f"R{at + 1:07}", *person, *dose, f"S{sheet_number + 1:04}"))
        truths.append((dose_id, ";".join(errors)))
    return typed, truths, kinds


def type_plainly(
    seed: int, country: Country, about: Subjects, rates: dict[str, float]
) -> list[tuple[str, ...]]:
    """Type people as a registry writes them: errors in what is said, none in the form."""
    count = len(about.names)
    one_sheet = np.zeros(count, dtype=np.int64)
    drawn = befall(np.random.default_rng(seed), rates, one_sheet, 1, one_sheet > 0)
    random = Random(seed)
    typist = Typist(random, country, about)
    typed = []
    for at, flags in enumerate(drawn):
        flags.discard("baby_of_mother")
        if (about.born[at] - EPOCH).days > _INFANT and random.random() < 0.5:
            flags.add("baby_of_mother")
        row = list(typist.row(at, PLAIN, flags))
        if row[4] and random.random() < 0.025:
            row[4] = random.choice((clerk.one_digit, clerk.swap_digits))(random, row[4], 6)
        typed.append(tuple(row))
    return typed
