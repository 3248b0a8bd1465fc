"""The fate of every row is known before anybody is registered."""

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.imports.rules.container import NotAWorkbook, WorkbookHasMacros
from sotiem.imports.rules.workbook import read_sheets
from sotiem.imports.rules.writing import written
from sotiem.registrations.models import Registration
from sotiem.rosters import operations, queries, rules
from sotiem.rosters.models import Roster, RosterRow
from sotiem.rosters.operations import NobodyToSend, RosterHasGoneOn, SameRosterCameBefore
from tests.factories.registrations import registration, sender
from tests.factories.rosters import (
    AT,
    CONTACT,
    fates,
    organization,
    roster,
    sent,
    sheet,
    worker,
)

pytestmark = pytest.mark.django_db


def codes(of: Roster, number: int) -> dict[str, str]:
    row = of.rows.get(number=number)
    return {one["column"]: one["code"] for one in row.findings}


def test_every_row_has_its_fate_and_its_reason() -> None:
    first = worker(1)
    read = roster(
        organization(),
        sheet(
            first,
            worker(2, birth_date="31/02/1987"),
            first,
            worker(3, phone="02838123456", sex="?"),
            worker(4, number="079187001234"),
            worker(5, number="079160001234", birth_date="05/06/1960"),
            worker(6, number="079160001234", birth_date="05/06/1960"),
        ),
    )
    assert fates(read) == [
        (2, "new"),
        (3, "refused"),
        (4, "twice"),
        (5, "refused"),
        (6, "refused"),
        (7, "new"),
        (8, "refused"),
    ]
    assert codes(read, 3) == {"birth_date": "birth_date_not_a_day"}
    assert codes(read, 5).keys() == {"phone", "sex"}
    assert codes(read, 6) == {"number": "cccd_birth_year_differs"}
    assert codes(read, 8) == {"number": "number_of_another"}
    assert read.rows.get(number=4).earlier == 2
    assert read.counts == {"new": 2, "refused": 4, "twice": 1}
    assert not Registration.objects.exists()


def test_a_telephone_of_two_people_is_told_in_both_rows_and_taken() -> None:
    read = roster(organization(), sheet(worker(1), worker(2, phone="0901000001"), worker(3)))
    assert fates(read) == [(2, "new"), (3, "new"), (4, "new")]
    told = list(read.rows.order_by("number").values_list("findings", flat=True))
    shared = {"column": "phone", "code": "phone_shared"}
    assert told == [[{**shared, "value": "3"}], [{**shared, "value": "2"}], []]
    assert read.counts == {"new": 3, "noted": 2}


def test_the_template_s_example_is_nobody() -> None:
    content = rules.template([["Cột"], ["STT"]], name="Danh sách", help_name="Hướng dẫn")
    assert roster(organization(), content).problem == "no_rows"
    filled = read_sheets(content)[0].rows
    filled.append(["", *[worker(1).get(key, "") for key in list(rules.HEADERS)[1:]], ""])
    other = organization("0908888776")
    assert fates(roster(other, written([("Danh sách", filled)]))) == [(3, "new")]


def test_the_template_offers_what_may_be_chosen() -> None:
    content = rules.template([["Cột"], ["STT"]], name="Danh sách", help_name="Hướng dẫn")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<formula1>"Nữ,Nam"</formula1>' in first
    assert [each.name for each in read_sheets(content)] == ["Danh sách", "Hướng dẫn"]


def test_dirty_headers_totals_and_signatures_are_read_as_in_any_sheet() -> None:
    rows = [
        ["CÔNG TY MAY MẪU", "", "", "", ""],
        ["TT", "HỌ TÊN", "Năm sinh", "Phái", "SĐT"],
        ["1", "lê thị an", "1960", "nữ", "901000001"],
        ["", "Tổng cộng: 1 người", "", "", ""],
        ["", "Người lập", "", "", ""],
    ]
    read = roster(organization(), written([("Sheet1", rows)]))
    assert fates(read) == [(3, "new")]
    assert read.rows.get().person["phone"] == "0901000001"
    assert read.headers["phone"] == "SĐT"


def test_numbers_of_sexes_are_not_guessed() -> None:
    read = roster(organization(), sheet(worker(1, sex="1")))
    assert codes(read, 2) == {"sex": "sex_by_number"}
    assert fates(read) == [(2, "refused")]


def test_a_group_that_tells_of_illness_is_not_taken_and_not_kept() -> None:
    read = roster(organization(), sheet(worker(1, group="9"), worker(2, group="7")))
    assert list(read.rows.order_by("number").values_list("fate", "group")) == [
        ("new", 13),
        ("new", 7),
    ]
    assert codes(read, 2) == {"group": "group_is_hers"}
    assert read.rows.get(number=2).cells["group"] == ""


