"""Each way in which a person is written wrong: who is found, among family, neighbours, namesakes.

The people are invented. `WOMAN`, `MAN` and `CHILD` are on record with all who are easily taken for
them; each case writes one of them down with one kind of error, and sometimes with less beside it.
"""

from dataclasses import asdict, replace
from typing import Any, Final

import pytest
from _pytest.mark import ParameterSet

from benchmarks.people import spelling
from sotiem.foundation.actors import machine
from sotiem.matching.facts import Match, PersonClue, Zone
from sotiem.matching.queries import match_one
from sotiem.matching.rules.keys import LARGEST_BLOCK
from sotiem.patients.facts import PatientFacts
from sotiem.patients.operations import register_patients
from sotiem.places.models import AdministrativeUnit
from tests.factories import patients

pytestmark = pytest.mark.django_db

HOTLINE: Final = "0900000111"
WOMAN: Final = PatientFacts(
    full_name="Đặng Thị Thúy Trinh",
    birth_date="1987-04-03",
    sex="female",
    phone="0791234567",
    cccd="079187001234",
    cmnd="023456789",
)
MAN: Final = PatientFacts(
    full_name="Lý Gia Sỹ Long",
    birth_date="1962-01-25",
    sex="male",
    phone="0327654321",
    cccd="001062004321",
    cmnd="011223344",
)
CHILD: Final = PatientFacts(
    full_name="Trần Đặng Minh Khôi", birth_date="2021-02-09", sex="male", phone=WOMAN.phone
)
HUSBAND: Final = replace(
    WOMAN, full_name="Trần Văn Hưng", birth_date="1985-10-12", sex="male",
    cccd="079085004455", cmnd="024455667",
)  # fmt: skip
MOTHER: Final = replace(
    WOMAN, full_name="Đặng Thị Lành", birth_date="1960-06-20", cccd="079160007788", cmnd=""
)
TWIN: Final = replace(WOMAN, full_name="Đặng Thị Thúy Trâm", cccd="079187001235", cmnd="023456790")
NAMESAKE: Final = replace(
    WOMAN, birth_date="1987-11-20", phone="0909888777", cccd="079187009911", cmnd=""
)
NEIGHBOURS: Final = (
    replace(WOMAN, full_name="Phạm Thu Hà", phone="0911222333", cccd="079187005566", cmnd=""),
    replace(MAN, full_name="Lý Thị Sen", birth_date="1965-05-08", sex="female",
            cccd="001165008877", cmnd=""),
    replace(MAN, birth_date="1971-03-14", phone="0988111222", cccd="001071002233", cmnd=""),
    replace(CHILD, full_name="Trần Đặng Minh Châu", birth_date="2017-08-30", sex="female"),
)  # fmt: skip
LINK: Final = frozenset({Zone.LINK})
LOOK: Final = frozenset({Zone.LINK, Zone.REVIEW})
NOBODY: Final = frozenset({Zone.REVIEW, Zone.NEW})


def commune(code: str, version: str) -> AdministrativeUnit:
    return AdministrativeUnit.objects.get(level="commune", code=code, version=version)


def on_record(*people: PatientFacts) -> list[int]:
    """All live in one commune; very many more left the number of a hotline."""
    home = commune("26779", "2004")
    known = [replace(person, commune_id=home.pk) for person in people]
    callers = [
        patients.facts(
            full_name=f"{'Vũ' if n % 2 else 'Ngô'} Thị {'BCDGHKLMNPQRSTVX'[n % 16]}ương",
            birth_date=f"{1930 + n % 60}-{1 + n % 12:02}-{1 + n % 27:02}",
            phone=HOTLINE,
            cccd="",
        )
        for n in range(LARGEST_BLOCK + 10)
    ]
    registered = register_patients(
        people=[*known, *callers], origin="test", by=machine("test"), at=patients.AT
    )
    return [patient.pk for patient in registered[: len(people)]]


def match(person: PatientFacts, changes: dict[str, Any]) -> Match:
    written = {**asdict(person), **changes}
    if isinstance(unit := written.get("commune_id"), tuple):
        written["commune_id"] = commune(*unit).pk
    return match_one(PersonClue(**written))


def case(kind: str, person: PatientFacts, zones: frozenset[Zone], **changes: Any) -> ParameterSet:
    return pytest.param(person, changes, zones, id=kind)


