"""Live figures of doses: exact to the last second, for one's own places down to the facility."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.deadlines.models import EntryDeadline
from sotiem.deadlines.operations import count_standings
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import machine
from sotiem.indicators.dose_queries import LiveDoses, Spans, live_doses, live_parts
from sotiem.indicators.operations import fold_figures
from sotiem.portals.board.doses import by_old_province
from sotiem.portals.figures.reading import COVID
from sotiem.vaccines.models import TargetDisease
from tests.factories import deadlines, reference
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db

BOARD = "/bang-dieu-hanh/tiem-chung/"


@pytest.fixture
def here() -> Facility:
    return reference.facility()


@pytest.fixture
def there() -> Facility:
    return reference.facility("79102", "Trạm Y tế Bình An")


def given(facility: Facility, number: int, *, days_ago: int = 0) -> list[Dose]:
    now = timezone.now()
    day = timezone.localdate(now) - timedelta(days=days_ago)
    return deadlines.entered(facility, number, day, at=now)


def page(client: Client, path: str = "", *, more: str = "", language: str = "vi") -> str:
    client.cookies["django_language"] = language
    answer = client.get(f"{BOARD}?noi={quote(path)}{more}")
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def watcher(path: str = "vn", role: Role = Role.OFFICER) -> Client:
    return at_work((role, path))


def live(path: str) -> LiveDoses:
    disease = TargetDisease.objects.get(code=COVID)
    return live_doses(path, disease=disease, at=timezone.now())


def parts(path: str) -> dict[str, Spans]:
    disease = TargetDisease.objects.get(code=COVID)
    found = live_parts(path, disease=disease, at=timezone.now())
    return {part.path: part.of("doses") for part in found}


def test_a_dose_counts_at_once_for_its_facility_and_every_place_above(here: Facility) -> None:
    """Entries that are not yet added to the figures, and those that are, tell the same."""
    given(here, 2)
    given(here, 3, days_ago=5)
    given(here, 4, days_ago=40)
    for _ in range(2):
        for path in ("vn", here.path.rpartition("/")[0], here.path):
            told = live(path)
            assert told.of("doses") == Spans(all=9, today=2, week=5)
            assert told.of("first").all == 9 and told.of("entered").today == 9
            assert told.late == 7
            assert sum(each["first"] for each in told.ages.values()) == 9
            assert {code: each.all for code, each in told.vaccines.items()} == {"ASTRAZENECA": 9}
        while fold_figures():
            pass
    assert parts(here.path.rpartition("/")[0]) == {here.path: Spans(9, 2, 5)}


def test_a_withdrawn_dose_counts_no_more(here: Facility) -> None:
    first, *_ = given(here, 2)
    withdraw_dose(dose_id=first.pk, origin="t", by=machine("test"), at=timezone.now())
    assert live("vn").of("doses").all == 1


def test_a_dose_that_is_put_right_leaves_one_facility_and_enters_the_other_on_its_day(
    here: Facility, there: Facility
) -> None:
    (dose,) = given(here, 1)
    true_day = timezone.localdate() - timedelta(days=3)
    right = replace(dose.current.facts, facility_id=there.pk, administered_on=true_day)
    amend_dose(
        dose_id=dose.pk,
        facts=right,
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=timezone.now(),
    )
    assert live(here.path).of("doses").all == 0
    assert live(there.path).of("doses") == Spans(all=1, today=0, week=1)
    client = watcher()
    left, entered = page(client, here.path), page(client, there.path)
    assert "Nhập trong 15 phút qua: 0" in left and ">-1<" in left
    assert "Nhập trong 15 phút qua: 1" in entered and ">+1<" in entered
    days = entered.partition('id="days"')[2]
    assert f"{true_day:%d/%m/%Y}" in days and 'id="days"' in left


def test_an_officer_walks_down_to_the_facility_and_sees_what_is_missing(
    here: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(here, 3)
    today = timezone.localdate()
    deadlines.says_used(monkeypatch, {here: {today: 5}})
    client = watcher()
    steps = here.path.split("/")
    for length in range(1, 4):
        place, below = "/".join(steps[:length]), "/".join(steps[: length + 1])
        assert f'href="?noi={quote(below)}"' in page(client, place)
        assert "(đã dùng 5, còn thiếu 2)" in page(client, place)
    shown = page(client, here.path)
    assert "Từng ngày tiêm, 14 ngày qua" in shown and "<strong>2</strong>" in shown
    assert "60 %" in shown.replace("\u00a0", " ")


def test_what_is_missing_leads_to_the_deadline_that_holds(here: Facility) -> None:
    given(here, 1)
    client = watcher()
    assert "/han-nhap/" not in page(client)
    made = deadlines.deadline("vn", enter_by=timezone.localdate() + timedelta(days=9))
    count_standings(deadline_id=made.pk, at=timezone.now())
    assert "/han-nhap/" not in page(client)  # it is about other days
    EntryDeadline.objects.update(given_until=timezone.localdate())
    assert f"/han-nhap/{made.public_id}/?noi=vn" in page(client)
    auditor = page(watcher(role=Role.AUDITOR))
    assert "/han-nhap/" not in auditor and "/bang-dieu-hanh/?noi=vn" in auditor


@pytest.mark.parametrize("elsewhere", ["vn", "vn/2025:96", "vn/2025:0", "x'"])
def test_nobody_sees_another_place(here: Facility, elsewhere: str) -> None:
    lower = watcher("/".join(here.path.split("/")[:2]))
    assert lower.get(f"{BOARD}?noi={elsewhere}").status_code == 404
    assert lower.get(f"/bang-dieu-hanh/tiem-chung.csv?noi={elsewhere}").status_code == 404
    assert watcher(here.path, Role.CLERK).get(BOARD).status_code == 403


def test_before_the_first_dose_the_board_says_so_in_both_languages() -> None:
    assert "Chưa có mũi nào được nhập hay sửa." in page(watcher())
    assert "No dose was entered or amended." in page(watcher(), language="en")


def test_communes_of_a_province_stand_by_the_provinces_of_before_too(here: Facility) -> None:
    given(here, 2)
    province = "/".join(here.path.split("/")[:2])
    shown = page(watcher(), province, more="&dia-gioi=63")
    assert "Thành phố Hà Nội" in shown
    assert "Theo xã, phường hiện nay" in shown


def test_a_commune_of_several_old_provinces_counts_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "sotiem.portals.board.doses.old_provinces_of_communes", lambda: {"1": "74", "2": None}
    )
    told = [LiveDoses(f"vn/2025:79/2025:{code}", {"doses": Spans(code)}) for code in (1, 2, 3)]
    assert [(group.code, group.whole.of("doses").all) for group in by_old_province(told)] == [
        ("74", 1),
        ("", 5),
    ]


def test_a_board_asks_few_questions_however_many_places(
    here: Facility, there: Facility, django_assert_num_queries: Any
) -> None:
    given(here, 1)
    given(there, 2)
    client = watcher()
    page(client)
    for path in ("vn", here.path.rpartition("/")[0]):
        with django_assert_num_queries(19):
            page(client, path)


def test_a_sheet_has_a_line_for_each_place(here: Facility, there: Facility) -> None:
    given(here, 1)
    given(there, 2)
    commune = here.path.rpartition("/")[0]
    answer = watcher().get(f"/bang-dieu-hanh/tiem-chung.csv?noi={commune}")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [there.path, here.path]
    assert lines[1][2] == "2"


def test_figures_of_days_do_not_count_the_day_after_tomorrow(here: Facility) -> None:
    given(here, 1)
    told = live_doses(
        "vn",
        disease=TargetDisease.objects.get(code=COVID),
        at=timezone.now() - timedelta(days=2),
    )
    assert told.of("doses") == Spans(all=1, today=0, week=0)
