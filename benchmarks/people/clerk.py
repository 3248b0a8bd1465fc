"""A clerk who types people into a sheet: each field with its own ways to go wrong."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from benchmarks.people import spelling
from benchmarks.people.registry import OLD_FORMS

EPOCH: Final = date(1970, 1, 1)
_SERIAL_ZERO: Final = date(1899, 12, 30)
DATE_FORMS: Final[dict[str, tuple[float, Callable[[date], str]]]] = {
    "dmy": (54, lambda d: f"{d.day:02}/{d.month:02}/{d.year}"),
    "date_form_short": (12, lambda d: f"{d.day}/{d.month}/{d.year}"),
    "date_form_iso": (8, lambda d: f"{d.year}-{d.month:02}-{d.day:02}"),
    "date_form_dashes": (6, lambda d: f"{d.day:02}-{d.month:02}-{d.year}"),
    "date_form_dots": (4, lambda d: f"{d.day:02}.{d.month:02}.{d.year}"),
    "date_form_time": (5, lambda d: f"{d.year}-{d.month:02}-{d.day:02} 00:00:00"),
    "date_form_excel": (4, lambda d: str((d - _SERIAL_ZERO).days)),
    "date_form_two_digits": (2.5, lambda d: f"{d.day}-{d.month}-{d.year % 100:02}"),
    "date_form_packed": (1.5, lambda d: f"{d.day:02}{d.month:02}{d.year}"),
    "date_form_words": (1, lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}"),
}
SEX_CODES: Final[dict[tuple[str, str], float]] = {
    ("Nam", "Nữ"): 42, ("NAM", "NỮ"): 8, ("nam", "nữ"): 6, ("Nam", "Nu"): 6, ("M", "F"): 12,
    ("0", "1"): 12, ("1", "2"): 4, ("1", "0"): 3, ("Male", "Female"): 3, ("Trai", "Gái"): 2,
    ("m", "f"): 1, ("", "x"): 1,
}  # fmt: skip
PHONE_FORMS: Final[tuple[Callable[[str], str], ...]] = (
    lambda p: f"+84 {p[1:4]} {p[4:7]} {p[7:]}",
    lambda p: f"84{p[1:]}",
    lambda p: p[1:],
    lambda p: p[1:],
    lambda p: f"{p[:4]}.{p[4:7]}.{p[7:]}",
    lambda p: f"{p[:4]} {p[4:7]} {p[7:]}",
    lambda p: f"{p[:4]}-{p[4:7]}-{p[7:]}",
    lambda p: f"+84{p[1:]}",
    lambda p: f"(+84) {p[1:]}",
    lambda p: f"'{p}",
)
_TITLES: Final = {
    "M": ("Ông", "Anh", "Ô.", "Mr.", "Bác", "Cháu", "Em"),
    "F": ("Bà", "Chị", "Cô", "Mrs.", "B.", "Cháu", "Em"),
}
_NOTES: Final = ("(F0)", "(con)", "(2)", "(mũi 2)", "- hoãn tiêm", "(A)", "(mẹ)", "(BS)", "*",
                 "(đã tiêm)", "(vợ)", "(thai 20 tuần)")  # fmt: skip
_NICKNAMES: Final = ("Tèo", "Tý", "Bé", "Cu Tí", "Út", "Hai", "Ba", "Tư", "Lùn", "Mập", "Bống",
                     "Na", "Bin", "Bo", "Nhím", "Su", "Tâm", "Thiện", "Diệu")  # fmt: skip
_SHORT_SURNAMES: Final = {
    "Nguyễn": ("Ng.", "Ng", "N."),
    "Trần": ("Tr.", "T.", "Trn"),
    "Phạm": ("Ph.", "P."),
    "Hoàng": ("H.",),
    "Huỳnh": ("H.", "Hg."),
}
_PROVINCES_SHORT: Final = {
    "Hồ Chí Minh": ("TP.HCM", "TP HCM", "HCM", "TPHCM", "Tp. Hồ Chí Minh",
                    "Sài Gòn", "TP.Hồ Chí Minh"),
    "Hà Nội": ("HN", "TP Hà Nội", "Tp.Hà Nội", "HÀ NỘI"),
    "Thừa Thiên Huế": ("TT Huế", "TT-Huế"),
    "Bà Rịa - Vũng Tàu": ("BRVT", "BR-VT", "Vũng Tàu"),
    "Đắk Lắk": ("Đăk Lăk", "Daklak", "Đắc Lắc"),
    "Đà Nẵng": ("ĐN", "TP. Đà Nẵng"), "Cần Thơ": ("TPCT", "TP Cần Thơ"),
}  # fmt: skip
_KINDS_SHORT: Final = {
    "tỉnh": ("T. ", "T."), "thành phố": ("TP. ", "TP ", "Tp.", "TP."), "quận": ("Q. ", "Q.", "Q"),
    "huyện": ("H. ", "H."), "thị xã": ("TX. ", "TX ", "TX."), "thị trấn": ("TT. ", "TT ", "TT."),
    "phường": ("P. ", "P.", "P"), "xã": ("X. ", "X."), "đặc khu": ("ĐK. ", "ĐK "),
}  # fmt: skip
Flags = set[str]
Unit = tuple[str, str]


class Name(NamedTuple):
    """The three parts of a name, as one is called in Vietnam."""

    surname: str
    middle: str
    given: str

    def words(self) -> list[str]:
        return [*self.surname.split(), *self.middle.split(), *self.given.split()]


def type_name(
    random: Random, name: Name, sex: str, flags: Flags, relative: Name | None, mother: Name | None
) -> str:
    """Type a name; kinds of errors that could not happen to it are taken out of the flags."""
    if "baby_of_mother" in flags and mother is not None:
        flags -= {"relative_name", "other_name", "given_first", "middle_short", "title", "note"}
        flags -= {"middle_missing", "middle_added", "middle_swapped"}
        words = random.choice(("Con bà", "CB", "Con chị", "Bé con bà", "con bà")).split()
        return _dress(random, _misspell(random, words, mother.words(), flags), flags)
    flags.discard("baby_of_mother")
    if "relative_name" in flags:
        if relative is None or relative == name:
            flags.discard("relative_name")
        else:
            name = relative
    surname, middle, given = name
    if "other_name" in flags:
        given = random.choice(_NICKNAMES)
    middles = middle.split()
    if "middle_missing" in flags:
        if middles:
            middles.pop(random.randrange(len(middles)))
        else:
            flags.discard("middle_missing")
    if "middle_added" in flags:
        added = random.choice(("Thị", "Thu", "Ngọc") if sex == "F" else ("Văn", "Hữu", "Ngọc"))
        middles = [added, *middles] if random.random() < 0.5 else [*middles, added]
    if "middle_swapped" in flags:
        if len(middles) > 1:
            middles.reverse()
        elif middles and len(given.split()) == 1:
            middles, given = [given], middles[0]
        else:
            flags.discard("middle_swapped")
    if "middle_short" in flags:
        surname, middles = _shorten(random, surname, middles)
    head, tail = [*surname.split(), *middles], given.split()
    words = _misspell(random, [], head + tail, flags)
    if "given_first" in flags:
        cut = len(head)
        words = words[cut:] + words[:cut]
    if "title" in flags:
        words = [random.choice(_TITLES[sex]), *words]
    if "note" in flags:
        words = [*words, random.choice(_NOTES)]
    return _dress(random, words, flags)


def _shorten(random: Random, surname: str, middles: list[str]) -> tuple[str, list[str]]:
    way = random.randrange(3)
    if way != 1 or not middles:
        surname = random.choice(_SHORT_SURNAMES.get(surname, (f"{surname[0]}.",)))
    if way != 2:
        middles = [f"{word[0]}." if word != "Thị" else random.choice(("T.", "Th.", "Thị"))
                   for word in middles]  # fmt: skip
    return surname, middles


_BY_WORD: Final[tuple[tuple[str, Callable[[Random, str], str]], ...]] = (
    ("name_sound", spelling.by_ear),
    ("name_tone", spelling.change_tone),
    ("name_vowel_mark", spelling.change_vowel),
    ("name_letter", spelling.mistype),
)


def _misspell(random: Random, fixed: list[str], words: list[str], flags: Flags) -> list[str]:
    """Misspell one word for each kind: more often the given name, which is less usual."""
    words = list(words)
    for kind, change in _BY_WORD:
        if kind in flags:
            at = len(words) - 1 if random.random() < 0.5 else random.randrange(len(words))
            changed = change(random, words[at])
            if changed == words[at] or not changed:
                flags.discard(kind)
            else:
                words[at] = changed
    for kind, rewrite in (("tone_moved", spelling.move_tone), ("i_for_y", spelling.swap_i_y)):
        if kind in flags:
            moved = [rewrite(word) for word in words]
            if moved == words:
                flags.discard(kind)
            words = moved
    return fixed + words


def _dress(random: Random, words: list[str], flags: Flags) -> str:
    """Write the words in the letters of the sheet."""
    text = " ".join(words)
    before = text
    if "name_no_marks" in flags:
        text = spelling.bare(text)
        flags -= {"telex", "lost_letters", "tcvn3", "vni", "decomposed", "tone_moved"}
    if "name_capitals" in flags:
        text = text.upper()
        flags.discard("name_lower")
    elif "name_lower" in flags:
        text = text.lower()
    for kind, write in (
        ("tcvn3", spelling.tcvn3),
        ("vni", spelling.vni),
        ("lost_letters", spelling.lose_letters),
        ("decomposed", lambda t: unicodedata.normalize("NFD", t)),
    ):
        if kind in flags:
            written = write(text)
            if written == text or (text != before and text == spelling.bare(text)):
                flags.discard(kind)
            else:
                text = written
                flags -= {"tcvn3", "vni", "lost_letters", "decomposed", "telex"} - {kind}
    if "telex" in flags:
        parts = text.split(" ")
        at = random.randrange(len(parts))
        keys = spelling.telex(parts[at])
        if keys == parts[at]:
            flags.discard("telex")
        parts[at] = keys
        text = " ".join(parts)
    if "spaces" in flags:
        text = random.choice((f"{text} ", f" {text}", text.replace(" ", "  ", 1),
                              text.replace(" ", "\u00a0"), text.replace(" ", "", 1)))  # fmt: skip
    return text


def type_date(random: Random, born: date, other: date | None, form: str, flags: Flags) -> str:
    """Type a date of birth."""
    if "date_missing" in flags:
        flags -= {kind for kind in flags if kind.startswith("date_")} - {"date_missing"}
        return ""
    day = born
    if "date_of_relative" in flags:
        if other is None:
            flags.discard("date_of_relative")
        else:
            day = other
    if "date_of_issue" in flags:
        day = date(2016, 1, 1) + timedelta(days=random.randrange(1900))
    if "date_swapped" in flags:
        if day.day <= 12 and day.day != day.month:
            day = date(day.year, day.day, day.month)
        else:
            flags.discard("date_swapped")
    if "date_year_near" in flags:
        day = _moved(day, random.choice((-1, 1)))
    if "date_ten_years" in flags:
        day = _moved(day, random.choice((-10, 10)))
    if "date_day_near" in flags:
        day += timedelta(days=random.choice((-1, 1)))
    if "date_digit" in flags:
        day = _one_digit_off(random, day)
    if "date_first_january" in flags:
        if (day.day, day.month) == (1, 1):
            flags.discard("date_first_january")
        day = date(day.year, 1, 1)
    if "date_year_only" in flags:
        flags.discard("date_swapped")
        return str(day.year)
    if form != "dmy":
        flags.add(form)
    return DATE_FORMS[form][1](day)


def _moved(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _one_digit_off(random: Random, day: date) -> date:
    digits = f"{day.day:02}{day.month:02}{day.year}"
    for _ in range(12):
        at = random.choice((0, 1, 1, 2, 3, 3, 6, 7, 7))
        wrong = digits[:at] + random.choice("0123456789") + digits[at + 1 :]
        try:
            found = date(int(wrong[4:]), int(wrong[2:4]), int(wrong[:2]))
        except ValueError:
            continue
        if found != day:
            return found
    return _moved(day, 1)


def one_digit(random: Random, digits: str, first: int = 0) -> str:
    at = random.randrange(first, len(digits))
    return digits[:at] + random.choice("0123456789".replace(digits[at], "")) + digits[at + 1 :]


def swap_digits(random: Random, digits: str, first: int = 0) -> str:
    places = [i for i in range(first, len(digits) - 1) if digits[i] != digits[i + 1]]
    if not places:
        return one_digit(random, digits, first)
    at = random.choice(places)
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def lose_digit(random: Random, digits: str, first: int = 0) -> str:
    at = random.randrange(first, len(digits))
    return digits[:at] + digits[at + 1 :]


def type_phone(random: Random, phone: str, relative: str, new: str, flags: Flags) -> str:
    """Type a telephone number."""
    if "phone_missing" in flags:
        flags -= {k for k in flags if k.startswith("phone_")} - {"phone_missing"}
        return ""
    if "phone_of_relative" in flags:
        if relative in ("", phone):
            flags.discard("phone_of_relative")
        else:
            phone = relative
    if "phone_new" in flags:
        phone = new
    typed = phone
    if "phone_digit" in flags:
        typed = one_digit(random, typed, 3)
    if "phone_lost_digit" in flags:
        typed = lose_digit(random, typed, 3)
    elif "phone_doubled_digit" in flags:
        at = random.randrange(3, len(typed))
        typed = typed[:at] + typed[at] + typed[at:]
    if "phone_old_form" in flags:
        before = OLD_FORMS.get(int(typed[1:3]))
        if before is None:
            flags.discard("phone_old_form")
        else:
            typed = f"0{before}{typed[3:]}"
    if "phone_two" in flags:
        second = relative if relative not in ("", phone) else new
        pair = [typed, second] if random.random() < 0.7 else [second, typed]
        flags -= {"phone_form", "phone_float"}
        return random.choice((" / ", "/", " - ", ", ", "; ")).join(pair)
    if "phone_float" in flags:
        flags.discard("phone_form")
        return f"{typed[1:]}.0"
    return random.choice(PHONE_FORMS)(typed) if "phone_form" in flags else typed


def type_numbers(
    random: Random, cccd: str, cmnd: str, relative_cccd: str, flags: Flags
) -> tuple[str, str]:
    """Type the two identity numbers, each in its column or in the other's."""
    first, second = cccd, cmnd
    if "cccd_of_relative" in flags and relative_cccd:
        first = relative_cccd
    else:
        flags.discard("cccd_of_relative")
    for kind, change in (
        ("cccd_digit", one_digit),
        ("cccd_swapped", swap_digits),
        ("cccd_lost_digit", lose_digit),
    ):
        if kind in flags:
            first = change(random, first)
    if second:
        if "cmnd_wrong" in flags:
            second = f"{random.randrange(10_000_000, 389_999_999):09}"
        if "cmnd_digit" in flags:
            second = one_digit(random, second)
        if "cmnd_swapped" in flags:
            second = swap_digits(random, second)
    else:
        flags -= {"cmnd_wrong", "cmnd_digit", "cmnd_swapped", "cmnd_as_cccd", "cmnd_missing"}
    if "cmnd_as_cccd" in flags:
        flags -= {k for k in flags if k.startswith("cccd_")} | {"cmnd_missing"}
        return second, "" if random.random() < 0.85 else second
    if "cccd_missing" in flags:
        flags -= {k for k in flags if k.startswith("cccd_")} - {"cccd_missing"}
        first = ""
    if "cmnd_missing" in flags:
        flags -= {"cmnd_wrong", "cmnd_digit", "cmnd_swapped"}
        second = ""
    if first:
        first = _dress_number(random, first, flags)
        if "cccd_as_cmnd" in flags:
            return "", first
    else:
        flags.discard("cccd_as_cmnd")
    return first, second


