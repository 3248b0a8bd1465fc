"""What the numbers mean by which a sheet tells the sexes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from sotiem.identity import Sex
from sotiem.imports.rules.layout import header_key
from sotiem.imports.rules.questions import MOST_EXAMPLES, Example, Question, QuestionKind

KEY: Final = "sex"


class SexCodes(StrEnum):
    """The ways in use; the first is that of our template."""

    ZERO_MALE = "0_male_1_female"
    ONE_MALE = "1_male_2_female"
    ONE_MALE_ZERO_FEMALE = "1_male_0_female"
    TWO_MALE = "1_female_2_male"
    ZERO_MALE_AND_OTHER = "0_male_1_female_2_other"
    ONE_MALE_AND_UNKNOWN = "1_male_2_female_0_unknown"


_MEANINGS: Final[Mapping[SexCodes, Mapping[str, Sex]]] = {
    SexCodes.ZERO_MALE: {"0": Sex.MALE, "1": Sex.FEMALE},
    SexCodes.ONE_MALE: {"1": Sex.MALE, "2": Sex.FEMALE},
    SexCodes.ONE_MALE_ZERO_FEMALE: {"1": Sex.MALE, "0": Sex.FEMALE},
    SexCodes.TWO_MALE: {"1": Sex.FEMALE, "2": Sex.MALE},
    SexCodes.ZERO_MALE_AND_OTHER: {"0": Sex.MALE, "1": Sex.FEMALE, "2": Sex.OTHER},
    SexCodes.ONE_MALE_AND_UNKNOWN: {"1": Sex.MALE, "2": Sex.FEMALE, "0": Sex.UNKNOWN},
}
_CODES: Final = ("0", "1", "2")
_CODE: Final = re.compile(r"\d+(?:\.0)?", re.ASCII)
_FEWEST_TELLING: Final = 3
_SHARE_CERTAIN: Final = 0.95
_SHARE_LIKELY: Final = 0.8
_IN_HEADER: Final = re.compile(r"(\d) ?(?:la |= ?)?(nam|nu)\b|\b(nam|nu) ?(?:la |= ?)?(\d)")
_WORDS: Final = {"nam": Sex.MALE, "nu": Sex.FEMALE}
_TELLING_NAMES: Final = {"thị": Sex.FEMALE, "văn": Sex.MALE}


def is_code(text: str) -> bool:
    """Whether a cell tells a sex by a number."""
    return bool(_CODE.fullmatch(text))


def meaning_of(text: str, codes: SexCodes) -> Sex | None:
    """The sex that a number tells; nothing where this way has no such number."""
    return _MEANINGS[codes].get(code_of(text))


def code_of(text: str) -> str:
    return text.removesuffix(".0")


def question_of_sexes(header: str, people: Iterable[Mapping[str, str]]) -> Question | None:
    """What there is to ask, or to tell, of a sheet's numbers; nothing of a sheet with words.

    The personal numbers decide; where they are silent, the header, if it says it.
    """
    coded = [cells for cells in people if code_of(cells.get("sex", "")) in _CODES]
    if not coded:
        return None
    present = {code_of(cells["sex"]) for cells in coded}
    choices = _choices(present)
    numbers = Counter(
        (code_of(cells["sex"]), sex)
        for cells in coded
        if (sex := sex_of_number(cells.get("number", "")))
    )
    proposed, is_open = _verdict(choices, present, numbers, len(coded), _said_by(header))
    if is_open and proposed is None and not numbers:
        proposed = _pointed_to(choices, present, coded)
    return Question(
        key=KEY,
        kind=QuestionKind.SEX,
        column=header,
        choices=tuple(map(str, choices)),
        proposed=str(proposed or ""),
        is_open=is_open,
        doubted=tuple(str(each) for each in choices if _is_doubted(each, numbers)),
        examples=tuple(_examples(coded, choices)),
    )


def _choices(present: set[str]) -> list[SexCodes]:
    """The ways that have a meaning for every number of the sheet."""
    is_mixed = {"0", "2"} <= present
    wide = {SexCodes.ZERO_MALE_AND_OTHER, SexCodes.ONE_MALE_AND_UNKNOWN}
    return [
        codes
        for codes, means in _MEANINGS.items()
        if present <= means.keys() and (codes in wide) == is_mixed
    ]


def _verdict(
    choices: Sequence[SexCodes],
    present: set[str],
    numbers: Counter[tuple[str, Sex]],
    coded: int,
    said: SexCodes | None,
) -> tuple[SexCodes | None, bool]:
    told = numbers.total()
    share = {each: _agreeing(each, numbers) / told for each in choices} if told else {}
    if said is not None and said in choices and (not told or share[said] >= _SHARE_LIKELY):
        return said, False
    best = max(share, key=lambda each: share[each], default=None)
    if best is None or share[best] < _SHARE_LIKELY:
        return None, True
    is_enough = told >= _FEWEST_TELLING or 2 * told >= coded
    # Whoever uses all three numbers does it in a way that we cannot know.
    is_certain = share[best] >= _SHARE_CERTAIN and is_enough and len(present) < len(_CODES)
    return best, not is_certain


def _pointed_to(
    choices: Sequence[SexCodes], present: set[str], coded: Sequence[Mapping[str, str]]
) -> SexCodes | None:
    """The way that the names point to, or the only usual one with these numbers."""
    names = Counter(
        (code_of(cells["sex"]), sex)
        for cells in coded
        if (sex := _sex_of_name(cells.get("full_name", "")))
    )
    if (told := names.total()) >= _FEWEST_TELLING:
        best = max(choices, key=lambda each: _agreeing(each, names))
        return best if _agreeing(best, names) >= _SHARE_CERTAIN * told else None
    return SexCodes.ONE_MALE if present == {"1", "2"} else None


def _agreeing(codes: SexCodes, numbers: Counter[tuple[str, Sex]]) -> int:
    means = _MEANINGS[codes]
    return sum(count for (code, sex), count in numbers.items() if means.get(code) == sex)


def _is_doubted(codes: SexCodes, numbers: Counter[tuple[str, Sex]]) -> bool:
    told = numbers.total()
    return bool(told) and _agreeing(codes, numbers) < _SHARE_LIKELY * told


def _said_by(header: str) -> SexCodes | None:
    """The way that a header itself explains, such as "Giới tính (0: nam, 1: nữ)"."""
    said = {}
    for code, word, other_word, other_code in _IN_HEADER.findall(header_key(header)):
        said[code or other_code] = _WORDS[word or other_word]
    return next((codes for codes, means in _MEANINGS.items() if means == said), None)


def sex_of_number(text: str) -> Sex | None:
    """The sex that the fourth digit of a personal number tells; a lost zero is reckoned with."""
    digits = text if len(text) != 11 else f"0{text}"
    if len(digits) != 12 or not digits.isdecimal() or digits[3] not in "0123":
        return None
    return Sex.FEMALE if digits[3] in "13" else Sex.MALE


def _sex_of_name(name: str) -> Sex | None:
    middle = name.lower().split()[1:-1]
    return next((sex for word, sex in _TELLING_NAMES.items() if word in middle), None)


def _examples(coded: Sequence[Mapping[str, str]], choices: Sequence[SexCodes]) -> Iterable[Example]:
    """People of each number, best with a personal number; the cells stand beside the code."""
    shown: Counter[str] = Counter()
    most = MOST_EXAMPLES // len({code_of(cells["sex"]) for cells in coded[:1000]})
    for cells in sorted(coded[:1000], key=lambda each: not sex_of_number(each.get("number", ""))):
        code = code_of(cells["sex"])
        if shown.total() < MOST_EXAMPLES and shown[code] < most:
            shown[code] += 1
            reads = {str(each): str(_MEANINGS[each].get(code, "")) for each in choices}
            yield Example(f"{code} · {cells.get('full_name', '')}", reads)
