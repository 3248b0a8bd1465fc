"""Dirty text about people: everything is read as far as it says something, nothing is refused."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity.legacy_text import Encoding
from sotiem.identity.readings import (
    NameReading,
    read_birth_date,
    read_day,
    read_insurance,
    read_name,
    read_numbers,
    read_phone,
    read_sex,
    read_sexes,
)

NOTHING = ["", " ", "NULL", "nan", "-", "không có", "N/A", "#N/A", "None", "chưa rõ", "?", "..."]
READERS: list[Callable[[str], object]] = [
    read_name,
    read_birth_date,
    read_day,
    read_phone,
    read_insurance,
    read_sex,
    lambda text: read_numbers(text, text),
    lambda text: read_sexes([text]),
]
dirty = st.one_of(
    st.text(max_size=40),
    st.text("0123456789/-. :TE+,'OlNaAnull?ngàytháăm", max_size=24),
    st.text("NguyễnVĂÔ¨ïHãaêøsfxj()?.,'-0 con bà ", max_size=40),
)


@given(dirty)
def test_any_text_is_read(text: str) -> None:
    for read in READERS:
        read(text)


@pytest.mark.parametrize("text", NOTHING)
def test_what_stands_for_nothing_says_nothing(text: str) -> None:
    assert read_name(text) == NameReading("", "", "", None, False)
    assert read_birth_date(text) == read_phone(text) == read_insurance(text) == ""
    assert read_sex(text) == ""
    assert read_day(text) is None
    assert read_numbers(text, text) == ("", "")


def test_a_name_is_read_as_shown_with_marks_and_without() -> None:
    assert read_name(" NGUYỄN  THỊ\tLý ") == NameReading(
        text="Nguyễn Thị Lý",
        marked="nguyễn thị lí",
        plain="nguyen thi li",
        repaired_from=None,
        newborn=False,
    )


@pytest.mark.parametrize(
    ("written", "shown", "marked"),
    [
        ("nguyễn văn hòa", "Nguyễn Văn Hòa", "nguyễn văn hoà"),
        ("Nguye\u0303\u0302n An", "Nguyễn An", "nguyễn an"),
        ("Đỗ Văn Đức", "Đỗ Văn Đức", "đỗ văn đức"),
        ("ÐẶNG VĂN AN", "Đặng Văn An", "đặng văn an"),
        ("NguyỄn văN an", "Nguyễn Văn An", "nguyễn văn an"),
        ("Trưong Thị Phuơng", "Trương Thị Phương", "trương thị phương"),
        ("Đặng McCoy Anh", "Đặng McCoy Anh", "đặng mccoy anh"),
        ("H’HEN NIÊ", "H'Hen Niê", "hhen niê"),
        ("Ng. Văn A", "Ng Văn A", "ng văn a"),
        ("Ng.Văn.A", "Ng Văn A", "ng văn a"),
        ("Nguyễn-Văn-An", "Nguyễn Văn An", "nguyễn văn an"),
        ("Nguyễn V?n H\ufffdng", "Nguyễn V?n H?ng", "nguyễn v?n h?ng"),
        ("Nguy□n Văn An", "Nguy?n Văn An", "nguy?n văn an"),
        ("Nguyễn Văn An (con ông Bình)", "Nguyễn Văn An", "nguyễn văn an"),
        ("Nguyễn Văn An 2", "Nguyễn Văn An", "nguyễn văn an"),
        ("Nguyễn Văn An1", "Nguyễn Văn An", "nguyễn văn an"),
        ("Nguyễn Văn An - 0912345678", "Nguyễn Văn An", "nguyễn văn an"),
        ("H0àng Văn 1ong", "Hoàng Văn Long", "hoàng văn long"),
        ("Nguуen Vаn An", "Nguyen Van An", "nguyen van an"),  # Cyrillic у and а
        ("ＮＧＵＹＥＮ ＡＮ", "Nguyen An", "nguyen an"),
        ("\ufeffLê\u200b Mai", "Lê Mai", "lê mai"),
        ("José María", "José María", "josé maría"),
    ],
)
def test_the_accidents_of_typing_leave_a_name(written: str, shown: str, marked: str) -> None:
    reading = read_name(written)
    assert (reading.text, reading.marked) == (shown, marked)


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("Ông Nguyễn Văn An", "nguyễn văn an"),
        ("Bà Nguyễn Thị Hoa", "nguyễn thị hoa"),
        ("anh Nguyễn Văn An", "nguyễn văn an"),
        ("Chị: Nguyễn Thị Hoa", "nguyễn thị hoa"),
        ("Cháu Lê Văn An", "lê văn an"),
        ("Em Lê An", "lê an"),
        ("Mr. Nguyen Van An", "nguyen van an"),
        ("MRS NGUYEN THI HOA", "nguyen thi hoa"),
        ("Ông Cao Thắng", "ông cao thắng"),
        ("Bà Hoa", "bà hoa"),
        ("Anh Thu Nguyen", "anh thu nguyen"),
        ("Anh Hùng Dũng", "anh hùng dũng"),
        ("Chau Van An", "chau van an"),
        ("Nguyễn Tuấn Anh", "nguyễn tuấn anh"),
        ("Lê Công Bé", "lê công bé"),
    ],
)
def test_titles_go_and_names_like_them_stay(written: str, marked: str) -> None:
    assert read_name(written).marked == marked


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("Hùng, Nguyễn Văn", "nguyễn văn hùng"),
        ("Văn Hùng, Nguyễn", "nguyễn văn hùng"),
        ("Nguyen, Van Hung", "nguyen van hung"),
        ("Nguyễn Văn Hùng, Hà Nội", "nguyễn văn hùng"),
        ("Nguyễn Văn Hùng,", "nguyễn văn hùng"),
    ],
)
def test_a_comma_puts_the_surname_in_front(written: str, marked: str) -> None:
    assert read_name(written).marked == marked


@pytest.mark.parametrize(
    "written",
    [
        "con bà Nguyễn Thị Hoa",
        "CON BÀ NGUYỄN THỊ HOA",
        "CB Nguyễn Thị Hoa",
        "CB. Nguyễn Thị Hoa",
        "con chị Nguyễn Thị Hoa",
        "con của bà Nguyễn Thị Hoa",
        "con trai bà Nguyễn Thị Hoa",
        "trẻ sơ sinh Nguyễn Thị Hoa",
        "Trẻ sơ sinh con bà Nguyễn Thị Hoa",
        "bé con bà: Nguyễn Thị Hoa",
        "con bµ NguyÔn ThÞ Hoa",
    ],
)
def test_a_newborn_is_known_by_its_mother(written: str) -> None:
    reading = read_name(written)
    assert reading.newborn
    assert (reading.text, reading.marked) == ("Con bà Nguyễn Thị Hoa", "nguyễn thị hoa")
    assert read_name(reading.text).newborn


def test_a_child_without_marks_is_a_newborn_too() -> None:
    assert read_name("con ba Nguyen Thi Hoa").newborn
    assert not read_name("Con").newborn
    assert not read_name("Nguyễn Thị Con").newborn


def test_a_repaired_name_says_from_what() -> None:
    assert read_name("NguyÔn V¨n Hïng").repaired_from is Encoding.TCVN3
    assert read_name("PHóC V¡N AN").marked == "phúc văn an"
    assert read_name("Nguyeenx Vawn Hufng").repaired_from is Encoding.TELEX
    assert read_name("HÃ\u00a0 Thá»‹ HÃ\u00a0").marked == "hà thị hà"
    # Known words beside it must not make "HÃ" the syllable it would be.
    for others in ("Phan Gia", "Gia Phan"):
        assert read_name(f"{others} HÃ\u00a0").marked == f"{others.lower()} hà"
    assert read_name("Hà Thị Hà").repaired_from is None


@given(dirty)
def test_a_shown_name_reads_the_same_again(text: str) -> None:
    once = read_name(text)
    again = read_name(once.text)
    # Before two more words, what is left of a name may be a title. What is no letter is not shown,
    # and may be what kept the rest from being read otherwise; so may capitals.
    is_plain = "".join(text.split()).isalpha() and once.marked.upper().lower() == once.marked
    is_name = not once.newborn and len(once.marked.split()) < 3
    if is_plain and is_name and again.repaired_from == once.repaired_from:
        assert again.marked == once.marked


syllables = st.sampled_from(
    ["Nguyễn", "TRẦN", "lê", "Thị", "Văn", "Hoà", "hòa", "Lý", "Đức", "Anh", "V?n", "Quang", "Ý"]
)


@given(st.lists(syllables, min_size=2, max_size=5).filter(lambda words: words[0] != "Anh"))
def test_a_name_is_a_name_of_itself(words: list[str]) -> None:
    once = read_name(" ".join(words))
    assert read_name(once.text) == once
    assert read_name(once.marked).marked == once.marked
    assert len(once.marked.split()) == len(once.plain.split()) == len(words)
    assert set(once.plain) <= set("abcdefghijklmnopqrstuvwxyz? ")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("30/04/1950", "1950-04-30"),
        ("30-4-50", "1950-04-30"),
        ("3/4/05", "2005-04-03"),
        ("3/4/26", "2026-04-03"),
        ("3/4/27", "1927-04-03"),
        ("3.4.1980", "1980-04-03"),
        ("03 / 04 / 1980", "1980-04-03"),
        ("3 4 1980", "1980-04-03"),
        ("1950", "1950"),
        ("04/1950", "1950-04"),
        ("1950-04", "1950-04"),
        ("1950-04-30", "1950-04-30"),
        ("1950/4/3", "1950-04-03"),
        ("19500430", "1950-04-30"),
        ("30041950", "1950-04-30"),
        ("3041950", "1950-04-03"),
        ("041950", "1950-04"),
        ("300450", "1950-04-30"),
        ("80-04-30", "1980-04-30"),
        ("ngày 3 tháng 4 năm 1980", "1980-04-03"),
        ("Ngày 03 tháng 04 năm 1980", "1980-04-03"),
        ("tháng 4 năm 1980", "1980-04"),
        ("sinh năm 1980", "1980"),
        ("khoảng 1980", "1980"),
        ("04/30/1950", "1950-04-30"),
        ("3-Apr-1980", "1980-04-03"),
        ("Apr 3, 1980", "1980-04-03"),
        ("Apr-80", "1980-04"),
        ("1/1/1980 0:00", "1980-01-01"),
        ("1980-01-01T00:00:00Z", "1980-01-01"),
        ("1980-01-01 00:00:00.000", "1980-01-01"),
        ("1/1/1980 12:00:00 AM", "1980-01-01"),
        ("29221", "1980-01-01"),
        ("29221.0", "1980-01-01"),
        ("29221.75", "1980-01-01"),
        ("1980.0", "1980"),
        ("00/00/1980", "1980"),
        ("00/04/1980", "1980-04"),
        ("//1980", "1980"),
        ("?/4/1980", "1980-04"),
        ("3/?/1980", "1980"),
        ("xx/xx/1980", "1980"),
        ("__/04/1980", "1980-04"),
        ("１/１/１９８０", "1980-01-01"),
        ("O1/O1/198O", "1980-01-01"),
        ("31/02/1980", "1980-02"),
        ("29/02/1981", "1981-02"),
        ("45/13/1980", "1980"),
        ("05/00/1980", "1980"),
        ("1/1/2027", ""),
        ("2027", ""),
        ("31/12/1879", ""),
        ("60001", ""),
        ("50", ""),
        ("3/4/198", ""),
        ("mùng ba", ""),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_possible(written: str, read: str) -> None:
    assert read_birth_date(written) == read
    assert read_day(written) == (date.fromisoformat(read) if len(read) == 10 else None)


def test_the_latest_year_is_the_readers() -> None:
    assert read_birth_date("3/4/25", latest_year=2024) == "1925-04-03"
    assert read_birth_date("2027", latest_year=2030) == "2027"


@given(st.dates(date(1880, 1, 1), date(2026, 12, 31)))
def test_every_day_is_read_in_all_its_dresses(day: date) -> None:
    written = ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d%m%Y", "%Y-%m-%d 00:00:00"]
    for dress in written:
        assert read_day(day.strftime(dress)) == day
    assert read_birth_date(read_birth_date(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *((text, "0912345678") for text in ("0912345678", "912345678", "+84912345678")),
        *((text, "0912345678") for text in ("84912345678", "0084912345678", "+84 0912345678")),
        *((text, "0912345678") for text in ("(84) 912-345-678", "0912.345.678", "'0912345678")),
        *((text, "0912345678") for text in ("912345678.0", "9.12345678E+8", "9,12345678E+08")),
        *(
            (text, "0912345678")
            for text in ("O9I2345678", "０９１２３４５６７８", "ĐT: 0912345678")
        ),
        ("0912345678 / 0987654322", "0912345678"),
        ("0912345678-0987654322", "0912345678"),
        ("0912 345 678 - 0987 654 322", "0912345678"),
        ("09123456780987654322", "0912345678"),
        ("0912345678, 02838123456", "0912345678"),
        ("0912345678 (mẹ)", "0912345678"),
        ("01234567891", "0834567891"),
        ("1634567891", "0334567891"),
        ("+841634567891", "0334567891"),
        ("091234567", "091234567"),
        ("09123456788", "09123456788"),
        ("02838123456", "02838123456"),
        ("9.12E+08", ""),
        ("0000000000", ""),
        ("0999999999", ""),
        ("0900000000", ""),
        ("1111111", ""),
        ("0000", ""),
        ("123456789", ""),
        ("0123456789", ""),
        ("091234", ""),
    ],
)
def test_a_telephone_number_is_read_in_any_dress(written: str, read: str) -> None:
    assert read_phone(written) == read
    assert read_phone(read) == read


@given(st.from_regex(r"09[0-9]{6}12", fullmatch=True))
def test_a_mobile_number_is_itself(number: str) -> None:
    for dress in (number, number[1:], f"+84{number[1:]}", f"{number[:4]} {number[4:]}"):
        assert read_phone(dress) == number


@pytest.mark.parametrize(
    ("cccd", "cmnd", "read"),
    [
        ("079085001234", "023456789", ("079085001234", "023456789")),
        ("023456789", "079085001234", ("079085001234", "023456789")),
        ("", "079085001234", ("079085001234", "")),
        ("023456789", "", ("", "023456789")),
        ("23456789", "", ("", "23456789")),
        ("79085001234", "", ("079085001234", "")),
        ("", "79085001234", ("079085001234", "")),
        ("1085001234", "", ("001085001234", "")),
        ("", "1085001234", ("", "1085001234")),
        ("07908500123", "", ("07908500123", "")),
        ("0790850012345", "", ("0790850012345", "")),
        ("", "B1234567", ("", "B1234567")),
        ("b1234567", "", ("", "B1234567")),
        ("B1234567", "023456789", ("", "023456789")),
        ("79085001234.0", "", ("079085001234", "")),
        ("7.9085001234E+10", "", ("079085001234", "")),
        ("7.90850E+10", "", ("", "")),
        ("'079085001234", "", ("079085001234", "")),
        ("079 085 001 234", "", ("079085001234", "")),
        ("O79085OO1234", "", ("079085001234", "")),
        ("", "l23456780", ("", "123456780")),
        ("CMND: 023456789", "", ("", "023456789")),
        ("079085001234/023456789", "", ("079085001234", "023456789")),
        ("079085001234", "079085009999", ("079085001234", "")),
        ("079085001234", "079085001234", ("079085001234", "")),
        ("111111111", "000000000000", ("", "")),
        ("123456789", "012345678901", ("", "")),
        ("12345", "", ("", "")),
    ],
)
def test_numbers_come_into_their_columns(cccd: str, cmnd: str, read: tuple[str, str]) -> None:
    assert read_numbers(cccd, cmnd) == read
    assert read_numbers(*read) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DN4797901234567", "7901234567"),
        ("dn 4 79 7901234567", "7901234567"),
        ("7901234567", "7901234567"),
        ("790123456", "0790123456"),
        ("790123456.0", "0790123456"),
        ("DN47979O1234567", "7901234567"),
        ("0000000000", ""),
        ("12345", ""),
    ],
)
def test_an_insurance_number_is_its_last_ten_digits(written: str, read: str) -> None:
    assert read_insurance(written) == read


def test_words_for_a_sex_are_understood_and_codes_are_not() -> None:
    for word in ("Nam", " NAM ", "trai", "Ông", "M", "male"):
        assert read_sex(word) == "male"
    for word in ("Nữ", "NU", "gái", "bà", "F", "female", "N÷", "Ná»¯", "N?"):
        assert read_sex(word) == "female"
    for word in ("1", "0", "2", "Khác"):
        assert read_sex(word) == ""


def test_a_column_tells_what_its_codes_mean() -> None:
    assert read_sexes(["1", "2", "Nam", "1.0", ""]) == ["male", "female", "male", "male", ""]
    assert read_sexes(["0", "1", "nữ"]) == ["male", "female", "female"]
    assert read_sexes(["1", "1"]) == ["female", "female"]
    assert read_sexes(["0", "1", "2"]) == ["male", "female", ""]
