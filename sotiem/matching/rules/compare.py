"""Pairs of records compared field by field, many at once: the only comparison there is.

A sheet's row, a report, a file against the registry and the registry against itself all come here,
on one machine and on a cluster.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from sotiem.matching.rules import levels
from sotiem.matching.rules.levels import Born, Name, Number, Part, Phone, Place, Sex
from sotiem.matching.rules.names import compare_names
from sotiem.matching.rules.records import Records, Texts

Level = NDArray[np.uint8]
Levels = dict[str, Level]
Flags = NDArray[np.bool_]

# So many days off a birth date is taken for a slip of the hand, or of a time zone.
_FEW: Final = 2
# How many levels each field has, in the order in which pages tell them.
SIZES: Final[Mapping[str, int]] = {
    "name": len(Name),
    "given": len(Part),
    "surname": len(Part),
    "born": len(Born),
    "cccd": len(Number),
    "cmnd": len(Number),
    "bhyt": len(Number),
    "phone": len(Phone),
    "sex": len(Sex),
    "place": len(Place),
    "rarity": levels.RARITY_BINS,
}


def compare(
    claims: Records,
    people: Records,
    *,
    phone_shared_by: NDArray[np.int64],
    namesakes: NDArray[np.float64],
) -> Levels:
    """Compare the n-th claim with the n-th person, for all n.

    `phone_shared_by` counts the people on record with the person's phone, `namesakes` those
    expected to bear the person's name.
    """
    whole, given, surname = _names(claims, people)
    return {
        "name": whole,
        "given": given,
        "surname": surname,
        "born": _born(claims.born, people.born),
        "cccd": _numbers(claims, people, "cccd"),
        "cmnd": _numbers(claims, people, "cmnd"),
        "bhyt": _numbers(claims, people, "bhyt"),
        "phone": _phones(claims, people, phone_shared_by),
        "sex": _sexes(claims, people),
        "place": _places(claims, people),
        "rarity": rarity_of(namesakes),
    }


def rarity_of(namesakes: NDArray[np.float64]) -> Level:
    """The power of ten of how many bear a name, as a bin."""
    powers = np.floor(np.log10(np.maximum(namesakes, 1e-9))) + 2
    return np.asarray(np.clip(powers, 0, levels.RARITY_BINS - 1).astype(np.uint8))


def _names(claims: Records, people: Records) -> tuple[Level, Level, Level]:
    whole, given, surname = compare_names(claims.name, people.name)
    unlike = claims.newborn != people.newborn
    whole[unlike], given[unlike] = Name.NEWBORN, Part.MISSING
    return whole, given, surname


def _born(one: NDArray[np.int64], other: NDArray[np.int64]) -> Level:
    year, year_other = one // 10_000, other // 10_000
    month, month_other = one // 100 % 100, other // 100 % 100
    day, day_other = one % 100, other % 100
    full = (day > 0) & (day_other > 0)
    same_year, same_month, same_day = year == year_other, month == month_other, day == day_other
    new_year = ((month == 1) & (day == 1)) | ((month_other == 1) & (day_other == 1))
    found: list[tuple[Flags, Born]] = [
        ((one == 0) | (other == 0), Born.MISSING),
        (full & (one == other), Born.EQUAL),
        (
            ~full & same_year & ((month == 0) | (month_other == 0) | same_month),
            Born.YEAR_ONLY,
        ),
        (full & same_year & (month == day_other) & (day == month_other), Born.SWAPPED),
        (full & (_days_apart(one, other) <= _FEW), Born.FEW_DAYS),
        (full & same_year & new_year, Born.NEW_YEAR),
        (full & (_digits_apart(one, other) == 1), Born.ONE_DIGIT),
        (full & same_month & same_day, Born.OTHER_YEAR),
        (full & same_year & (same_month | same_day), Born.TWO_PARTS),
        (same_year, Born.SAME_YEAR),
        (np.abs(year - year_other) == 1, Born.NEXT_YEAR),
    ]
    levels_found = np.select(
        [flags for flags, _ in found], [level for _, level in found], Born.OTHER
    )
    return levels_found.astype(np.uint8)


def _digits_apart(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    places = 10 ** np.arange(8)
    differ = (one[:, None] // places % 10) != (other[:, None] // places % 10)
    return np.asarray(differ.sum(axis=1))


def _days_apart(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many days lie between complete dates; of others nothing is meant."""
    return np.abs((_days(one) - _days(other)).astype(np.int64))


