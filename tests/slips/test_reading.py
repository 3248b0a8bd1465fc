"""What is read from photos of slips, clean and as phones make them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from benchmarks.slips.drawing import (
    CLEAN,
    MODERATE,
    Damage,
    DrawnDose,
    DrawnSlip,
    as_lines,
    as_table,
    photo,
)
from sotiem.slips.facts import CodeKind, FieldName, SlipCode, SlipReading, TextSource
from sotiem.slips.reading import ocr, read_slip

DOSE_NAME = "0b8e0c4e-6f65-4f0e-9f5e-0123456789ab"
CODE = f"SOTIEM:79001-ABCDEF12:{DOSE_NAME}"
PERSON = {
    FieldName.FULL_NAME: "Nguyễn Thị Mai Hương",
    FieldName.BIRTH_DATE: "1985-03-17",
    FieldName.SEX: "female",
    FieldName.IDENTITY: "079185004321",
    FieldName.PHONE: "0903123456",
}


def person(reading: SlipReading) -> dict[FieldName, str]:
    return {name: reading.value(name) for name in PERSON}


def doses(reading: SlipReading) -> list[tuple[str, str, str, str]]:
    return [
        (
            dose.value(FieldName.DOSE_NUMBER),
            dose.value(FieldName.GIVEN_ON),
            dose.value(FieldName.VACCINE),
            dose.value(FieldName.LOT),
        )
        for dose in reading.doses
    ]


BOTH_DOSES = [
    ("1", "2021-08-05", "ASTRAZENECA", "ABW4327"),
    ("2", "2021-10-02", "COMIRNATY", "FK0112"),
]


@pytest.mark.parametrize("drawn", [as_table, as_lines])
@pytest.mark.parametrize("damage", [CLEAN, MODERATE])
def test_person_and_doses_are_read(
    drawn: Callable[[DrawnSlip], Image.Image], damage: Damage
) -> None:
    reading = read_slip(photo(damage=damage, drawn=drawn))

    assert person(reading) == PERSON
    assert doses(reading) == BOTH_DOSES


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_photo_lying_on_its_side_or_head_is_turned(quarters: int) -> None:
    reading = read_slip(photo(damage=Damage(quarters=quarters)))

    assert person(reading) == PERSON


def test_a_photo_held_sideways_is_turned_as_its_file_says() -> None:
    reading = read_slip(photo(damage=Damage(quarters=1, orientation=6)))

    assert reading.value(FieldName.FULL_NAME) == PERSON[FieldName.FULL_NAME]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_code_of_a_slip_tells_its_number_and_which_way_is_up(quarters: int) -> None:
    reading = read_slip(photo(DrawnSlip(code=CODE), Damage(quarters=quarters)))

    assert [code.kind for code in reading.codes] == [CodeKind.SLIP]
    assert reading.codes[0].content == SlipCode("79001-ABCDEF12", DOSE_NAME)
    assert person(reading) == PERSON


def test_a_box_lies_where_the_name_is_printed() -> None:
    """The name begins at (290, 260) of a paper that lies 150 pixels inside the picture."""
    reading = read_slip(photo())

    box = reading.fields[FieldName.FULL_NAME].box
    assert box is not None
    assert box.left == pytest.approx((290 + 150) / 1700, abs=0.01)
    assert box.top == pytest.approx((263 + 150) / 1290, abs=0.015)
    assert box.bottom - box.top < 0.05


def test_boxes_follow_a_picture_that_was_turned() -> None:
    upright = read_slip(photo()).fields[FieldName.FULL_NAME].box
    on_its_head = read_slip(photo(damage=Damage(quarters=2))).fields[FieldName.FULL_NAME].box

    assert upright is not None
    assert on_its_head is not None
    assert on_its_head.right == pytest.approx(1 - upright.left, abs=0.01)
    assert on_its_head.bottom == pytest.approx(1 - upright.top, abs=0.01)


def test_a_bad_photo_is_read_with_less_confidence() -> None:
    bad = replace(MODERATE, blurred=1.6, noise=20.0, quality=55)

    assert read_slip(photo(damage=bad)).confidence < read_slip(photo()).confidence


def test_lines_left_empty_for_later_doses_are_no_doses() -> None:
    empty = DrawnDose(number="2", day="", vaccine="", lot="", place="")
    reading = read_slip(photo(DrawnSlip(doses=(DrawnDose(), empty))))

    assert [dose.value(FieldName.DOSE_NUMBER) for dose in reading.doses] == ["1"]


def test_a_name_that_several_vaccines_share_stays_a_name() -> None:
    reading = read_slip(photo(DrawnSlip(doses=(DrawnDose(vaccine="Vero Cell"),))))

    assert reading.doses[0].value(FieldName.VACCINE) == "Vero Cell"


def test_an_editor_that_names_itself_is_told_and_a_phone_is_not() -> None:
    edited = read_slip(photo(damage=Damage(software="Adobe Photoshop 25.1")))
    taken = read_slip(photo(damage=Damage(software="SM-A125F A125FXXU1BUE3")))

    assert (edited.edited_with, taken.edited_with) == ("Adobe Photoshop 25.1", "")


def test_without_tesseract_codes_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: None)

    reading = read_slip(photo(DrawnSlip(code=CODE)))

    assert reading.source is TextSource.NOT_INSTALLED
    assert [code.kind for code in reading.codes] == [CodeKind.SLIP]
    assert reading.fields == {}
