"""Invented people and the dirty rows about them."""

import csv
import unicodedata
from pathlib import Path
from random import Random

import polars as pl
import pytest

from benchmarks.people.__main__ import main
from benchmarks.people.generate import Made, Order, generate
from benchmarks.people.spelling import change_tone, move_tone, tcvn3, telex, vni
from sotiem.identity import Cccd


@pytest.fixture(scope="module")
def made() -> Made:
    return generate(Order(people=3000, rows=1500, seed=5, duplicates=0.04))


def test_the_same_seed_makes_the_same_people_and_rows(made: Made) -> None:
    again = generate(Order(people=3000, rows=1500, seed=5, duplicates=0.04))
    other = generate(Order(people=3000, rows=1500, seed=6, duplicates=0.04))
    assert made.people.equals(again.people)
    assert made.rows.equals(again.rows)
    assert made.truth.equals(again.truth)
    assert made.doses.equals(again.doses)
    assert made.duplicates.equals(again.duplicates)
    assert not made.rows.equals(other.rows)


def test_every_row_has_its_truth(made: Made) -> None:
    assert made.rows["row_id"].to_list() == made.truth["row_id"].to_list()
    known = set(made.people["person_id"])
    told = [person for person in made.truth["person_id"] if person]
    assert len(told) == 1350
    assert set(told) <= known


def test_a_row_tells_only_of_doses_of_its_own_person(made: Made) -> None:
    owner = dict(made.doses.select("dose_id", "person_id").iter_rows())
    told = [(d, p) for d, p in made.truth.select("dose_id", "person_id").iter_rows() if d]
    assert len(told) > 100
    assert all(owner[dose] == person for dose, person in told)


def test_a_row_without_errors_says_what_is_true(made: Made) -> None:
    rows = made.rows.join(made.truth, on="row_id").filter(pl.col("errors") == "")
    rows = rows.filter(pl.col("person_id") != "")
    pairs = rows.join(made.people, on="person_id", suffix="_held")
    assert len(pairs) > 20
    held = pairs.filter(pl.col("cccd_held") != "")
    assert (held["cccd"] == held["cccd_held"]).mean() > 0.97  # type: ignore[operator]
    assert (pairs["full_name"] == pairs["full_name_held"]).mean() > 0.85  # type: ignore[operator]


def test_personal_numbers_agree_with_birth_and_sex(made: Made) -> None:
    people = made.people.filter(pl.col("cccd") != "").select("cccd", "birth_date", "sex")
    agreeing = 0
    for digits, born, sex in people.iter_rows():
        number = Cccd(digits)
        agreeing += number.birth_year == int(born[:4]) and number.sex.name[0] == sex
    assert agreeing / len(people) > 0.96


def test_people_held_twice_share_a_cluster(made: Made) -> None:
    sizes = made.duplicates.group_by("cluster_id").len()["len"]
    assert len(sizes) == 120
    assert sizes.min() == 2
    assert set(made.duplicates["person_id"]) <= set(made.people["person_id"])


def test_families_share_surnames_and_telephones(made: Made) -> None:
    shared = made.people.filter(pl.col("phone") != "").group_by("phone").len()
    assert (shared["len"] > 1).sum() > 300
    common = made.people["full_name"].str.split(" ").list.first().value_counts(sort=True)
    assert common["full_name"][0] == "Nguyễn"


def test_the_command_writes_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--people", "500", "--rows", "200", "--out", str(tmp_path), "--duplicates", "0.1",
          "--style", "random", "--csv"])  # fmt: skip
    assert {file.name for file in tmp_path.iterdir()} == {
        "people.parquet", "people.csv", "rows.csv", "truth.csv", "doses.parquet", "duplicates.csv",
    }  # fmt: skip
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == 200
    assert "records in the registry" in capsys.readouterr().out


def test_a_harsh_style_has_more_errors_than_a_clean_one() -> None:
    counts = {
        style: generate(Order(people=600, rows=400, seed=3, style=style)).kinds["name_tone"]
        for style in ("clean", "harsh")
    }
    assert counts["harsh"] > 2 * counts["clean"]


def test_old_fonts_and_keyboards_write_as_they_did() -> None:
    assert tcvn3("Nguyễn Thị Đường") == "NguyÔn ThÞ §­êng"
    assert vni("Nguyễn Thị Hồng") == "Nguyeãn Thò Hoàng"
    assert telex("Nguyễn") == "Nguyeenx"
    assert [move_tone(word) for word in ("Hòa", "Thúy", "Quý", "HÒA")] == [
        "Hoà", "Thuý", "Quý", "HOÀ",
    ]  # fmt: skip
    changed = change_tone(Random(1), "Bảo")
    assert changed != "Bảo"
    assert unicodedata.is_normalized("NFC", changed)