def _days(dates: NDArray[np.int64]) -> NDArray[np.datetime64]:
    years = (dates // 10_000 - 1970).astype("datetime64[Y]")
    months = years.astype("datetime64[M]") + (dates // 100 % 100 - 1)
    return np.asarray(months.astype("datetime64[D]") + (dates % 100 - 1))


def _numbers(claims: Records, people: Records, field: str) -> Level:
    one, other = getattr(claims, field), getattr(people, field)
    has, has_other = one != "", other != ""
    level = np.where(
        has,
        np.where(has_other, Number.OTHER, Number.UNRECORDED),
        np.where(has_other, Number.LACKED, Number.MISSING),
    ).astype(np.uint8)
    both = has & has_other
    equal = both & (one == other)
    level[equal] = Number.EQUAL
    rows = np.flatnonzero(both & ~equal)
    if not (len(rows) or (field == "cccd" and equal.any())):
        return level
    foreign = np.zeros(len(rows), dtype=np.bool_)
    if field == "cccd":
        alike = np.flatnonzero(equal)
        level[alike[_contradicts(claims, one, alike)]] = Number.EQUAL_FOREIGN
        foreign = _contradicts(claims, one, rows) | _contradicts(people, other, rows)
    edits = _edits(one[rows], other[rows], most=2)
    level[rows] = np.select(
        [edits == 1, edits == 2, foreign, _same_head(one[rows], other[rows])],
        [Number.ONE_EDIT, Number.TWO_EDITS, Number.OTHER_FOREIGN, Number.SAME_HEAD],
        Number.OTHER,
    )
    return level


def _edits(one: Texts, other: Texts, *, most: int) -> NDArray[np.int32]:
    """How many edits lie between texts, row by row; one more than `most` stands for all above."""
    return cpdist(
        one.tolist(), other.tolist(), scorer=OSA.distance, score_cutoff=most, dtype=np.int32
    )


def _same_head(one: Texts, other: Texts) -> Flags:
    heads = [
        len(a) == len(b) == 12 and a[:6] == b[:6]
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    ]
    return np.array(heads, dtype=np.bool_)


def _contradicts(people: Records, numbers: Texts, rows: NDArray[np.intp]) -> Flags:
    """Whether the number in each row says another birth year or sex than its bearer's record."""
    found = np.zeros(len(rows), dtype=np.bool_)
    # One column a character; a number of another length has a zero or no end in the twelfth.
    signs = numbers[rows].astype("U13").view(np.uint32).reshape(-1, 13)
    whole = (signs[:, 11] != 0) & (signs[:, 12] == 0)
    whole &= ((signs[:, :12] >= ord("0")) & (signs[:, :12] <= ord("9"))).all(axis=1)
    at, digits = rows[whole], signs[whole].astype(np.int64) - ord("0")
    century, woman = np.divmod(digits[:, 3], 2)
    year = 1900 + 100 * century + 10 * digits[:, 4] + digits[:, 5]
    born, sex = people.born[at] // 10_000, people.sex[at]
    found[whole] = ((born > 0) & (born != year)) | ((sex > 0) & (sex != 1 + woman))
    return found


def _phones(claims: Records, people: Records, shared_by: NDArray[np.int64]) -> Level:
    one, other = claims.phone, people.phone
    both = (one != "") & (other != "")
    equal = both & (one == other)
    level = np.where(both, Phone.OTHER, Phone.MISSING).astype(np.uint8)
    level[equal] = np.select(
        [shared_by <= 1, shared_by <= 3, shared_by <= 8],
        [Phone.EQUAL, Phone.OF_FEW, Phone.OF_FAMILY],
        Phone.OF_MANY,
    )[equal]
    rows = np.flatnonzero(both & ~equal)
    level[rows[_edits(one[rows], other[rows], most=1) == 1]] = Phone.ONE_EDIT
    return level


def _sexes(claims: Records, people: Records) -> Level:
    known = (claims.sex > 0) & (people.sex > 0)
    equal = claims.sex == people.sex
    return np.where(known, np.where(equal, Sex.EQUAL, Sex.OTHER), Sex.MISSING).astype(np.uint8)


def _places(claims: Records, people: Records) -> Level:
    known = (claims.province != 0) & (people.province != 0)
    communes = (claims.commune != 0) & (people.commune != 0)
    return np.select(
        [
            communes & (claims.commune == people.commune),
            ~known,
            claims.province != people.province,
            communes,
        ],
        [Place.COMMUNE, Place.MISSING, Place.OTHER, Place.OTHER_COMMUNE],
        Place.PROVINCE,
    ).astype(np.uint8)


def _lookup(classes: Mapping[Any, int]) -> Level:
    """The class of each level, by the level's number."""
    return np.array([classes[level] for level in sorted(classes)], dtype=np.uint8)


_NAME: Final = _lookup(levels.NAME_CLASS)
_BORN: Final = _lookup(levels.BORN_CLASS)
_NUMBER: Final = _lookup(levels.NUMBER_CLASS)
_PHONE: Final = _lookup(levels.PHONE_CLASS)
_PLACE: Final = _lookup(levels.PLACE_CLASS)
# Of two papers the stronger word counts: equal, near, foreign, other, none.
_STRENGTH: Final = np.array([0, 4, 3, 1, 2], dtype=np.uint8)

CLASS_SIZES: Final[Mapping[str, int]] = {
    "name_class": len(levels.NameClass),
    "born_class": len(levels.BornClass),
    "number_class": len(levels.NumberClass),
    "phone_class": len(levels.PhoneClass),
    "place_class": len(levels.PlaceClass),
}


def with_classes(found: Levels) -> Levels:
    """The levels and, beside them, the coarser classes that weights of several fields use."""
    return {
        **found,
        "name_class": _NAME[found["name"]],
        "born_class": _BORN[found["born"]],
        "number_class": _stronger(
            _stronger(_NUMBER[found["cccd"]], _NUMBER[found["cmnd"]]), _NUMBER[found["bhyt"]]
        ),
        "phone_class": _PHONE[found["phone"]],
        "place_class": _PLACE[found["place"]],
    }


def _stronger(one: Level, other: Level) -> Level:
    return np.where(_STRENGTH[one] >= _STRENGTH[other], one, other).astype(np.uint8)


def is_borne_out(found: Levels) -> Flags:
    """Whether something besides name and birth date stands behind each pair.

    Of all who are not on record, some share both with someone who is: how many, no registry knows.
    Another given name may be a twin's or a sister's: then only an equal number will do.
    """
    numbers = np.stack([_NUMBER[found[paper]] for paper in ("cccd", "cmnd", "bhyt")])
    is_equal = (numbers == levels.NumberClass.EQUAL).any(axis=0)
    is_near = (
        (numbers == levels.NumberClass.NEAR).any(axis=0)
        | _PHONE_BEARS[found["phone"]]
        | _PLACE_BEARS[found["place"]]
    )
    return np.asarray(is_equal | (is_near & ~_IS_ANOTHER[found["given"]]))


_IS_ANOTHER: Final = np.isin(range(len(Part)), (Part.MISSING, Part.OTHER, Part.OTHER_NAME))
_PHONE_BEARS: Final = np.isin(
    _PHONE, (levels.PhoneClass.EQUAL, levels.PhoneClass.SHARED, levels.PhoneClass.NEAR)
)
_PLACE_BEARS: Final = np.isin(_PLACE, (levels.PlaceClass.COMMUNE, levels.PlaceClass.PROVINCE))
