"""What is found in a row: all of it, and of no other row."""

from dataclasses import replace
from datetime import date

import pytest

from sotiem.doses.models import Dose
from sotiem.imports.models import ImportRow
from sotiem.places.models import AdministrativeUnit
from sotiem.portals.facility.refusals import sentence_of_row
from tests.factories import doses, imports, links, patients, reference

pytestmark = pytest.mark.django_db
OTHER = {"name": "Lê Thị Gương", "sex": "Nữ", "number": "", "phone": "0987654321"}


def found(**changes: str) -> tuple[str, list[tuple[str, str]]]:
    """The fate of a changed row and what was found; a good row beside it is always taken."""
    clerk = imports.clerk()
    content = imports.sheet(imports.row(**changes), imports.row(**OTHER))
    imports.checked(content, by=clerk)
    changed, good = ImportRow.objects.order_by("number")
    assert (good.outcome, good.problems) == ("new", [])
    return changed.outcome, [(one["column"], one["code"]) for one in changed.problems]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"name": ""}, "Họ và tên*", "empty"),
        ({"name": "Nguyễn V?n A"}, "Họ và tên*", "name_lost_letters"),
        ({"born": "01/01/2030"}, "Ngày sinh*", "birth_date_in_future"),
        ({"born": "30/02/1987"}, "Ngày sinh*", "birth_date_not_a_day"),
        ({"sex": "con trai"}, "Giới tính*", "sex_unknown_word"),
        ({"phone": "02838291234"}, "Số điện thoại*", "phone_landline"),
        ({"phone": ""}, "Số điện thoại*", "empty"),
        ({"number": "12345"}, "CMND/CCCD", "national_number_length"),
        ({"number": "999187001234"[:11] + "x"}, "CMND/CCCD", "national_number_character"),
        ({"bhyt": "DN9790123456789"}, "Số thẻ BHYT", "bhyt_unknown_benefit"),
        ({"vaccine": ""}, "Vắc xin mũi 1*", "empty"),
        ({"vaccine": "không nhớ"}, "Vắc xin mũi 1*", "vaccine_unknown"),
        ({"vaccine": "Vero Cell"}, "Vắc xin mũi 1*", "vaccine_ambiguous"),
        ({"day": "31/09/2021"}, "Ngày tiêm mũi 1*", "day_not_a_day"),
        ({"day": "09/14/2021"}, "Ngày tiêm mũi 1*", "day_and_month_swapped"),
        ({"day": "13/10/2021"}, "Ngày tiêm mũi 1*", "day_in_future"),
        ({"day": "01/01/2099"}, "Ngày tiêm mũi 1*", "day_in_future"),
        ({"day": "07/03/2021"}, "Ngày tiêm mũi 1*", "before_campaign"),
        ({"born": "15/09/2021", "number": ""}, "Ngày tiêm mũi 1*", "before_birth"),
        ({"lot": ""}, "Số lô mũi 1*", "empty"),
        ({"lot": "KHONG-CO"}, "Số lô mũi 1*", "lot_unknown"),
        ({"facility": "79999"}, "Cơ sở tiêm mũi 1 (mã)*", "facility_unknown"),
    ],
)
def test_a_row_with_an_error_is_refused_under_its_column(
    changes: dict[str, str], column: str, code: str
) -> None:
    assert found(**changes) == ("refused", [(column, code)])


def test_a_lot_of_another_vaccine_and_a_dose_of_another_facility_are_refused_together() -> None:
    reference.lot("PF0001", of="COMIRNATY")
    reference.facility("79102", "Trạm Y tế Bình An")
    assert found(lot="pf 0001", facility="79102", phone="1234") == (
        "refused",
        [
            ("Số điện thoại*", "phone_length"),
            ("Số lô mũi 1*", "lot_of_another_vaccine"),
            ("Cơ sở tiêm mũi 1 (mã)*", "facility_is_another"),
        ],
    )


def test_a_lot_decides_between_vaccines_of_one_name() -> None:
    reference.lot("VC0001", of="VERO_CELL_BIBP")
    assert found(vaccine="Vero Cell", lot="VC0001") == ("new", [])