NO_NUMBER: Final = {"cccd": "", "cmnd": ""}
THERE: Final = {"commune_id": ("26779", "2004")}
HER: Final = WOMAN.full_name
NAMES: Final = [
    case("marks_lost", WOMAN, LINK, full_name="DANG THI THUY TRINH", **NO_NUMBER),
    case("tone_on_the_other_vowel", WOMAN, LINK, full_name="Đặng Thị Thuý Trinh", **NO_NUMBER),
    case("i_for_y", MAN, LINK, full_name="Lí Gia Sĩ Long", **NO_NUMBER),
    case("D_for_Đ", WOMAN, LINK, full_name="Dặng Thị Thúy Trinh", **NO_NUMBER),
    case("telex_keys", WOMAN, LINK, full_name="Ddawngj Thij Thusy Trinh", **NO_NUMBER),
    case("tcvn3", WOMAN, LINK, full_name=spelling.tcvn3(HER), **NO_NUMBER),
    case("vni", WOMAN, LINK, full_name=spelling.vni(HER), **NO_NUMBER),
    case("double_utf_8", WOMAN, LINK, full_name=HER.encode().decode("latin-1"), **NO_NUMBER),
    case("letters_lost", WOMAN, LINK, full_name=spelling.lose_letters(HER), **NO_NUMBER),
    case("given_name_first", WOMAN, LINK, full_name="Trinh Đặng Thị Thúy", cmnd=""),
    case("given_name_first_no_number", WOMAN, LOOK, full_name="Trinh Đặng Thị Thúy", **NO_NUMBER),
    case("middle_name_missing", WOMAN, LINK, full_name="Đặng Trinh", **NO_NUMBER),
    case("middle_word_missing", MAN, LINK, full_name="Lý Sỹ Long", **NO_NUMBER),
    case("initials", WOMAN, LINK, full_name="Đ. T. T. Trinh", **NO_NUMBER),
    case("one_letter_wrong", WOMAN, LINK, full_name="Đặng Thị Thúy Trịnh", **NO_NUMBER),
    case("one_letter_lost", WOMAN, LINK, full_name="Đặng Thị Thúy Trih", cmnd=""),
    case("one_letter_lost_no_number", WOMAN, LOOK, full_name="Đặng Thị Thúy Trih", **NO_NUMBER),
    case("two_letters_wrong", WOMAN, LOOK, full_name="Đặng Thị Thỷu Trnih", **NO_NUMBER),
    case("ch_for_tr", WOMAN, LINK, full_name="Đặng Thị Thúy Chinh", cmnd=""),
    # A sister may be called so.
    case("ch_for_tr_no_number", WOMAN, LOOK, full_name="Đặng Thị Thúy Chinh", **NO_NUMBER),
    case("x_for_s", MAN, LINK, full_name="Lý Gia Xỹ Long", **NO_NUMBER),
    case("n_for_l", MAN, LINK, full_name="Lý Gia Sỹ Nong", **NO_NUMBER),
    case("d_for_gi", MAN, LINK, full_name="Lý Da Sỹ Long", **NO_NUMBER),
    case("v_for_gi", MAN, LINK, full_name="Lý Va Sỹ Long", **NO_NUMBER),
    case("name_of_a_nickname", WOMAN, LOOK, full_name="Đặng Thị Thúy Út", cmnd=""),
    case("married_name", WOMAN, LOOK, full_name="Trần Thị Thúy Trinh", cmnd=""),
    case("title_before_the_name", WOMAN, LINK, full_name="Bà Đặng Thị Thúy Trinh", **NO_NUMBER),
    case("newborn_by_the_mothers_name", CHILD, LOOK, full_name=f"Con bà {HER}", **THERE),
]
DAYS: Final = [
    case("day_and_month_swapped", WOMAN, LINK, birth_date="04/03/1987", cmnd=""),
    case("day_and_month_swapped_no_number", WOMAN, LINK, birth_date="1987-03-04", **NO_NUMBER),
    case("first_of_january", WOMAN, LINK, birth_date="01/01/1987", cmnd=""),
    case("first_of_january_no_number", WOMAN, LOOK, birth_date="01/01/1987", **NO_NUMBER),
    case("year_only", WOMAN, LINK, birth_date="1987", cmnd=""),
    case("year_and_phone_only", WOMAN, LOOK, birth_date="1987", **NO_NUMBER),
    case("one_digit_wrong", WOMAN, LINK, birth_date="08/04/1987", cmnd=""),
    case("one_digit_of_the_year_wrong", WOMAN, LINK, birth_date="03/04/1981", **NO_NUMBER),
    case("two_digit_year", WOMAN, LINK, birth_date="3/4/87", **NO_NUMBER),
    case("excel_serial", WOMAN, LINK, birth_date="31870", **NO_NUMBER),
    case("a_day_off", WOMAN, LINK, birth_date="04/04/1987", **NO_NUMBER),
    case("another_year", WOMAN, LINK, birth_date="03/04/1979", cmnd=""),
    case("another_year_no_number", WOMAN, LOOK, birth_date="03/04/1979", **NO_NUMBER),
    case("no_birth_date", WOMAN, LOOK, birth_date="", cmnd=""),
]
PHONES: Final = [
    case("eleven_digits_of_before_2018", WOMAN, LINK, phone="01211234567",
         **NO_NUMBER),
    case("eleven_digits_of_viettel", MAN, LINK, phone="01627654321", **NO_NUMBER),
    case("plus_84", WOMAN, LINK, phone="+84 79 123 4567", **NO_NUMBER),
    case("zero_lost", WOMAN, LINK, phone="791234567", **NO_NUMBER),
    case("phone_of_a_relative", MAN, LINK, phone="0988111222", cmnd=""),
    case("phone_of_a_relative_no_number", MAN, LOOK, phone="0988111222", **NO_NUMBER),
    case("hotline", WOMAN, LINK, phone=HOTLINE, cmnd=""),
    case("hotline_no_number", WOMAN, LOOK, phone=HOTLINE, **NO_NUMBER, **THERE),
    case("one_digit_of_the_phone_wrong", WOMAN, LINK, phone="0791234568", **NO_NUMBER),
    case("no_phone", WOMAN, LINK, phone="", cmnd=""),
]  # fmt: skip
NUMBERS: Final = [
    case("cmnd_in_the_column_of_the_cccd", WOMAN, LINK, cccd=WOMAN.cmnd, cmnd="", phone=""),
    case("cccd_in_the_column_of_the_cmnd", WOMAN, LINK, cccd="", cmnd=WOMAN.cccd, phone=""),
    case("zeros_of_the_cccd_lost", WOMAN, LINK, cccd="79187001234", cmnd="", phone=""),
    case("zeros_lost_to_a_float", MAN, LINK, cccd="1062004321.0", cmnd="", phone=""),
    case("zero_of_the_cmnd_lost", WOMAN, LINK, cccd="", cmnd="23456789", phone=""),
    case("scientific", WOMAN, LOOK, cccd="7.91870E+10", cmnd="", phone=""),
    case("one_digit_of_the_cccd_wrong", WOMAN, LINK, cccd="079187001934", cmnd="", phone=""),
    case("two_digits_transposed", WOMAN, LINK, cccd="079187001243", cmnd="", phone=""),
    case("cccd_of_a_parent", WOMAN, LOOK, cccd=MOTHER.cccd, cmnd=""),
    case("childs_row_with_a_parents_cccd", CHILD, LOOK, cccd=WOMAN.cccd),
    case("old_cmnd_now_a_cccd", WOMAN, LOOK, cccd="", cmnd="", **THERE),
    case("cccd_and_another_cmnd", WOMAN, LINK, cmnd="023999111", phone=""),
]
PLACES: Final = [
    case("place_of_before_2025", WOMAN, LOOK, phone="", **NO_NUMBER, **THERE),
    case("place_of_today", WOMAN, LOOK, phone="", **NO_NUMBER, commune_id=("26767", "2025")),
    case("address_without_district", WOMAN, LOOK, phone="", **NO_NUMBER,
         address="Phường An Phú Đông, TP. Hồ Chí Minh"),
    case("moved_to_another_province", WOMAN, LINK, cmnd="", commune_id=("00008", "2025")),
    case("sex_wrong", WOMAN, LINK, sex="male", cmnd=""),
    case("sex_wrong_no_number", WOMAN, LINK, sex="male", **NO_NUMBER),
    case("sex_missing", WOMAN, LINK, sex="", **NO_NUMBER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "changes", "zones"), [*NAMES, *DAYS, *PHONES, *NUMBERS, *PLACES]
)
def test_found(person: PatientFacts, changes: dict[str, Any], zones: frozenset[Zone]) -> None:
    """The right person comes first; where a machine may link, it does."""
    everyone = (WOMAN, MAN, CHILD, HUSBAND, MOTHER, NAMESAKE, *NEIGHBOURS)
    ids = dict(zip(everyone, on_record(*everyone), strict=True))
    found = match(person, changes)
    assert [each.patient_id for each in found.candidates[:1]] == [ids[person]]
    assert found.zone in zones
    assert found.patient_id in (None, ids[person])


