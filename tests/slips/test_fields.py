"""Fields are found in words, however they were misread."""

import pytest

from sotiem.slips.facts import FieldName
from sotiem.slips.geometry import UNCHANGED
from sotiem.slips.reading.fields import Where, read_fields
from sotiem.slips.reading.labels import find_labels
from sotiem.slips.reading.ocr import Word
from sotiem.slips.reading.values import meant_vaccines, normal

WHERE = Where(UNCHANGED, (1000, 1000))


def words(*lines: str) -> list[Word]:
    """Words as they stand in lines, ten pixels a letter."""
    made: list[Word] = []
    for row, line in enumerate(lines):
        left, top = 0.0, row * 40.0
        for text in line.split():
            made.append(Word(text, 0.9, left, top, left + 10 * len(text), top + 20))
            left += 10 * len(text) + 10
    return made


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Họ và tên: Lê An", [FieldName.FULL_NAME]),
        ("Ho vò tên Lê An", [FieldName.FULL_NAME]),
        ("Ngòy, thúng, năm sinh: 1985", [FieldName.BIRTH_DATE]),
        ("Ngày sinh: 1985 Điện thoai: 09", [FieldName.BIRTH_DATE, FieldName.PHONE]),
        ("Sẽ CMT/CCCD/Hộ chiếu: 0", [FieldName.IDENTITY]),
        ("Vắcxin: Pfizer Sốlô: FK", [FieldName.VACCINE, FieldName.LOT]),
        ("Trạm y tế phường Bến Nghé", []),
    ],
)
def test_labels_are_known_although_letters_were_misread(line: str, found: list[FieldName]) -> None:
    assert [label.field for label in find_labels(words(line))] == found


@pytest.mark.parametrize("begin", ["Mũi 1:", "Mũi1:", "Mũil:", "Mũi thứ nhất:", "Liều 1", ""])
def test_a_dose_begins_where_its_number_or_its_day_stands(begin: str) -> None:
    _, doses = read_fields(
        words(
            f"{begin} Ngày tiêm: O5/08/2021 Vắc xin: Abdala Số lô: NC75250",
            "Nơi tiêm: Trạm y tế",
            "Mũi 2: Ngày tiêm: 25/09/2021 Vắc xin: Moderna Số lô: PV89938",
        ),
        WHERE,
    )

    told = [(dose.value(FieldName.DOSE_NUMBER), dose.value(FieldName.GIVEN_ON)) for dose in doses]
    assert told == [("1", "2021-08-05"), ("2", "2021-09-25")]
    assert doses[0].value(FieldName.PLACE) == "Trạm y tế"


def test_the_number_of_a_place_in_the_list_is_hardly_believed() -> None:
    _, doses = read_fields(words("Ngày tiêm: 05/08/2021 Vắc xin: Abdala"), WHERE)

    assert doses[0].fields[FieldName.DOSE_NUMBER].confidence <= 0.3


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        (FieldName.LOT, "FKO112", "FK0112"),
        (FieldName.LOT, "abw 4327.", "ABW4327"),
        (FieldName.LOT, "Trạm", ""),
        (FieldName.GIVEN_ON, "ngày O5/08/2O21", "2021-08-05"),
        (FieldName.GIVEN_ON, "O5/08/2021", "2021-08-05"),
        (FieldName.IDENTITY, "O79185004321", "079185004321"),
        (FieldName.PHONE, "0903.123.456", "0903123456"),
        (FieldName.FULL_NAME, "| NGUYỄN THỊ MAI *", "Nguyễn Thị Mai"),
        (FieldName.SEX, "Nữ.", "female"),
        (FieldName.DOSE_NUMBER, "thứ hai", "2"),
        (FieldName.DOSE_NUMBER, "12", ""),
        (FieldName.VACCINE, "AstrdZenecd", "ASTRAZENECA"),
        (FieldName.VACCINE, "Vero Cell", "Vero Cell"),
        (FieldName.VACCINE, "không rõ", ""),
        (FieldName.SLIP_NUMBER, "79001-abc1 cấp", "79001-ABC1"),
    ],
)
def test_values_have_one_normal_form(name: FieldName, text: str, value: str) -> None:
    assert normal(name, text) == value


def test_a_shared_name_means_each_vaccine_that_bears_it() -> None:
    assert meant_vaccines("Vero Cell") == {"VERO_CELL_BIBP", "VERO_CELL_WIBP"}
    assert meant_vaccines("COMIRNATY") == {"COMIRNATY"}
    assert meant_vaccines("Nước cất") == frozenset()
