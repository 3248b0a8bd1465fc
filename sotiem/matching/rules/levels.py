"""How far two records agree in each field: ordered levels, not one similarity.

The numbers are the rows of the tables of weights (`model.py`) and stay as they are once a model
has been learned with them.
"""

from enum import IntEnum
from typing import Final


class Name(IntEnum):
    """The whole names."""

    MISSING = 0
    EQUAL = 1
    UNMARKED = 2  # one was written without marks, the letters are the same
    TONES_DIFFER = 3
    MARKS_DIFFER = 4
    LETTERS_LOST = 5  # "Nguy?n": what is left fits
    ORDER = 6  # the same syllables in another order
    PART = 7  # one is the other without some middle words
    ABBREVIATED = 8  # "Ng. V. Hùng"
    SOUNDS_ALIKE = 9
    ONE_EDIT = 10
    TWO_EDITS = 11
    SURNAME_AND_GIVEN = 12
    ALL_BUT_GIVEN = 13
    GIVEN_ONLY = 14
    SURNAME_ONLY = 15
    OTHER = 16
    NEWBORN = 17  # one is "con bà ...", named by its mother


class Part(IntEnum):
    """One syllable: the given name, or the surname.

    Who misspells a given name seldom hits on another one: where the claim's is a name that people
    bear (`given_names.py`), it may be a brother's or a sister's.
    """

    MISSING = 0
    EQUAL = 1
    UNMARKED = 2
    TONES_DIFFER = 3
    MARKS_DIFFER = 4
    VARIANT = 5  # Hoàng and Huỳnh, Vũ and Võ
    SOUNDS_ALIKE = 6
    ONE_EDIT = 7
    OTHER = 8
    # The same five of a given name, where the claim's is a name of its own.
    OTHER_TONES = 9
    OTHER_MARKS = 10
    OTHER_SOUND = 11
    OTHER_LETTER = 12
    OTHER_NAME = 13


class Born(IntEnum):
    MISSING = 0
    EQUAL = 1
    YEAR_ONLY = 2  # one knows less, and fits
    SWAPPED = 3  # day and month changed places
    NEW_YEAR = 4  # same year, one says 1 January, which often stands for "unknown"
    ONE_DIGIT = 5
    OTHER_YEAR = 6  # same day and month
    TWO_PARTS = 7  # year and one of day and month
    SAME_YEAR = 8
    NEXT_YEAR = 9
    OTHER = 10
    FEW_DAYS = 11  # some days off


class Number(IntEnum):
    """A number of an identity paper."""

    MISSING = 0
    EQUAL = 1
    EQUAL_FOREIGN = 2  # equal, but it contradicts the birth year or sex of who shows it
    ONE_EDIT = 3
    TWO_EDITS = 4
    SAME_HEAD = 5  # place, sex and year agree, the last six digits do not
    OTHER = 6
    OTHER_FOREIGN = 7  # different, and it contradicts the birth year or sex of who shows it
    LACKED = 8  # the claim has none, the record has one
    UNRECORDED = 9  # the claim has one, the record has none


class Phone(IntEnum):
    MISSING = 0
    EQUAL = 1  # nobody else has it
    OF_FEW = 2  # 2 or 3 people have it
    OF_FAMILY = 3  # 4 to 8
    OF_MANY = 4
    ONE_EDIT = 5
    OTHER = 6


class Sex(IntEnum):
    MISSING = 0
    EQUAL = 1
    OTHER = 2


class Place(IntEnum):
    MISSING = 0
    COMMUNE = 1
    PROVINCE = 2  # the same province, a commune is not known
    OTHER_COMMUNE = 3
    OTHER = 4


# How many people of this name the registry is expected to hold: 10 to the power of the bin - 2.
RARITY_BINS: Final = 8


class NameClass(IntEnum):
    MISSING = 0
    SAME = 1
    VARIANT = 2
    NEAR = 3
    SIBLING = 4  # only the given name differs
    HALF = 5
    OTHER = 6


class BornClass(IntEnum):
    MISSING = 0
    EQUAL = 1
    PARTIAL = 2
    NEAR = 3
    HALF = 4
    OTHER = 5


