import re
from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Role
from sotiem.accounts.queries import staff_of
from sotiem.corrections import queries
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from tests.factories import corrections, doses, patients
from tests.factories.corrections import AT
from tests.portals.office import people
from tests.portals.review import desk

pytestmark = pytest.mark.django_db


def three() -> list[CorrectionReport]:
    """Three reports, the last one due first."""
    person = patients.patient()
    return [
        corrections.about(
            doses.dose(person, date(2021, 8, number + 1)), at=AT - timedelta(hours=number)
        )
        for number in range(3)
    ]


def codes(page: str) -> list[str]:
    return re.findall(r">(PA-[0-9A-Z]{4}-[0-9A-Z]{4})<", page)


def test_what_is_due_first_stands_first_and_nobody_is_named() -> None:
    reports = three()
    page = desk.at_desk().get("/xu-ly/").content.decode()
    assert codes(page) == [report.tracking_code for report in reversed(reports)]
    assert "Bảo Lộc" not in page
    assert "0901234567" not in page
    assert "còn 21 giờ" in page  # 48 hours, less the 24.5 and 2 that have passed


def test_each_tab_shows_its_own_and_counts_what_it_shows() -> None:
    user, (first, second, _) = desk.officer(), three()
    client = desk.at_desk(user)
    desk.taken_up(client, first)
    desk.taken_up(desk.at_desk(), second)
    for tab, expected in (
        ("chua-nhan", 1),
        ("cua-toi", 1),
        ("dang-xu-ly", 2),
        ("nguoi-thu-hai", 0),
        ("da-xong", 0),
    ):
        page = client.get("/xu-ly/", {"muc": tab}).content.decode()
        assert len(codes(page)) == expected
        current = re.search(r'aria-current="page"[^>]*>([^<]+)(?:<span[^>]*>(\d+))?', page)
        assert current is not None
        assert int(current[2] or 0) == expected


def test_reports_elsewhere_are_neither_listed_nor_counted() -> None:
    three()
    page = desk.at_desk(desk.officer("vn/2025:79")).get("/xu-ly/").content.decode()
    assert codes(page) == []
    assert 'st-nav__count">3' not in page


def test_the_queue_goes_on_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = three()
    monkeypatch.setitem(queries.queue.__kwdefaults__ or {}, "limit", 1)
    client, seen, address = desk.at_desk(), [], "/xu-ly/"
    while address:
        page = client.get(address).content.decode()
        seen += codes(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == [report.tracking_code for report in reversed(reports)]


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000007"])
def test_an_unknown_key_starts_at_the_top(key: str) -> None:
    three()
    page = desk.at_desk().get("/xu-ly/", {"sau": key, "muc": "?"}).content.decode()
    assert len(codes(page)) == 3


def test_the_next_report_is_the_one_due_first_and_pressing_twice_takes_one() -> None:
    reports = three()
    user = desk.officer()
    client = desk.at_desk(user)
    page = client.get("/xu-ly/").content.decode()
    first = re.search(r'name="phan-anh" value="([^"]+)"', page)
    assert first is not None
    for _ in range(2):
        answer = client.post("/xu-ly/tiep-theo/", {"phan-anh": first[1]})
        assert answer["Location"] == desk.case(reports[2])
    mine = CorrectionReport.objects.filter(reviewer=user, status=ReportStatus.UNDER_REVIEW)
    assert [report.pk for report in mine] == [reports[2].pk]


def test_two_officers_who_press_at_once_get_two_reports() -> None:
    reports = three()
    sent = {"phan-anh": str(reports[2].public_id)}
    places = [desk.at_desk().post("/xu-ly/tiep-theo/", sent)["Location"] for _ in range(2)]
    assert places == [desk.case(reports[2]), desk.case(reports[1])]


def test_the_next_report_is_never_about_ones_own_entry() -> None:
    user = desk.officer()
    person = patients.patient()
    own = doses.dose(person, by=staff_of(user, at=AT))
    corrections.about(own, at=AT - timedelta(hours=5))
    other = corrections.about(doses.dose(person, date(2021, 9, 2)))
    answer = desk.at_desk(user).post("/xu-ly/tiep-theo/")
    assert answer["Location"] == desk.case(other)


def test_an_empty_queue_says_so() -> None:
    client = desk.at_desk()
    answer = client.post("/xu-ly/tiep-theo/")
    assert "Không còn phản ánh nào" in client.get(answer["Location"]).content.decode()
    assert client.get("/xu-ly/tiep-theo/").status_code == 405


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_queue_is_for_officers_only(role: Role) -> None:
    report = corrections.wrong()
    client = people.at_work((role, "vn"))
    for address in ("/xu-ly/", desk.case(report)):
        page = client.get(address)
        assert page.status_code == 403
        assert report.tracking_code not in page.content.decode()
    assert client.post("/xu-ly/tiep-theo/").status_code == 403


def test_a_long_queue_asks_no_more_questions_than_a_short_one(
    django_assert_num_queries: type,
) -> None:
    three()
    client = desk.at_desk()
    with django_assert_num_queries(9):
        client.get("/xu-ly/")


def test_overdue_reports_are_said_in_words() -> None:
    corrections.about(doses.dose(patients.patient()), at=AT - timedelta(days=3))
    page = desk.at_desk().get("/xu-ly/").content.decode()
    assert "Có 1 phản ánh đã quá hạn" in page
    assert "quá hạn 48 giờ" in page


def test_beyond_what_people_read_the_queue_says_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for where in ("corrections.open_counts", "portals.review.views.queue"):
        monkeypatch.setattr(f"sotiem.{where}.MOST", 2)
    three()
    page = desk.at_desk().get("/xu-ly/").content.decode()
    assert '<span class="st-nav__count">2+</span>' in page
