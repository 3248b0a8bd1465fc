"""Is this the dose we know, a new one, or does it contradict what we know? No database.

What a row says of a dose is held against each dose the person is known to have. Every agreement
and every contradiction has a weight; together they say how much more probable it is to read this
of the known dose than of another one. Nobody is given two doses within two weeks: a day that near
to a known dose is a slip of the pen, or a contradiction, but no new dose.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Hamming

from sotiem import identity
from sotiem.doses.facts import DoseOnRecord
from sotiem.matching.rules.products import Products, product_key

SHORTEST_INTERVAL: Final = 14
# The days between two doses that are a month apart on the calendar.
_MONTH: Final = frozenset({30, 31})
_SHORTEST_LOT: Final = 4
_SIMILAR_FACILITY: Final = 90
_LETTERS_AS_DIGITS: Final = str.maketrans("OIL", "011")

# From here on the known dose is meant, when no other comes as near as this.
LIKELY: Final = 1.0
AHEAD: Final = 1.0


class DoseVerdict(StrEnum):
    SAME = "same"
    NEW = "new"
    CONFLICT = "conflict"


class DoseEvidence(StrEnum):
    """What speaks for or against a row's dose being the known one."""

    SAME_DAY = "same_day"
    ONE_DAY_OFF = "one_day_off"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    ONE_DIGIT_OF_DAY = "one_digit_of_day"
    MONTH_OFF = "month_off"
    YEAR_OFF = "year_off"
    TOO_SOON_FOR_ANOTHER = "too_soon_for_another"
    OTHER_DAY = "other_day"
    SAME_PRODUCT = "same_product"
    SAME_PRODUCT_BY_ANOTHER_NAME = "same_product_by_another_name"
    OTHER_PRODUCT = "other_product"
    SAME_LOT = "same_lot"
    LOT_ONE_CHARACTER_OFF = "lot_one_character_off"
    OTHER_LOT = "other_lot"
    SAME_NUMBER = "same_number"
    OTHER_NUMBER = "other_number"
    SAME_FACILITY = "same_facility"
    OTHER_FACILITY = "other_facility"
    SEVERAL_DOSES_FIT = "several_doses_fit"


