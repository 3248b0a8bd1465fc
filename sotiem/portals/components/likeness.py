"""How alike two people on record are, in words.

`levels` says per field how far two records agree (`sotiem.matching.rules.levels`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sotiem.matching.rules.levels import RARITY_BINS, Born, Name, Number, Phone, Place, Sex

# From here on the records are said to be one person's.
ALMOST_CERTAIN: Final = 0.99
LIKELY: Final = 0.5
# Of a name rarer than this the number of bearers says nothing: there may be one.
FIRST_COUNTED_BIN: Final = 3
FIRST_COMMON_BIN: Final = 4
DOUBTS_AT_MOST: Final = 2
_REMEMBERED: Final = 200_000


class Kind(StrEnum):
    AGREES = "agrees"
    NEAR = "near"
    DIFFERS = "differs"
    MISSING = "missing"


class Said(NamedTuple):
    """What is said of one field."""

    field: str
    words: str
    kind: Kind


FIELDS: Final[dict[str, Promise]] = {
    "name": _("họ tên"),
    "born": _("ngày sinh"),
    "cccd": _("số căn cước"),
    "cmnd": _("số chứng minh nhân dân"),
    "bhyt": _("số thẻ bảo hiểm y tế"),
    "phone": _("điện thoại"),
    "sex": _("giới tính"),
    "place": _("nơi ở"),
}
PAPERS: Final = ("cccd", "cmnd", "bhyt")
AGREES, NEAR, DIFFERS, MISSING = Kind.AGREES, Kind.NEAR, Kind.DIFFERS, Kind.MISSING
_SAME: Final = (AGREES, _("%(field)s trùng nhau"))
_NONE: Final = (MISSING, _("không so được %(field)s"))
_OTHER: Final = (DIFFERS, _("%(field)s khác nhau"))
_Words = Mapping[int, tuple[Kind, Promise]]

_NAMES: Final[_Words] = {
    Name.MISSING: _NONE,
    Name.EQUAL: _SAME,
    Name.UNMARKED: (NEAR, _("họ tên khớp, một bên viết không dấu")),
    Name.TONES_DIFFER: (NEAR, _("họ tên chỉ khác dấu thanh")),
    Name.MARKS_DIFFER: (NEAR, _("họ tên chỉ khác dấu của chữ")),
    Name.LETTERS_LOST: (NEAR, _("họ tên mất vài chữ cái, phần còn lại khớp")),
    Name.ORDER: (NEAR, _("họ tên viết đảo thứ tự")),
    Name.PART: (NEAR, _("một bên viết thiếu chữ đệm")),
    Name.ABBREVIATED: (NEAR, _("một bên viết tắt họ tên")),
    Name.SOUNDS_ALIKE: (NEAR, _("họ tên đọc nghe giống nhau")),
    Name.ONE_EDIT: (NEAR, _("họ tên lệch một chữ cái")),
    Name.TWO_EDITS: (NEAR, _("họ tên lệch hai chữ cái")),
    Name.SURNAME_AND_GIVEN: (NEAR, _("trùng họ và tên gọi, khác chữ đệm")),
    Name.ALL_BUT_GIVEN: (DIFFERS, _("trùng họ và chữ đệm, khác tên gọi")),
    Name.GIVEN_ONLY: (DIFFERS, _("chỉ trùng tên gọi")),
    Name.SURNAME_ONLY: (DIFFERS, _("chỉ trùng họ")),
    Name.OTHER: _OTHER,
    Name.NEWBORN: (NEAR, _("một bên còn ghi theo tên mẹ nên chưa so được họ tên")),
}
_DAYS: Final[_Words] = {
    Born.MISSING: _NONE,
    Born.EQUAL: _SAME,
    Born.YEAR_ONLY: (NEAR, _("ngày sinh khớp ở phần cả hai bên đều ghi")),
    Born.SWAPPED: (NEAR, _("ngày và tháng sinh đổi chỗ cho nhau")),
    Born.NEW_YEAR: (NEAR, _("cùng năm sinh, một bên ghi ngày 1 tháng 1")),
    Born.ONE_DIGIT: (NEAR, _("ngày sinh lệch một chữ số")),
    Born.OTHER_YEAR: (NEAR, _("cùng ngày và tháng sinh, khác năm")),
    Born.TWO_PARTS: (DIFFERS, _("cùng năm sinh, khác ngày hoặc tháng")),
    Born.SAME_YEAR: (DIFFERS, _("chỉ cùng năm sinh")),
    Born.NEXT_YEAR: (DIFFERS, _("năm sinh lệch một năm")),
    Born.OTHER: _OTHER,
    Born.FEW_DAYS: (NEAR, _("ngày sinh lệch một hai ngày")),
}
_NUMBERS: Final[_Words] = {
    Number.MISSING: _NONE,
    Number.EQUAL: _SAME,
    Number.EQUAL_FOREIGN: (NEAR, _("%(field)s trùng nhau nhưng trái với năm sinh hoặc giới tính")),
    Number.ONE_EDIT: (NEAR, _("%(field)s lệch một chữ số")),
    Number.TWO_EDITS: (NEAR, _("%(field)s lệch hai chữ số")),
    Number.SAME_HEAD: (DIFFERS, _("%(field)s chỉ giống sáu chữ số đầu")),
    Number.OTHER: _OTHER,
    Number.OTHER_FOREIGN: (
        DIFFERS,
        _("%(field)s khác nhau, có số trái với năm sinh hoặc giới tính"),
    ),
    Number.LACKED: _NONE,
    Number.UNRECORDED: _NONE,
}
_PHONES: Final[_Words] = {
    Phone.MISSING: _NONE,
    Phone.EQUAL: _SAME,
    Phone.OF_FEW: _SAME,
    Phone.OF_FAMILY: (NEAR, _("điện thoại trùng nhau, vài người cùng dùng số này")),
    Phone.OF_MANY: (NEAR, _("điện thoại trùng nhau, rất nhiều người cùng dùng số này")),
    Phone.ONE_EDIT: (NEAR, _("%(field)s lệch một chữ số")),
    Phone.OTHER: _OTHER,
}
_SEXES: Final[_Words] = {Sex.MISSING: _NONE, Sex.EQUAL: _SAME, Sex.OTHER: _OTHER}
_PLACES: Final[_Words] = {
    Place.MISSING: _NONE,
    Place.COMMUNE: _SAME,
    Place.PROVINCE: (NEAR, _("ở cùng tỉnh, chưa rõ xã")),
    Place.OTHER_COMMUNE: (NEAR, _("ở cùng tỉnh, khác xã")),
    Place.OTHER: (DIFFERS, _("ở khác tỉnh")),
}
_WORDS: Final[Mapping[str, _Words]] = {
    "name": _NAMES,
    "born": _DAYS,
    **dict.fromkeys(PAPERS, _NUMBERS),
    "phone": _PHONES,
    "sex": _SEXES,
    "place": _PLACES,
}
_VERDICTS: Final = (
    _("Ít khả năng là một người: %(facts)s."),
    _("Có thể là một người: %(facts)s."),
    _("Gần như chắc chắn là một người: %(facts)s."),
)
_PHRASES: Final[Mapping[str, Promise]] = {
    "nobody": _("Không có ai giống trong sổ."),
    "same": _("trùng %(fields)s"),
    "unknown": _("không so được %(fields)s"),
    "doubts": _("Chưa chắc vì %(doubts)s."),
    "rare": _("Tên này hiếm, ước không quá vài người trong sổ."),
    "namesakes": _("Tên này ước có khoảng %(number)s người trong sổ."),
    "sibling": _("chỉ khác tên gọi thì có thể là anh chị em, kể cả sinh đôi"),
    "foreign": _("số căn cước, theo các chữ số, thuộc về người khác năm sinh hoặc giới tính"),
    "shared": _("điện thoại dùng chung không nói được ai là ai"),
    "other_papers": _("số giấy tờ khác nhau, có thể là hai người trùng tên"),
    "common": _("nhiều người mang tên này mà không có số giấy tờ nào khớp hẳn"),
    "born": _("ngày sinh chưa đủ để phân biệt"),
    "sex": _("hai bên ghi giới tính khác nhau"),
    "no_papers": _("không có số giấy tờ nào khớp hẳn"),
}
_KEYS: Final = (*FIELDS, "rarity")


@dataclass(frozen=True, slots=True)
class Teller:
    """All that may be said, in one language; what was said before is remembered."""

    verdicts: tuple[str, ...]
    phrases: Mapping[str, str]
    tables: Mapping[str, Mapping[int, Said]]
    namesakes: tuple[str, ...]
    remembered: dict[tuple[object, ...], str] = field(default_factory=dict)

    def explain(self, levels: Mapping[str, int], probability: float) -> str:
        how_likely = (probability >= LIKELY) + (probability >= ALMOST_CERTAIN)
        key = (how_likely, *map(levels.get, _KEYS))
        found = self.remembered.get(key)
        if found is None:
            if len(self.remembered) >= _REMEMBERED:
                self.remembered.clear()
            found = self.remembered[key] = self._sentences(levels, how_likely)
        return found

    def said(self, levels: Mapping[str, int]) -> list[Said]:
        return [table[levels.get(name, 0)] for name, table in self.tables.items()]

    def _sentences(self, levels: Mapping[str, int], how_likely: int) -> str:
        if not levels:
            return self.phrases["nobody"]
        sentences = [self.verdicts[how_likely] % {"facts": "; ".join(self._facts(levels))}]
        doubts = list(self._doubts(levels))[:DOUBTS_AT_MOST] if how_likely == 1 else []
        if doubts:
            sentences.append(self.phrases["doubts"] % {"doubts": "; ".join(doubts)})
        if "rarity" in levels and levels.get("name", 0) not in (Name.MISSING, Name.NEWBORN):
            sentences.append(self.namesakes[levels["rarity"]])
        return " ".join(sentences)

    def _facts(self, levels: Mapping[str, int]) -> Iterator[str]:
        told = self.said(levels)
        same = ", ".join(each.field for each in told if each.kind is Kind.AGREES)
        if same:
            yield self.phrases["same"] % {"fields": same}
        for kind in (Kind.NEAR, Kind.DIFFERS):
            yield from (each.words for each in told if each.kind is kind)
        unknown = ", ".join(each.field for each in told if each.kind is Kind.MISSING)
        if unknown:
            yield self.phrases["unknown"] % {"fields": unknown}

    def _doubts(self, levels: Mapping[str, int]) -> Iterator[str]:
        """Why these two need not be one person, the weightiest first."""
        papers = {self.tables[paper][levels.get(paper, 0)].kind for paper in PAPERS}
        none_agrees = Kind.AGREES not in papers
        is_common = levels.get("rarity", 0) >= FIRST_COMMON_BIN
        reasons = {
            "sibling": levels.get("name") == Name.ALL_BUT_GIVEN,
            "foreign": levels.get("cccd") in (Number.EQUAL_FOREIGN, Number.OTHER_FOREIGN),
            "shared": levels.get("phone") in (Phone.OF_FAMILY, Phone.OF_MANY),
            "other_papers": none_agrees and Kind.DIFFERS in papers,
            "common": none_agrees and Kind.DIFFERS not in papers and is_common,
            "born": levels.get("born", 0) in (Born.MISSING, Born.YEAR_ONLY, Born.NEW_YEAR),
            "sex": levels.get("sex") == Sex.OTHER,
            "no_papers": none_agrees and not is_common,
        }
        return (self.phrases[reason] for reason, holds in reasons.items() if holds)


def explain(levels: Mapping[str, int], probability: float) -> str:
    """What agrees and what does not, how common the name is, and why it is not certain."""
    return teller().explain(levels, probability)


def said(levels: Mapping[str, int]) -> list[Said]:
    """What is to be said of each field, in the order of a page."""
    return teller().said(levels)


def levels_in_words(levels: Mapping[str, int]) -> dict[str, str]:
    """Each level that was kept, by its field; parts of a name, which pages do not tell, by number.

    A level that was not kept is an empty text.
    """
    speaker = teller()
    words = {name: str(level) for name, level in levels.items()}
    words |= {name: speaker.tables[name][levels[name]].words for name in FIELDS if name in levels}
    if "rarity" in levels:
        words["rarity"] = speaker.namesakes[levels["rarity"]]
    return defaultdict(str, words)


def teller() -> Teller:
    """Who speaks the language in force. For many rows, ask once."""
    return _speaking(get_language())


@cache
def _speaking(language: str | None) -> Teller:
    phrases = {name: str(words) for name, words in _PHRASES.items()}
    tables = {
        name: {
            level: Said(str(label), _in(words, name), kind)
            for level, (kind, words) in _WORDS[name].items()
        }
        for name, label in FIELDS.items()
    }
    namesakes = tuple(
        phrases["namesakes"] % {"number": number_format(10 ** (rarity - 2), force_grouping=True)}
        if rarity >= FIRST_COUNTED_BIN
        else phrases["rare"]
        for rarity in range(RARITY_BINS)
    )
    return Teller(tuple(map(str, _VERDICTS)), phrases, tables, namesakes)


def _in(words: Promise, name: str) -> str:
    text = str(words)
    return text % {"field": FIELDS[name]} if "%(" in text else text