OTHERS: Final = [
    case("twin", TWIN, NOBODY, **NO_NUMBER),
    case("twin_with_her_own_number", TWIN, NOBODY),
    case("twin_written_without_marks", TWIN, NOBODY, full_name="DANG THI THUY TRAM", **NO_NUMBER),
    case("twin_with_a_year_only", TWIN, NOBODY, birth_date="1987", **NO_NUMBER),
    case("twin_brother", TWIN, NOBODY, full_name="Đặng Văn Trí", sex="male", **NO_NUMBER),
    case("twin_whose_name_sounds_alike", TWIN, NOBODY, full_name="Đặng Thị Thúy Trình",
         cccd="079187005678", cmnd=""),
    case("namesake_of_the_village", NAMESAKE, NOBODY, **THERE),
    case("namesake_of_the_village_no_number", NAMESAKE, NOBODY, **NO_NUMBER, **THERE),
    case("namesake_of_the_village_no_number_no_phone", NAMESAKE, NOBODY, phone="",
         **NO_NUMBER, **THERE),
    case("namesake_of_the_day", NAMESAKE, NOBODY, birth_date=WOMAN.birth_date,
         commune_id=("00008", "2025")),
    case("namesake_of_the_day_no_number", NAMESAKE, NOBODY, birth_date=WOMAN.birth_date,
         **NO_NUMBER, commune_id=("00008", "2025")),
    case("namesake_of_the_day_and_nothing_else", NAMESAKE, NOBODY, birth_date=WOMAN.birth_date,
         phone="", **NO_NUMBER),
    case("daughter_of_the_same_name", WOMAN, NOBODY, birth_date="2010-04-03",
         cccd="079310001234", cmnd="", **THERE),
    case("daughter_of_the_same_name_no_number", WOMAN, NOBODY, birth_date="2010-09-30",
         **NO_NUMBER, **THERE),
    case("husband", HUSBAND, NOBODY, **THERE),
    case("husband_with_her_number", HUSBAND, NOBODY, cccd=WOMAN.cccd, cmnd="", **THERE),
    case("mother", MOTHER, NOBODY, **THERE),
    case("mother_no_number", MOTHER, NOBODY, **NO_NUMBER, **THERE),
    case("newborn_by_the_mothers_name", CHILD, NOBODY, full_name=f"Con bà {HER}", **THERE),
    case("newborn_with_the_mothers_number", CHILD, NOBODY, full_name=f"Con bà {HER}",
         cccd=WOMAN.cccd, **THERE),
    case("child_with_the_mothers_number", CHILD, NOBODY, cccd=WOMAN.cccd, **THERE),
    case("neighbour_of_the_same_day", NEIGHBOURS[0], NOBODY, **THERE),
    case("neighbour_of_the_same_day_at_the_hotline", NEIGHBOURS[0], NOBODY, phone=HOTLINE,
         **NO_NUMBER, **THERE),
]  # fmt: skip


@pytest.mark.parametrize(("person", "changes", "zones"), OTHERS)
def test_another_person(
    person: PatientFacts, changes: dict[str, Any], zones: frozenset[Zone]
) -> None:
    """Whoever is not on record is nobody on record, whatever she shares with some of them."""
    on_record(WOMAN, MAN)
    found = match(person, changes)
    assert found.patient_id is None
    assert found.zone in zones


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="with_her_number"),
        pytest.param(NO_NUMBER, id="with_no_number"),
        pytest.param({"cccd": "079187001236", "cmnd": ""}, id="with_a_number_near_both"),
        pytest.param({**NO_NUMBER, "full_name": "DANG THI THUY TRINH"}, id="without_marks"),
        pytest.param({**NO_NUMBER, "full_name": "Đặng Thị Thúy Tr"}, id="with_half_a_name"),
    ],
)
def test_of_two_twins_on_record_never_the_other(changes: dict[str, str]) -> None:
    her, twin = on_record(WOMAN, TWIN)
    found = match(WOMAN, changes)
    assert found.patient_id in (None, her)
    assert {each.patient_id for each in found.candidates[:2]} <= {her, twin}
    if changes == {}:
        assert found.patient_id == her