def test_a_wish_is_read_and_a_day_that_is_past_is_told() -> None:
    read = roster(
        organization(),
        sheet(
            worker(1, not_before="20/09/2021", part_of_day="Sáng"),
            worker(2, not_before="01/01/2021"),
            worker(3, not_before="01/01/2029"),
        ),
    )
    wish = {"not_before": "2021-09-20", "part_of_day": "morning"}
    assert read.rows.get(number=2).wish == wish
    assert fates(read) == [(2, "new"), (3, "new"), (4, "refused")]
    assert read.rows.get(number=3).wish["not_before"] == "2021-09-01"


def test_the_mended_file_comes_back_with_results_and_marks() -> None:
    found = organization()
    read = roster(found, sheet(worker(1), worker(2, phone="12")))
    results = {2: "Sẽ đăng ký.", 3: "Chưa nhận được."}
    content = queries.workbook_with_results(read, results, {2: [], 3: ["phone"]})
    rows = read_sheets(content)[0].rows
    assert [row[-1] for row in rows] == ["Kết quả", "Sẽ đăng ký.", "Chưa nhận được."]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert 'sqref="E3"' in parts.read("xl/worksheets/sheet1.xml").decode()
        assert "FFFFE08A" in parts.read("xl/styles.xml").decode()
    rows[2][4] = "0901000002"
    mended = roster(found, written([("Danh sách", rows)]))
    assert fates(mended) == [(2, "new"), (3, "new")]
    assert Roster.objects.get(pk=read.pk).status == "replaced"
    with pytest.raises(RosterHasGoneOn):
        operations.begin_sending(roster_id=read.pk, by=sender(CONTACT), at=AT)


def test_sending_registers_each_once_whatever_is_asked_again() -> None:
    found = organization()
    read = sent(roster(found, sheet(worker(1), worker(2), worker(2))))
    assert read.counts == {"sent": 2, "twice": 1}
    made = list(Registration.objects.order_by("pk"))
    assert [each.sender_phone for each in made] == ["0901000001", "0901000002"]
    assert {each.line_at for each in made} == {AT}
    assert {each.list_path for each in made} == {"/".join(found.path.split("/")[:2])}
    assert {each.consent for each in made} == {found.consent}
    sent(read)
    operations.send_roster(roster_id=read.pk, by=sender(CONTACT), at=AT)
    assert Registration.objects.count() == 2
    kept = RosterRow.objects.filter(fate="sent").values_list("person", "cells")
    assert [person for person, _ in kept] == [{}, {}]
    assert all(set(cells) == {"full_name"} for _, cells in kept)


def test_who_is_on_the_list_already_is_told_and_not_registered_again() -> None:
    found = organization()
    sent(roster(found, sheet(worker(1))))
    again = roster(found, sheet(worker(1), worker(2)))
    assert fates(again) == [(2, "listed"), (3, "new")]
    with pytest.raises(NobodyToSend):
        sent(roster(found, sheet(worker(1), {})))


def test_whether_somebody_registered_elsewhere_is_not_told_and_she_keeps_her_place() -> None:
    one = worker(1)
    facts: dict[str, Any] = {
        "full_name": one["full_name"],
        "birth_date": "1960-06-05",
        "phone": one["phone"],
    }
    first = registration(sent_from="0907777777", cccd="", **facts)
    read = roster(organization(), sheet(one))
    assert fates(read) == [(2, "new")]
    sent(read, at=AT + timedelta(days=1))
    assert Registration.objects.latest("pk").same_as == first


def test_the_same_file_is_not_sent_twice_and_nobody_else_sends() -> None:
    found, content = organization(), sheet(worker(1))
    read = roster(found, content)
    with pytest.raises(NotAllowed):
        operations.begin_sending(roster_id=read.pk, by=sender("0909999999"), at=AT)
    assert queries.roster_of(sender("0909999999"), read.public_id) is None
    sent(read)
    with pytest.raises(SameRosterCameBefore):
        roster(found, content)
    with pytest.raises(NotAllowed):
        operations.lay_aside(roster_id=read.pk, by=sender("0909999999"), at=AT)


def test_hostile_files_are_refused_and_files_are_counted() -> None:
    found = organization()
    with pytest.raises(NotAWorkbook):
        roster(found, b"<html>")
    target = io.BytesIO(sheet(worker(1)))
    with zipfile.ZipFile(target, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(WorkbookHasMacros):
        roster(found, target.getvalue())
    key = uuid4()
    with pytest.raises(TooManyRequests):
        for number in range(60):
            operations.upload_roster(
                organization_id=found.pk,
                content=sheet(worker(number)),
                file_name="a.xlsx",
                submission_key=key if number < 1 else uuid4(),
                by=sender(CONTACT),
                at=AT,
            )


def test_a_file_of_more_than_twenty_thousand_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ROWS", 2)
    read = roster(organization(), sheet(*map(worker, range(3))))
    assert (read.status, read.problem) == ("refused", "too_many_rows")


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: object) -> None:
    read = roster(organization(), sheet(*map(worker, range(300))))
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        sent(read)
    assert Registration.objects.count() == 300
