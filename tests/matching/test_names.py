import numpy as np
import pytest

from sotiem.identity.readings import read_name
from sotiem.matching.rules.given_names import GIVEN_NAMES
from sotiem.matching.rules.levels import Name, Part
from sotiem.matching.rules.names import compare_names


def compared(*pairs: tuple[str, str]) -> list[tuple[int, int, int]]:
    columns = [np.array(names, dtype=object) for names in zip(*pairs, strict=True)]
    whole, given, surname = compare_names(*columns)
    return list(zip(whole.tolist(), given.tolist(), surname.tolist(), strict=True))


CASES = [
    ("", "trần văn hùng", Name.MISSING, Part.MISSING, Part.MISSING),
    ("trần văn hùng", "trần văn hùng", Name.EQUAL, Part.EQUAL, Part.EQUAL),
    ("tran van hung", "trần văn hùng", Name.UNMARKED, Part.UNMARKED, Part.UNMARKED),
    ("trần văn hũng", "trần văn hùng", Name.TONES_DIFFER, Part.TONES_DIFFER, Part.EQUAL),
    ("trần văn hưng", "trần văn hùng", Name.MARKS_DIFFER, Part.OTHER_MARKS, Part.EQUAL),
    ("trần văn ánh", "trần văn anh", Name.TONES_DIFFER, Part.OTHER_TONES, Part.EQUAL),
    ("tran van anh", "trần văn ánh", Name.UNMARKED, Part.UNMARKED, Part.UNMARKED),
    ("trần văn h?ng", "trần văn hùng", Name.LETTERS_LOST, Part.MARKS_DIFFER, Part.EQUAL),
    ("hùng trần văn", "trần văn hùng", Name.ORDER, Part.OTHER_NAME, Part.OTHER),
    ("trần hùng", "trần văn hùng", Name.PART, Part.EQUAL, Part.EQUAL),
    ("tr v hùng", "trần văn hùng", Name.ABBREVIATED, Part.EQUAL, Part.OTHER),
    ("trần văn xơn", "trần văn sơn", Name.SOUNDS_ALIKE, Part.SOUNDS_ALIKE, Part.EQUAL),
    ("huỳnh văn hùng", "hoàng văn hùng", Name.SOUNDS_ALIKE, Part.EQUAL, Part.VARIANT),
    ("trần văn huùng", "trần văn hùng", Name.ONE_EDIT, Part.ONE_EDIT, Part.EQUAL),
    ("trần văn huân", "trần văn hùng", Name.TWO_EDITS, Part.OTHER_NAME, Part.EQUAL),
    ("trần minh hùng", "trần văn hùng", Name.SURNAME_AND_GIVEN, Part.EQUAL, Part.EQUAL),
    ("trần văn sơn", "trần văn dũng", Name.ALL_BUT_GIVEN, Part.OTHER_NAME, Part.EQUAL),
    ("trần văn zzz", "trần văn dũng", Name.ALL_BUT_GIVEN, Part.OTHER, Part.EQUAL),
    ("lê minh dũng", "trần văn dũng", Name.GIVEN_ONLY, Part.EQUAL, Part.OTHER),
    ("trần minh sơn", "trần văn dũng", Name.SURNAME_ONLY, Part.OTHER_NAME, Part.EQUAL),
    ("lê minh sơn", "trần văn dũng", Name.OTHER, Part.OTHER_NAME, Part.OTHER),
]


@pytest.mark.parametrize(("one", "other", "whole", "given", "surname"), CASES)
def test_how_far_two_names_agree(
    one: str, other: str, whole: Name, given: Part, surname: Part
) -> None:
    assert compared((one, other)) == [(whole, given, surname)]


def test_many_pairs_are_compared_as_each_alone() -> None:
    pairs = [(one, other) for one, *_ in CASES for _, other, *_ in CASES] * 2
    assert compared(*pairs) == [compared(pair)[0] for pair in pairs]


def test_no_pairs_are_no_levels() -> None:
    nobody = np.array([], dtype=object)
    assert [len(level) for level in compare_names(nobody, nobody)] == [0, 0, 0]


def test_a_given_name_is_known_as_names_are_written_here() -> None:
    assert all(read_name(f"Lê {name}").marked == f"lê {name}" for name in GIVEN_NAMES)