class NumberClass(IntEnum):
    MISSING = 0
    EQUAL = 1
    NEAR = 2
    OTHER = 3
    FOREIGN = 4


class PhoneClass(IntEnum):
    MISSING = 0
    EQUAL = 1
    SHARED = 2
    NEAR = 3
    OTHER = 4


class PlaceClass(IntEnum):
    MISSING = 0
    COMMUNE = 1
    PROVINCE = 2
    OTHER = 3


NAME_CLASS: Final[dict[Name, NameClass]] = {
    Name.MISSING: NameClass.MISSING,
    Name.EQUAL: NameClass.SAME,
    Name.UNMARKED: NameClass.SAME,
    Name.TONES_DIFFER: NameClass.VARIANT,
    Name.MARKS_DIFFER: NameClass.VARIANT,
    Name.LETTERS_LOST: NameClass.VARIANT,
    Name.ORDER: NameClass.VARIANT,
    Name.PART: NameClass.VARIANT,
    Name.ABBREVIATED: NameClass.VARIANT,
    Name.SOUNDS_ALIKE: NameClass.VARIANT,
    Name.ONE_EDIT: NameClass.NEAR,
    Name.TWO_EDITS: NameClass.NEAR,
    Name.SURNAME_AND_GIVEN: NameClass.NEAR,
    Name.ALL_BUT_GIVEN: NameClass.SIBLING,
    Name.GIVEN_ONLY: NameClass.HALF,
    Name.SURNAME_ONLY: NameClass.HALF,
    Name.OTHER: NameClass.OTHER,
    Name.NEWBORN: NameClass.MISSING,
}
BORN_CLASS: Final[dict[Born, BornClass]] = {
    Born.MISSING: BornClass.MISSING,
    Born.EQUAL: BornClass.EQUAL,
    Born.YEAR_ONLY: BornClass.PARTIAL,
    Born.SWAPPED: BornClass.NEAR,
    Born.NEW_YEAR: BornClass.PARTIAL,
    Born.ONE_DIGIT: BornClass.NEAR,
    Born.OTHER_YEAR: BornClass.NEAR,
    Born.TWO_PARTS: BornClass.HALF,
    Born.SAME_YEAR: BornClass.HALF,
    Born.NEXT_YEAR: BornClass.OTHER,
    Born.OTHER: BornClass.OTHER,
    Born.FEW_DAYS: BornClass.NEAR,
}
NUMBER_CLASS: Final[dict[Number, NumberClass]] = {
    Number.MISSING: NumberClass.MISSING,
    Number.EQUAL: NumberClass.EQUAL,
    Number.EQUAL_FOREIGN: NumberClass.EQUAL,
    Number.ONE_EDIT: NumberClass.NEAR,
    Number.TWO_EDITS: NumberClass.NEAR,
    Number.SAME_HEAD: NumberClass.OTHER,
    Number.OTHER: NumberClass.OTHER,
    Number.OTHER_FOREIGN: NumberClass.FOREIGN,
    Number.LACKED: NumberClass.MISSING,
    Number.UNRECORDED: NumberClass.MISSING,
}
PHONE_CLASS: Final[dict[Phone, PhoneClass]] = {
    Phone.MISSING: PhoneClass.MISSING,
    Phone.EQUAL: PhoneClass.EQUAL,
    Phone.OF_FEW: PhoneClass.EQUAL,
    Phone.OF_FAMILY: PhoneClass.SHARED,
    Phone.OF_MANY: PhoneClass.MISSING,
    Phone.ONE_EDIT: PhoneClass.NEAR,
    Phone.OTHER: PhoneClass.OTHER,
}
PLACE_CLASS: Final[dict[Place, PlaceClass]] = {
    Place.MISSING: PlaceClass.MISSING,
    Place.COMMUNE: PlaceClass.COMMUNE,
    Place.PROVINCE: PlaceClass.PROVINCE,
    Place.OTHER_COMMUNE: PlaceClass.PROVINCE,
    Place.OTHER: PlaceClass.OTHER,
}