def _dress_number(random: Random, digits: str, flags: Flags) -> str:
    if "cccd_scientific" in flags:
        flags -= {"cccd_float", "cccd_spaced", "cccd_no_zeros"}
        return f"{int(digits):.{random.choice((5, 8, 11))}E}"
    if "cccd_float" in flags:
        flags -= {"cccd_spaced", "cccd_no_zeros"}
        return f"{int(digits)}.0"
    if "cccd_no_zeros" in flags:
        return str(int(digits))
    if "cccd_spaced" in flags:
        return random.choice((" ", ".", "-")).join(
            (digits[:3], digits[3:6], digits[6:9], digits[9:])
        )
    return digits


def type_place(
    random: Random, units: tuple[Unit | None, Unit | None, Unit | None], bare: bool, flags: Flags
) -> tuple[str, str, str]:
    """Type province, district and commune."""
    if "place_missing" in flags:
        flags -= {k for k in flags if k.startswith(("place_", "ward_"))} - {"place_missing"}
        return "", "", ""
    typed = []
    for level, unit in enumerate(units):
        if unit is None or (level == 2 and "ward_missing" in flags):
            typed.append("")
            continue
        kind, name = unit
        if "place_short" in flags:
            if level == 0 and name in _PROVINCES_SHORT:
                text = random.choice(_PROVINCES_SHORT[name])
            else:
                text = f"{random.choice(_KINDS_SHORT[kind])}{name}"
        elif bare and not name.isdigit():
            text = name
        else:
            text = f"{kind[0].upper()}{kind[1:]} {name}"
        typed.append(text)
    if "place_typo" in flags:
        filled = [level for level in (1, 2) if typed[level] and not typed[level][-1].isdigit()]
        if filled:
            level = random.choice(filled)
            *words, last = typed[level].split(" ")
            typed[level] = " ".join([*words, spelling.mistype(random, last)])
        else:
            flags.discard("place_typo")
    if "place_no_marks" in flags:
        typed = [spelling.bare(text) for text in typed]
    return typed[0], typed[1], typed[2]
