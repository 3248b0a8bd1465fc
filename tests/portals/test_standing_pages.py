"""The public pages of supply and of how true the record is, and the table of provinces."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from django.test import Client

from sotiem.indicators.facts import Told
from sotiem.indicators.models import PublicStanding
from sotiem.indicators.operations import _exact, fold_figures, publish_doses, publish_standing
from sotiem.places.facts import Version
from sotiem.places.queries import adults, populations
from sotiem.portals.figures import ranking, reading
from sotiem.portals.figures.columns import COLUMNS, Place, per_hundred_thousand, share
from sotiem.portals.figures.standing import delays_of
from sotiem.supply.totals import DecisionTotals, SupplyTotals
from tests.factories import doses, patients, registrations

pytestmark = pytest.mark.django_db

AT: Final = datetime(2021, 12, 1, 17, 10, tzinfo=UTC)
PLACE: Final = "vn/2025:01"
TABLE: Final = "/so-lieu/bang/"
Supplied = Mapping[str, Mapping[str, SupplyTotals]]


@pytest.fixture
def supplied(monkeypatch: pytest.MonkeyPatch) -> Supplied:
    """Every province was allocated something, the first one of the list most."""
    paths = [f"vn/2025:{code.removeprefix('2025:')}" for code in populations()]
    told = {
        path: {"ASTRAZENECA": SupplyTotals(9_000, 10_000, 9_000 - 100 * place, 17, 6, 7_700, 100)}
        for place, path in enumerate(paths)
    }
    whole = SupplyTotals(400_000, 340_000, 249_900, 578, 204, 261_800, 3_400)
    decided = [DecisionTotals("3355/QĐ-BYT", date(2021, 7, 8), "ASTRAZENECA", 10_000, 9_000)]
    monkeypatch.setattr(_exact, "supply_of", lambda path, until: {"ASTRAZENECA": whole})
    monkeypatch.setattr(_exact, "supply_of_parts", lambda path, until: told)
    monkeypatch.setattr(_exact, "decisions_until", lambda path, until: decided)
    return told


def publish(number: int, *, at: datetime = AT) -> None:
    for each in range(number):
        doses.dose(patients.patient(patients.facts(cccd="")), date(2021, 8, 12))
        registrations.registration(**registrations.somebody_else(each))
    while fold_figures():
        pass
    publish_doses(at=at)
    publish_standing(at=at)


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rows_of(shown: str) -> list[str]:
    body = shown.split('id="provinces"')[1].split("<tbody")[1].split("</tbody>")[0]
    return body.split("<tr ")[1:]


def test_before_anything_was_published_the_pages_say_so() -> None:
    for address in (TABLE, f"{TABLE}?bang=so", "/so-lieu/tinh-hinh/"):
        assert "Chưa có số liệu nào được công bố" in page(address)
    for name in ("bang.json", "tinh-hinh.csv", "tinh/01/tinh-hinh.parquet"):
        assert Client().get(f"/so-lieu/{name}").status_code == 404


def test_the_table_of_2021_has_its_nine_columns_for_the_country_and_each_province(
    supplied: Supplied,
) -> None:
    publish(12)
    shown = page(f"{TABLE}?cot=allocated")
    rows = rows_of(shown)
    assert len(rows) == 35
    assert rows[0].count("<td") == 9
    assert "Cả nước" in rows[0] and "249.900" in rows[0]
    assert "9.000" in rows[1] and "5.700" in rows[-1]
    assert 'aria-sort="descending"' in shown
    back = rows_of(page(f"{TABLE}?cot=allocated&chieu=tang"))
    assert "5.700" in back[1] and "9.000" in back[-1]


def test_five_best_and_five_worst_stand_above_and_nobody_in_both(supplied: Supplied) -> None:
    publish(12)
    shown = page(f"{TABLE}?cot=allocated")
    best, worst = (
        shown.split(f'id="{name}-title"')[1].split("</ol>")[0] for name in ("best", "worst")
    )
    assert (best.count("<li>"), worst.count("<li>")) == (5, 5)
    assert "9.000" in best and "5.700" in worst
    only_one_is_told = page(f"{TABLE}?cot=first_share")
    assert "best-title" not in only_one_is_told


def test_few_is_good_where_few_is_good() -> None:
    places = [
        Place(f"{number:02}", f"N{number}", {}, {"overdue": number * 5}, None, None)
        for number in range(4)
    ]
    best, worst = ranking.best_and_worst(places, places[0], COLUMNS["overdue"])
    assert [value for _, value in best] == [0, 5]
    assert [value for _, value in worst] == [15, 10]


def test_what_cannot_be_told_of_the_63_is_left_empty_and_said(supplied: Supplied) -> None:
    publish(12)
    shown = page(f"{TABLE}?dia-gioi=63&cot=doses")
    assert "chỉ có theo tỉnh hiện nay" in shown
    (first, *_) = rows_of(shown)
    assert first.count("–") == 8
    assert "dưới 5" in rows_of(shown)[1]
    told = json.loads(Client().get("/so-lieu/bang.json?dia-gioi=63").content)
    assert {row["planned"] for row in told["rows"][1:]} == {None}


@pytest.mark.parametrize(
    "asked", ["?cot=x", "?bang=x", "?bang=so&cot=planned", "?chieu=x", "?ngay=x", "?dia-gioi=x"]
)
def test_an_address_with_nonsense_shows_the_table(asked: str, supplied: Supplied) -> None:
    publish(1)
    assert "Mỗi cột là gì" in page(TABLE + asked)


def test_the_first_page_answers_the_five_questions_and_how_true_the_record_is(
    supplied: Supplied,
) -> None:
    publish(12)
    shown = page("/so-lieu/")
    for words in ("Vắc xin đã nhận (liều)", "400.000", "249.900", "Người đã đăng ký tiêm"):
        assert words in shown
    assert shown.index("400.000") < shown.index("Sổ này đúng đến đâu</caption>")
    assert "chưa có nghĩa là do vắc xin" in shown
    assert len(Client().get("/so-lieu/").content) < 100_000


def test_a_province_shows_its_supply_its_decisions_and_its_facilities(supplied: Supplied) -> None:
    publish(12)
    shown = page("/so-lieu/tinh/01/")
    for words in ("3355/QĐ-BYT", "7.700", "Đã dùng mà chưa nhập", "Trạm Y tế Bình Minh"):
        assert words in shown
    empty = page("/so-lieu/tinh/79/")
    assert "Chưa công bố mũi tiêm nào" in empty and "3355/QĐ-BYT" in empty


def test_the_country_shows_registrations_by_group(supplied: Supplied) -> None:
    publish(12)
    shown = page("/so-lieu/tinh-hinh/")
    assert "Người đăng ký tiêm, theo nhóm ưu tiên" in shown
    assert shown.count("3355/QĐ-BYT") == 1


def test_two_places_are_compared_by_every_column(supplied: Supplied) -> None:
    publish(12)
    shown = page("/so-lieu/so-sanh/?a=01&b=79")
    for column in COLUMNS.values():
        if column.key != "doses":
            assert str(column.label) in shown


def test_a_past_day_is_shown_as_it_was_published(supplied: Supplied) -> None:
    publish(12)
    publish(5, at=AT + timedelta(days=1))
    for address in ("/so-lieu/tinh-hinh/", TABLE, "/so-lieu/tinh/01/"):
        assert "Số liệu đến hết ngày 01/12/2021" in page(f"{address}?ngay=2021-12-01")
        assert "Số liệu đến hết ngày 02/12/2021" in page(address)
    then, now = (
        json.loads(Client().get(f"/so-lieu/tinh/01/tinh-hinh.json{asked}").content)
        for asked in ("?ngay=2021-12-01", "")
    )
    assert (then["totals"][""]["recorded"], now["totals"][""]["recorded"]) == (10, 15)


def test_files_may_be_kept_and_asked_for_again(supplied: Supplied) -> None:
    publish(5)
    tags = set()
    for name in ("bang.json", "bang.csv", "tinh-hinh.json", "tinh-hinh.parquet"):
        answer = Client().get(f"/so-lieu/{name}")
        assert "public" in answer.headers["Cache-Control"]
        tag = answer.headers["ETag"]
        again = Client().get(f"/so-lieu/{name}", headers={"If-None-Match": tag})
        assert again.status_code == 304
        tags.add((name, tag))
    old = Client().get("/so-lieu/bang.json?dia-gioi=63").headers["ETag"]
    assert ("bang.json", old) not in tags
    assert Client().get("/so-lieu/bang.xlsx").status_code == 404


def test_a_share_of_the_unknown_or_of_fewer_than_five_is_not_known() -> None:
    assert share(1, 3) == 33.3
    assert share(None, 3) is None and share(3, None) is None
    assert share(0, 3) is None and share(3, 0) is None
    assert per_hundred_thousand(5, 999) is None
    assert per_hundred_thousand(5, 20_000) == 25.0


def test_the_bar_of_delays_fills_its_width() -> None:
    numbers: Told = {"days_0_1": 10, "days_2_3": 0, "days_4_7": 5, "days_8": 5}
    pieces = delays_of(numbers)
    assert pieces is not None
    assert [piece.width for piece in pieces] == [350, 0, 175, 175]
    assert delays_of({**numbers, "days_8": None}) is None


def test_adults_are_fewer_than_inhabitants_in_every_province() -> None:
    assert adults().keys() == populations().keys()
    assert all(adults()[unit] < people for unit, people in populations().items())


def test_the_table_says_what_was_published_and_nothing_else(supplied: Supplied) -> None:
    publish(12)
    published = reading.latest()
    assert published is not None
    PublicStanding.objects.all().delete()
    country, places = ranking.places_of(published, Version.NEW)
    assert country.told == {} and not any(place.told for place in places)
