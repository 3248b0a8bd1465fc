"""The board on its pages: what officers see of their places, what everybody may know."""

import csv
import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from sotiem.accounts.facts import Role
from sotiem.corrections.models import CorrectionReport
from sotiem.indicators.facts import Day
from sotiem.indicators.models import PublicFigures
from sotiem.indicators.operations import publish_figures
from sotiem.portals.board.chart import HEIGHT, TOP, chart_of
from tests.factories import corrections, doses, patients
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db

BOARD = "/bang-dieu-hanh/"
PUBLIC = "/so-lieu/phan-anh/"


def sent(number: int = 1, *, hours_ago: int = 1) -> CorrectionReport:
    at = timezone.now() - timedelta(hours=hours_ago)
    return [corrections.about(doses.dose(patients.patient()), at=at) for _ in range(number)][-1]


def page(client: Client, address: str = BOARD, *, language: str = "vi", status: int = 200) -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def watcher(role: Role = Role.OFFICER, path: str = "vn") -> Client:
    return at_work((role, path))


def test_an_officer_sees_what_is_open_and_overdue_and_walks_down_the_places() -> None:
    report = sent()
    sent(hours_ago=60)
    client = watcher()
    shown = page(client)
    assert "quá hạn 1" in shown
    province, commune, facility = (
        "/".join(report.path.split("/")[:length]) for length in (2, 3, 4)
    )
    for here, below in (("vn", province), (province, commune)):
        assert f'href="?noi={quote(below)}"' in page(client, f"{BOARD}?noi={here}")
    assert f'href="?noi={quote(facility)}"' not in page(client, f"{BOARD}?noi={commune}")
    assert "Theo nơi giải quyết" not in page(client, f"{BOARD}?noi={facility}")


def test_the_board_is_also_in_english() -> None:
    sent()
    shown = page(watcher(), language="en")
    assert "State of reports" in shown
    assert "Answered by the machine" in shown


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_whoever_answers_for_a_place_sees_its_board_and_no_other(role: Role) -> None:
    client = watcher(role, "vn/2025:79")
    page(client)
    page(client, f"{BOARD}?noi=vn/2025:79/2025:26734")
    for elsewhere in ("vn", "vn/2025:01", "vn/2025:790", "", "x'"):
        page(client, f"{BOARD}?noi={elsewhere}", status=200 if elsewhere == "" else 404)


def test_a_clerk_has_no_board() -> None:
    assert watcher(Role.CLERK, "vn/2025:79/2025:26734/79001").get(BOARD).status_code == 403


def test_a_board_asks_few_questions(django_assert_num_queries: object) -> None:
    sent(3)
    client = watcher()
    with django_assert_num_queries(8):  # type: ignore[operator]
        page(client)


def test_the_table_has_a_line_for_each_place() -> None:
    report = sent(2)
    answer = watcher().get(f"{BOARD}so-lieu.csv?noi=vn")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[1][0] == "/".join(report.path.split("/")[:2])
    assert lines[1][2:4] == ["2", "2"]


def test_everybody_may_know_numbers_none_of_which_is_small() -> None:
    sent(6)
    assert "Chưa có số liệu nào" in page(Client(), PUBLIC)
    publish_figures(at=timezone.now())
    shown = page(Client(), PUBLIC)
    assert "dưới 5" in shown
    assert PublicFigures.objects.get().figures[0]["open"] == 5
    rows = Client().get("/so-lieu/phan-anh.json").json()["places"]
    assert [row["open"] for row in rows] == [5]
    table = Client().get("/so-lieu/phan-anh.csv").content.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("place,name,open")
    assert "How to read the figures" in page(Client(), PUBLIC, language="en")


def test_a_file_that_has_not_changed_is_not_sent_again() -> None:
    sent(6)
    publish_figures(at=timezone.now())
    for name in ("json", "csv"):
        first = Client().get(f"/so-lieu/phan-anh.{name}")
        assert "public" in first.headers["Cache-Control"]
        again = Client().get(
            f"/so-lieu/phan-anh.{name}", headers={"If-None-Match": first.headers["ETag"]}
        )
        assert again.status_code == 304


def test_before_the_first_night_there_is_no_file() -> None:
    assert Client().get("/so-lieu/phan-anh.json").status_code == 404


def test_a_chart_is_drawn_to_the_highest_number_and_what_is_not_nothing_can_be_seen() -> None:
    chart = chart_of([Day(0, 1000, 0), Day(1, 1, 500)])
    bars = [(column.came.height, column.answered.height) for column in chart.columns]
    assert bars == [(HEIGHT, 0), (2, HEIGHT // 2)]
    assert {column.came.y + column.came.height for column in chart.columns} == {TOP + HEIGHT}
    assert chart_of([Day(0, 0, 0)]).is_empty


@pytest.mark.parametrize(
    ("hours", "language", "told"),
    [
        (None, "vi", "–"),
        (1, "vi", "1 giờ"),
        (1_234, "vi", "1.234 giờ"),
        (1, "en", "1 hour"),
        (1_234, "en", "1,234 hours"),
    ],
)
def test_hours_are_told_as_people_say_them(hours: int | None, language: str, told: str) -> None:
    with translation.override(language):
        assert render_to_string("board/_hours.html", {"hours": hours}).strip() == told
