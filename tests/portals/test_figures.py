"""The public pages of figures, and the files of the same."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Final

import polars as pl
import pytest
from django.test import Client

from sotiem.doses.operations import withdraw_dose
from sotiem.foundation.actors import machine
from sotiem.indicators.operations import fold_figures, publish_doses
from sotiem.places.facts import Version
from sotiem.places.queries import provinces
from sotiem.portals.figures.charts import ages_of, classes_of, days_of
from sotiem.portals.figures.tiles import ISLANDS, TILES
from tests.factories import doses, patients

pytestmark = pytest.mark.django_db

AT: Final = datetime(2021, 12, 1, 17, 10, tzinfo=UTC)
PAGE: Final = "/so-lieu/"


def publish(number: int, *, at: datetime = AT) -> list[int]:
    given = [
        doses.dose(patients.patient(patients.facts(cccd="")), date(2021, 8, 12)).pk
        for _ in range(number)
    ]
    while fold_figures():
        pass
    publish_doses(at=at)
    return given


def page(address: str = PAGE) -> str:
    return Client().get(address).content.decode()


def test_before_anything_was_published_the_pages_say_so() -> None:
    assert "Chưa có số liệu nào được công bố" in page()
    assert "Chưa công bố mũi tiêm nào" in page("/so-lieu/tinh/01/")
    assert "Chưa có số liệu nào được công bố" in page("/so-lieu/so-sanh/?a=01&b=79")
    assert Client().get("/so-lieu/tiem-chung.json").status_code == 404


def test_the_country_shows_what_was_published_and_how_old_it_is() -> None:
    publish(11)
    shown = page()
    assert "Số liệu đến hết ngày 01/12/2021" in shown
    assert ">10<" in shown
    assert shown.count("<rect") > 34
    assert "Hoàng Sa" in page()


def test_a_province_that_is_none_is_not_found() -> None:
    assert Client().get("/so-lieu/tinh/02/").status_code == 404
    assert Client().get("/so-lieu/tinh/xx/").status_code == 404


def test_a_past_day_stays_and_what_is_known_today_stands_beside_it() -> None:
    given = publish(10)
    for dose_id in given[:5]:
        withdraw_dose(dose_id=dose_id, origin="t", by=machine("test"), at=AT)
    publish(0, at=AT + timedelta(days=1))
    then = page(f"{PAGE}?ngay=2021-12-01&so=doses")
    assert "giữ nguyên số liệu như đã công bố cho ngày 01/12/2021" in then
    assert "Số mũi tiêm: 5" in then
    assert ">10<" in then
    assert "giữ nguyên" not in page()
    assert "Ngày 05/05/2020 chưa công bố" in page(f"{PAGE}?ngay=2020-05-05")


@pytest.mark.parametrize("asked", ["?so=x", "?ngay=x", "?nam=99999", "?dia-gioi=7", "?nam=²0²1"])
def test_an_address_with_nonsense_shows_the_page(asked: str) -> None:
    publish(5)
    assert Client().get(PAGE + asked).status_code == 200


def test_by_the_63_provinces_of_before() -> None:
    publish(10)
    rows = page(f"{PAGE}?dia-gioi=63&so=doses")
    assert "Tỉnh Hà Giang" in rows
    assert "Tỉnh Hà Giang" not in page()


def test_files_say_what_the_page_says_and_may_be_kept() -> None:
    publish(12)
    answer = Client().get("/so-lieu/tiem-chung.json")
    told = json.loads(answer.content)
    assert told["totals"]["doses"] == 10
    assert told["day"] == "2021-12-01"
    assert "public" in answer.headers["Cache-Control"]
    again = Client().get(
        "/so-lieu/tiem-chung.json", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    lines = Client().get("/so-lieu/tinh/01/tiem-chung.csv").content.decode("utf-8-sig")
    assert lines.splitlines()[:2] == ["table,row,doses,first,full,booster", "totals,,10,10,0,0"]
    assert "days,2021-08-12,10,10," in lines


def test_parquet_holds_the_same_rows_with_their_types() -> None:
    publish(12)
    rows = Client().get("/so-lieu/tiem-chung.csv").content.decode("utf-8-sig").splitlines()
    frame = pl.read_parquet(BytesIO(Client().get("/so-lieu/tiem-chung.parquet").content))
    assert frame.schema["doses"] == pl.Int64
    told = [",".join("" if cell is None else str(cell) for cell in row) for row in frame.rows()]
    assert told == rows[1:]


def test_every_province_has_one_tile_of_its_own() -> None:
    for version, tiles in TILES.items():
        assert sorted(tile.code for tile in tiles) == sorted(
            unit.code for unit in provinces(version)
        )
        places = [(tile.column, tile.row) for tile in tiles]
        places += [(island.column, island.row) for island in ISLANDS[version]]
        assert len(set(places)) == len(places)
    assert {island.name for island in ISLANDS[Version.NEW]} == {"Hoàng Sa", "Trường Sa"}


def test_a_mean_is_of_seven_days_also_where_none_was_given() -> None:
    drawn = days_of({"18851": {"doses": 70}, "18853": {"doses": 7}}, "doses", None)
    assert drawn is not None
    assert [(bar.number, bar.mean) for bar in drawn.bars[-3:]] == [(70, 10), (0, 10), (7, 11)]
    assert days_of({"18851": {"doses": 0}}, "doses", None) is None


def test_the_oldest_stand_on_top_and_the_unknown_beside() -> None:
    drawn = ages_of(
        {"female 16": {"first": 10}, "male 0": {"first": 5}, " -1": {"first": 5}}, "first"
    )
    assert drawn is not None
    assert (drawn.rows[0].since, drawn.rows[0].women, drawn.rows[-1].men) == (80, 10, 5)
    assert drawn.unknown == 5


def test_classes_hold_about_as_many_places_each() -> None:
    assert classes_of([0, *range(1, 11)]) == [1, 3, 5, 7, 9]
    assert classes_of([0, 0]) == []
    assert classes_of([4, 4]) == [4]
