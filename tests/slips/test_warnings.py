"""Each of the 13 reasons for which officers refuse, told by machine and by nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.slips.drawing import Damage, DrawnDose, DrawnSlip, as_portrait, photo, photographed
from certificate_format import CertificatePayload, PersonName, VaccinationEntry
from sotiem.slips.facts import (
    Agreement,
    Box,
    CodeKind,
    Compared,
    DoseSaid,
    Fault,
    FieldName,
    PhotoLook,
    ReadCode,
    ReadDose,
    ReadField,
    RefusalReason,
    SlipClaim,
    SlipCode,
    SlipReading,
    SlipWarning,
    TextSource,
)
from sotiem.slips.looks import look_at_photo
from sotiem.slips.reading import read_slip
from sotiem.slips.rules import compare, warnings

GOOD = PhotoLook(
    blurred=False,
    too_dark=False,
    only_a_portrait=False,
    covered=False,
    cut_off=False,
    no_text=False,
    sharpness=0.8,
    brightness=0.9,
    skin=0.0,
    hidden=0.0,
    edges_out=0,
    marks=300,
)
CLAIM = SlipClaim(
    full_name="Nguyễn Thị Mai Hương",
    birth_date="1985-03-17",
    sex="female",
    doses=(
        DoseSaid(number=1, given_on=date(2021, 8, 5), vaccine="AstraZeneca", lot="ABW4327"),
        DoseSaid(number=2, given_on=date(2021, 10, 2), vaccine="COMIRNATY", lot="FK0112"),
    ),
)


def read(value: str, confidence: float = 0.9) -> ReadField:
    return ReadField(value, value, confidence, None)


def dose(number: str, day: str, vaccine: str, lot: str) -> ReadDose:
    named = {
        FieldName.DOSE_NUMBER: number,
        FieldName.GIVEN_ON: day,
        FieldName.VACCINE: vaccine,
        FieldName.LOT: lot,
    }
    return ReadDose({name: read(value) for name, value in named.items() if value})


PERSON = {
    FieldName.FULL_NAME: read("Nguyễn Thị Mai Hương"),
    FieldName.BIRTH_DATE: read("1985-03-17"),
    FieldName.SEX: read("female"),
}
DOSES = (
    dose("1", "2021-08-05", "ASTRAZENECA", "ABW4327"),
    dose("2", "2021-10-02", "COMIRNATY", "FK0112"),
)
READING = SlipReading(fields=PERSON, doses=DOSES, confidence=0.9)


def without(name: FieldName) -> SlipReading:
    return replace(READING, fields={key: value for key, value in PERSON.items() if key is not name})


def reasons(
    claim: SlipClaim = CLAIM, reading: SlipReading = READING, look: PhotoLook = GOOD
) -> list[RefusalReason]:
    return [warning.reason for warning in warnings(claim, reading, look)]


def saying(first: DoseSaid) -> SlipClaim:
    return replace(CLAIM, doses=(first,))


def test_a_slip_that_says_what_is_said_is_warned_of_nothing() -> None:
    assert reasons() == []
    assert {each.agreement for each in compare(CLAIM, READING)} == {Agreement.AGREES}


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (replace(READING, doses=()), RefusalReason.SLIP_INCOMPLETE),
        (
            replace(READING, doses=(dose("1", "", "ASTRAZENECA", ""),)),
            RefusalReason.SLIP_INCOMPLETE,
        ),
        (
            replace(READING, doses=(dose("1", "2021-08-05", "", ""),)),
            RefusalReason.SLIP_INCOMPLETE,
        ),
        (without(FieldName.FULL_NAME), RefusalReason.SLIP_LACKS_PERSON),
        (replace(READING, edited_with="GIMP 2.10"), RefusalReason.SLIP_EDITED),
        (replace(READING, doses=(DOSES[1], DOSES[0])), RefusalReason.SLIP_EDITED),
        (
            replace(READING, fields={**PERSON, FieldName.BIRTH_DATE: read("2021-09-01")}),
            RefusalReason.SLIP_EDITED,
        ),
    ],
)
def test_what_a_slip_lacks_or_contradicts_is_told(
    reading: SlipReading, reason: RefusalReason
) -> None:
    claim = replace(CLAIM, birth_date="", doses=())

    assert reasons(claim, reading) == [reason]


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (replace(CLAIM, full_name="Trần Văn Bình"), RefusalReason.NAME_CONTRADICTS),
        (replace(CLAIM, birth_date="1958-03-17"), RefusalReason.BIRTH_DATE_DIFFERS),
        (
            saying(DoseSaid(number=2, given_on=date(2021, 8, 5))),
            RefusalReason.DOSE_DIFFERS,
        ),
        (saying(DoseSaid(number=3)), RefusalReason.DOSE_DIFFERS),
        (
            saying(DoseSaid(number=1, given_on=date(2021, 8, 15))),
            RefusalReason.DATE_DIFFERS,
        ),
        (
            saying(DoseSaid(number=1, given_on=date(2021, 8, 5), vaccine="Moderna")),
            RefusalReason.VACCINE_DIFFERS,
        ),
        (replace(CLAIM, full_name="Nguyen Thi Mai Huong"), RefusalReason.NAME_WITHOUT_MARKS),
        (replace(CLAIM, full_name="Nguyễn Hương"), RefusalReason.NAME_WITHOUT_MARKS),
        (
            SlipClaim(
                full_name="Trần Văn Bình",
                birth_date="1960-01-01",
                doses=(DoseSaid(number=5, vaccine="Moderna"),),
            ),
            RefusalReason.NOTHING_AGREES,
        ),
    ],
)
def test_what_is_said_otherwise_than_the_slip_is_told(
    claim: SlipClaim, reason: RefusalReason
) -> None:
    assert reasons(claim) == [reason]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.ONLY_A_PORTRAIT, RefusalReason.ONLY_A_PORTRAIT),
        (Fault.NO_TEXT, RefusalReason.SLIP_BLURRED),
        (Fault.BLURRED, RefusalReason.SLIP_BLURRED),
        (Fault.TOO_DARK, RefusalReason.SLIP_BLURRED),
        (Fault.COVERED, RefusalReason.SLIP_COVERED),
        (Fault.CUT_OFF, RefusalReason.SLIP_COVERED),
    ],
)
def test_a_bad_photo_is_told_before_and_instead_of_what_it_hides(
    fault: Fault, reason: RefusalReason
) -> None:
    look = replace(GOOD, **{fault.value: True})

    assert warnings(CLAIM, SlipReading(), look) == [SlipWarning(reason, fault)]


def test_the_name_of_the_slip_is_proposed_for_one_without_marks() -> None:
    (warning,) = warnings(replace(CLAIM, full_name="NGUYEN THI MAI HUONG"), READING, GOOD)

    assert warning.proposal == "Nguyễn Thị Mai Hương"


def test_a_name_of_letters_that_never_had_marks_is_left_alone() -> None:
    reading = replace(READING, fields={**PERSON, FieldName.FULL_NAME: read("Le Anh Khoa")})

    assert reasons(replace(CLAIM, full_name="Le Anh Khoa"), reading) == []


def test_marks_lost_by_the_reader_contradict_nobody() -> None:
    reading = replace(READING, fields={**PERSON, FieldName.FULL_NAME: read("Nguyên Thi Mai Hưong")})

    assert reasons(CLAIM, reading) == []


def test_what_was_hardly_read_contradicts_nobody() -> None:
    unsure = {**PERSON, FieldName.FULL_NAME: read("Trằn Vắn Bính", 0.3)}

    assert reasons(CLAIM, replace(READING, fields=unsure)) == []


def test_a_slip_without_sex_is_whole_and_another_sex_is_compared() -> None:
    assert reasons(CLAIM, without(FieldName.SEX)) == []
    told = compare(replace(CLAIM, sex="male"), READING)
    assert Compared(FieldName.SEX, Agreement.DIFFERS, None, "female") in told


def test_a_name_that_several_vaccines_share_agrees_with_each_of_them() -> None:
    reading = replace(READING, doses=(dose("1", "2021-08-05", "Vero Cell", ""),))
    said = DoseSaid(number=1, given_on=date(2021, 8, 5), vaccine="VERO_CELL_WIBP")

    assert reasons(saying(said), reading) == []


def test_a_lot_read_with_a_letter_for_a_nought_agrees() -> None:
    said = DoseSaid(number=2, given_on=date(2021, 10, 2), lot="FKO112")

    assert Compared(FieldName.LOT, Agreement.AGREES, 0, "FK0112") in compare(saying(said), READING)


def test_a_year_of_birth_agrees_with_a_day_of_it() -> None:
    assert reasons(replace(CLAIM, birth_date="1985")) == []


def test_a_code_that_names_another_slip_than_printed_is_told() -> None:
    code = ReadCode(CodeKind.SLIP, "", Box(0, 0, 1, 1), SlipCode("79001-ABCDEF12", ""))
    fields = {**PERSON, FieldName.SLIP_NUMBER: read("79001-00345678")}

    assert reasons(CLAIM, replace(READING, codes=(code,), fields=fields)) == [
        RefusalReason.SLIP_EDITED
    ]


def test_a_certificate_in_the_picture_tells_the_name() -> None:
    entry = VaccinationEntry(
        disease="840539006", prophylaxis="1119349007", product="EU/1/20/1528",
        maker="ORG-100030215", dose_number=2, series_doses=2, given_on=date(2021, 10, 2),
        country="VN", issuer="Bộ Y tế", uci="URN:UVCI:01:VN:0",
    )  # fmt: skip
    payload = CertificatePayload(
        PersonName.from_full_name("Nguyễn Thị Mai Hương"), "1985-03-17", entry
    )
    code = ReadCode(CodeKind.CERTIFICATE, "", Box(0, 0, 1, 1), payload)

    assert reasons(replace(CLAIM, doses=()), SlipReading(codes=(code,))) == []


def test_nothing_is_missing_where_nothing_could_read() -> None:
    assert reasons(CLAIM, SlipReading(source=TextSource.NOT_INSTALLED)) == []


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (photographed(as_portrait()), RefusalReason.ONLY_A_PORTRAIT),
        (photo(damage=Damage(blurred=5.0)), RefusalReason.SLIP_BLURRED),
        (photo(damage=Damage(finger=(0.35, 0.4))), RefusalReason.SLIP_COVERED),
        (photo(DrawnSlip(full_name="")), RefusalReason.SLIP_LACKS_PERSON),
        (photo(DrawnSlip(doses=())), RefusalReason.SLIP_INCOMPLETE),
        (
            photo(DrawnSlip(doses=(DrawnDose(day="15/08/2021"),))),
            RefusalReason.DATE_DIFFERS,
        ),
    ],
)
def test_reasons_are_found_on_photos(picture: bytes, reason: RefusalReason) -> None:
    claim = saying(DoseSaid(number=1, given_on=date(2021, 8, 5), vaccine="AstraZeneca"))

    assert reason in reasons(claim, read_slip(picture), look_at_photo(picture))