_E = DoseEvidence
# Natural logarithms, roughly: how much oftener this is seen of the same dose than of another.
WEIGHTS: Final[dict[DoseEvidence, float]] = {
    _E.SAME_DAY: 6.0,
    _E.ONE_DAY_OFF: 4.0,
    _E.DAY_AND_MONTH_SWAPPED: 1.0,
    _E.ONE_DIGIT_OF_DAY: 0.0,
    _E.MONTH_OFF: -0.5,
    _E.YEAR_OFF: 0.0,
    _E.TOO_SOON_FOR_ANOTHER: 1.0,
    _E.OTHER_DAY: -5.0,
    _E.SAME_PRODUCT: 0.5,
    _E.SAME_PRODUCT_BY_ANOTHER_NAME: 0.5,
    _E.OTHER_PRODUCT: -3.0,
    _E.SAME_LOT: 4.0,
    _E.LOT_ONE_CHARACTER_OFF: 2.5,
    _E.OTHER_LOT: -3.0,
    _E.SAME_NUMBER: 1.5,
    _E.OTHER_NUMBER: -2.0,
    _E.SAME_FACILITY: 0.5,
    _E.OTHER_FACILITY: -0.5,
}
_TOO_NEAR: Final = frozenset({_E.SAME_DAY, _E.ONE_DAY_OFF, _E.TOO_SOON_FOR_ANOTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseClue:
    """What a row says of one dose; `vaccines` are all that the written name may mean."""

    vaccines: frozenset[int] = frozenset()
    product_text: str = ""
    dose_number: int | None = None
    given_on: date | None = None
    lot: str = ""
    facility: str = ""

    @property
    def says_something(self) -> bool:
        return bool(
            self.product_text or self.dose_number or self.given_on or self.lot or self.facility
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDose:
    """A dose on record; its number is its place among the person's doses against the disease."""

    dose_id: int
    given_on: date
    disease_id: int = 0
    vaccines: frozenset[int] = frozenset()
    product_text: str = ""
    dose_number: int | None = None
    lot: str = ""
    facility: str = ""
    facility_code: str = ""


@dataclass(frozen=True, slots=True)
class DoseAnswer:
    """What became of the question, which known dose it is about, and why."""

    verdict: DoseVerdict
    dose: int | None = None
    reasons: tuple[DoseEvidence, ...] = ()


def judge_dose(clue: DoseClue, known: Sequence[KnownDose]) -> DoseAnswer:
    """Say which of a person's doses against one disease a row is about."""
    compared = [(dose, tuple(_evidence(clue, dose))) for dose in known]
    ranked = sorted(compared, key=lambda each: (-weight_of(each[1]), each[0].dose_id))
    if not ranked:
        return DoseAnswer(DoseVerdict.NEW)
    best, reasons = ranked[0]
    if _E.SAME_DAY in reasons:
        verdict = DoseVerdict.CONFLICT if _contradicts(reasons) else DoseVerdict.SAME
        return DoseAnswer(verdict, best.dose_id, reasons)
    if weight_of(reasons) >= LIKELY:
        if len(ranked) > 1 and weight_of(reasons) - weight_of(ranked[1][1]) < AHEAD:
            return DoseAnswer(DoseVerdict.CONFLICT, None, (*reasons, _E.SEVERAL_DOSES_FIT))
        return DoseAnswer(DoseVerdict.SAME, best.dose_id, reasons)
    near = next((each for each in ranked if not _TOO_NEAR.isdisjoint(each[1])), None)
    if near is not None:
        return DoseAnswer(DoseVerdict.CONFLICT, near[0].dose_id, near[1])
    if clue.given_on is None and weight_of(reasons) > -LIKELY:
        return DoseAnswer(DoseVerdict.CONFLICT, None, reasons)
    return DoseAnswer(DoseVerdict.NEW, None, reasons)


def known_doses(doses: Iterable[DoseOnRecord], products: Products) -> list[KnownDose]:
    """A person's doses, oldest first, each with its number."""
    numbers: Counter[int] = Counter()
    known = []
    for dose in doses:
        numbers[dose.disease_id] += 1
        text = dose.vaccine_text
        known.append(
            KnownDose(
                dose_id=dose.dose_id,
                given_on=dose.administered_on,
                disease_id=dose.disease_id,
                vaccines=products.meant(text) if text else frozenset((dose.vaccine_id,)),
                product_text=text,
                dose_number=numbers[dose.disease_id],
                lot=dose.lot_number,
                facility=dose.facility_name or dose.place,
                facility_code=dose.facility_code,
            )
        )
    return known


def may_be_known(clue: DoseClue, doses: Sequence[DoseOnRecord], products: Products) -> bool:
    """Whether what looks like another dose is perhaps one of these with its day written wrong.

    Only days that leave no time for another dose count, or day and month in the wrong order: a dose
    a month later may well be of the same lot.
    """
    if not any(_is_near(clue.given_on, dose.administered_on) for dose in doses):
        return False
    answer = judge_dose(clue, known_doses(doses, products))
    if answer.verdict == DoseVerdict.SAME and _E.DAY_AND_MONTH_SWAPPED in answer.reasons:
        return True
    return answer.verdict != DoseVerdict.NEW and not _TOO_NEAR.isdisjoint(answer.reasons)


def weight_of(reasons: Collection[DoseEvidence]) -> float:
    return sum(WEIGHTS[reason] for reason in reasons)


def _contradicts(reasons: Collection[DoseEvidence]) -> bool:
    return _E.OTHER_LOT in reasons and _E.OTHER_PRODUCT in reasons


def _evidence(clue: DoseClue, dose: KnownDose) -> Iterator[DoseEvidence]:
    if clue.given_on is not None:
        yield _of_days(clue.given_on, dose.given_on)
    if (product := _of_products(clue, dose)) is not None:
        yield product
    if clue.lot and dose.lot:
        yield _of_lots(lot_key(clue.lot), lot_key(dose.lot))
    if clue.dose_number is not None and dose.dose_number is not None:
        yield _E.SAME_NUMBER if clue.dose_number == dose.dose_number else _E.OTHER_NUMBER
    if clue.facility and dose.facility:
        yield _E.SAME_FACILITY if _is_given_at(clue.facility, dose) else _E.OTHER_FACILITY


def _is_near(said: date | None, known: date) -> bool:
    """Whether the days leave no time for another dose, or are one with day and month swapped."""
    if said is None:
        return False
    return abs((said - known).days) < SHORTEST_INTERVAL or _is_swapped(said, known)


def _is_swapped(said: date, known: date) -> bool:
    return (said.year, said.month, said.day) == (known.year, known.day, known.month)


def _of_days(said: date, known: date) -> DoseEvidence:
    apart = abs((said - known).days)
    if apart <= 1:
        return _E.ONE_DAY_OFF if apart else _E.SAME_DAY
    if _is_swapped(said, known):
        return _E.DAY_AND_MONTH_SWAPPED
    if apart < SHORTEST_INTERVAL:
        return _E.TOO_SOON_FOR_ANOTHER
    if (said.month, said.day) == (known.month, known.day):
        return _E.YEAR_OFF
    if Hamming.distance(said.isoformat(), known.isoformat()) == 1:
        return _E.ONE_DIGIT_OF_DAY
    if apart in _MONTH or (said.year, said.day) == (known.year, known.day):
        return _E.MONTH_OFF
    return _E.OTHER_DAY


def _of_products(clue: DoseClue, dose: KnownDose) -> DoseEvidence | None:
    """Nothing when one side names no product, or a name that nobody knows."""
    said, known = product_key(clue.product_text), product_key(dose.product_text)
    if said and said == known:
        return _E.SAME_PRODUCT
    if not clue.vaccines or not dose.vaccines:
        return None
    if clue.vaccines == dose.vaccines and not (said and known):
        return _E.SAME_PRODUCT
    if clue.vaccines & dose.vaccines:
        return _E.SAME_PRODUCT_BY_ANOTHER_NAME
    return _E.OTHER_PRODUCT


def _of_lots(said: str, known: str) -> DoseEvidence:
    if said == known:
        return _E.SAME_LOT
    long_enough = min(len(said), len(known)) >= _SHORTEST_LOT
    if long_enough and OSA.distance(said, known, score_cutoff=1) == 1:
        return _E.LOT_ONE_CHARACTER_OFF
    return _E.OTHER_LOT


def _is_given_at(said: str, dose: KnownDose) -> bool:
    key = facility_key(said)
    by_code = dose.facility_code and key.lstrip("0") == facility_key(dose.facility_code).lstrip("0")
    return bool(by_code) or fuzz.ratio(key, facility_key(dose.facility)) >= _SIMILAR_FACILITY


def lot_key(text: str) -> str:
    """A lot's number as it is compared: O is 0, I and L are 1, signs and spaces say nothing."""
    return "".join(filter(str.isalnum, text.upper())).translate(_LETTERS_AS_DIGITS)


@lru_cache(maxsize=65_536)
def facility_key(text: str) -> str:
    """A facility's name or code as it is compared: without marks, case and signs."""
    return "".join(filter(str.isalnum, identity.unmark(text).lower()))