def test_a_row_without_a_dose_says_so() -> None:
    assert found(vaccine="", day="", lot="") == ("refused", [("Ngày tiêm mũi 1*", "no_dose")])


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"born": "03/04/1986"}, "cccd_birth_year_differs"), ({"sex": "Nam"}, "cccd_sex_differs")],
)
def test_a_number_that_contradicts_its_owner_waits_for_a_person(
    changes: dict[str, str], code: str
) -> None:
    assert found(**changes) == ("review", [("CMND/CCCD", code)])


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"name": "NGUYEN THI BAO LOC"}, "Họ và tên*", "name_without_marks"),
        ({"phone": "901234567"}, "Số điện thoại*", "zero_restored"),
        ({"number": "79187001234"}, "CMND/CCCD", "zero_restored"),
        ({"group": "17"}, "Mã nhóm ưu tiên", "group_unknown"),
        ({"commune": "99999"}, "Mã xã", "commune_unknown"),
    ],
)
def test_small_things_are_noted_and_the_row_is_taken(
    changes: dict[str, str], column: str, code: str
) -> None:
    assert found(**changes) == ("new", [(column, code)])


def test_a_name_typed_with_the_keyboard_driver_off_is_read_and_shown() -> None:
    assert found(name="Nguyeenx Thij Baor Loocj") == ("new", [("Họ và tên*", "name_repaired")])
    changed = ImportRow.objects.earliest("number")
    shown = changed.problems[0]["value_shown"]
    assert shown == "Nguyễn Thị Bảo Lộc"
    assert f"hệ thống đọc là “{shown}”" in sentence_of_row("name_repaired", shown)


def test_numbers_are_never_kept_whole_in_what_was_found() -> None:
    found(phone="0281234567890", number="079187001")
    shown = [one["value_shown"] for row in ImportRow.objects.all() for one in row.problems]
    assert shown == ["02***90"]


def test_the_priority_group_stays_in_the_file() -> None:
    found(group="14")
    assert all("group" not in row.raw for row in ImportRow.objects.all())


def test_a_commune_code_of_both_lists_is_taken_only_with_its_province() -> None:
    communes = AdministrativeUnit.objects.filter(level="commune").order_by("code")
    old = communes.filter(version="2004", code__in=communes.filter(version="2025").values("code"))
    code = old[0].code
    assert found(commune=code) == ("new", [("Mã xã", "commune_unclear")])


def test_a_commune_code_of_one_list_is_kept_with_the_person() -> None:
    communes = AdministrativeUnit.objects.filter(level="commune").order_by("code")
    new = communes.filter(version="2025").values("code")
    only_old = communes.filter(version="2004").exclude(code__in=new)[0]
    assert found(commune=only_old.code.lstrip("0")) == ("new", [])
    row = ImportRow.objects.order_by("number")[0]
    assert row.facts["person"]["commune_id"] == only_old.pk


def test_merged_cells_and_valueless_formulas_spoil_only_their_row() -> None:
    clerk = imports.clerk()
    good, merged = imports.row(**OTHER), imports.row()
    computed = imports.row(day="<f>TODAY()-7</f>", lot="<f>A1</f><v>1</v>")
    rows = [[each.get(h, "") for h in imports.HEADERS] for each in (good, merged, computed)]
    xml = imports.sheet_xml(
        [list(imports.HEADERS), *rows],
        after='<mergeCells count="2"><mergeCell ref="N3:O3"/><mergeCell ref="A1:B1"/></mergeCells>',
    )
    imports.checked(imports.workbook(xml), by=clerk)
    first, second, third = ImportRow.objects.order_by("number")
    assert first.outcome == "new"
    assert [one["code"] for one in second.problems] == ["merged_cells"]
    assert [(one["column"], one["code"]) for one in third.problems] == [
        ("Ngày tiêm mũi 1*", "formula_without_value"),
        ("Số lô mũi 1*", "lot_unknown"),
    ]


def test_a_dose_on_record_is_known_and_one_given_twice_in_the_file_is_named() -> None:
    clerk, patient = imports.clerk(), patients.patient()
    doses.dose(patient, date(2021, 9, 14))
    other = imports.row(**OTHER)
    imports.checked(imports.sheet(imports.row(), other, other), by=clerk)
    rows = ImportRow.objects.order_by("number")
    assert [row.outcome for row in rows] == ["known", "new", "known"]
    assert rows[0].patient == patient
    assert rows[2].problems == [
        {"column": "Họ và tên*", "code": "same_dose_in_file", "value_shown": "3"}
    ]


def test_two_records_of_one_person_are_one_person_in_a_sheet() -> None:
    clerk, known = imports.clerk(), patients.facts()
    before = patients.patient(replace(known, cccd="", cmnd="023456789", phone="0912000222"))
    links.link(patients.patient(known).pk, before.pk)
    as_before = imports.row(phone="0912000222", number="023456789")
    done = imports.committed(imports.sheet(imports.row(), as_before), by=clerk)
    first, second = ImportRow.objects.order_by("number")
    assert (first.patient == second.patient, done.counts) == (False, {"recorded": 1, "known": 1})
    assert [(one["code"], one["value_shown"]) for one in second.problems] == [
        ("same_dose_in_file", "2")
    ]
    assert Dose.objects.count() == 1


def test_somebody_similar_on_record_is_a_question() -> None:
    clerk = imports.clerk()
    patients.patient(replace(patients.facts(), cccd="", phone="0909999888"))
    imports.checked(imports.sheet(imports.row()), by=clerk)
    (row,) = ImportRow.objects.all()
    assert (row.outcome, row.patient) == ("review", None)
    assert [one["code"] for one in row.problems] == ["similar_people"]


def test_one_number_for_two_names_of_a_file_is_a_question() -> None:
    clerk = imports.clerk()
    other = imports.row(name="Lê Thị Gương", phone="0987654321")
    imports.checked(imports.sheet(imports.row(), other), by=clerk)
    first, second = ImportRow.objects.order_by("number")
    assert (first.outcome, second.outcome) == ("new", "review")
    assert [one["code"] for one in second.problems] == ["number_of_another_row"]


def test_a_dose_before_the_birth_on_record_is_a_question() -> None:
    clerk, number = imports.clerk(), "079321001234"
    patients.patient(replace(patients.facts(), birth_date="2021-09-20", cccd=number))
    content = imports.sheet(imports.row(born="2021", number=number))
    imports.checked(content, by=clerk)
    (row,) = ImportRow.objects.all()
    assert (row.outcome, [one["code"] for one in row.problems]) == (
        "review",
        ["birth_date_on_record"],
    )


def test_three_doses_of_a_row_are_judged_each_by_itself() -> None:
    clerk = imports.clerk()
    headers = [*imports.HEADERS]
    more = {"Vắc xin mũi 2": "AstraZeneca", "Ngày tiêm mũi 2": "14/12/2021"}
    more |= {"Số lô mũi 2": "FK0112", "Cơ sở tiêm mũi 2": "79101"}
    content = imports.sheet({**imports.row(), **more}, headers=[*headers, *more])
    imports.checked(content, by=clerk)
    first, second = ImportRow.objects.order_by("slot")
    assert (first.slot, first.outcome, first.problems) == (1, "new", [])
    assert (second.slot, second.outcome) == (2, "refused")
    assert [one["column"] for one in second.problems] == ["Ngày tiêm mũi 2"]


@pytest.mark.parametrize(
    ("day", "lot", "outcome"),
    [
        (date(2021, 9, 13), "FK0112", "review"),  # one day off
        (date(2021, 9, 15), "FK0112", "review"),
        (date(2021, 9, 20), "FK0112", "review"),  # entered by another facility, the day misread
        (date(2021, 9, 14), "FK0112", "known"),
        (date(2021, 8, 14), "FK0112", "new"),  # a month apart may be of one lot
        (date(2021, 8, 12), "FK0199", "new"),
    ],
)
def test_a_dose_that_may_be_a_known_one_is_a_question(day: date, lot: str, outcome: str) -> None:
    clerk = imports.clerk()
    doses.dose(patients.patient(), day, lot_number=lot)
    imports.checked(imports.sheet(imports.row()), by=clerk)
    (row,) = ImportRow.objects.all()
    asked = ["dose_may_be_known"] if outcome == "review" else []
    assert (row.outcome, [one["code"] for one in row.problems]) == (outcome, asked)
