"""The benchmark of matching: its measures, and Splink beside us on a small file."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks.matching.__main__ import table
from benchmarks.matching.answers import measure
from benchmarks.matching.running import Ran, run
from benchmarks.matching.splink_way import match_file
from benchmarks.people.generate import Order, generate

ANSWERS = pl.DataFrame(
    {
        "row_id": ["1", "2", "3", "4", "5"],
        "person_id": ["A", "B", "C", "", "X"],
        "probability": [1.0, 0.9, 0.6, 0.2, 0.9],
        "linked": [True, True, False, False, False],
    }
)


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "truth.csv"
    path.write_text("row_id,person_id\n1,A\n2,B2\n3,C\n4,D\n5,\n")
    return path


def test_measures_are_what_can_be_counted_by_hand(truth: Path) -> None:
    found = measure(ANSWERS, truth)
    assert (found.precision, found.recall) == (2 / 4, 2 / 4)
    assert (found.linked, found.linked_precision) == (2 / 5, 1 / 2)
    assert found.linkable == 1 / 5
    assert found.strangers_linked == 1.0
    assert found.calibration_error == pytest.approx((0 + 1.8 + 0.4 + 0.2) / 5)


def test_any_record_of_the_right_person_is_right(truth: Path, tmp_path: Path) -> None:
    twins = tmp_path / "duplicates.csv"
    twins.write_text("person_id,cluster_id\nB,b\nB2,b\n")
    assert measure(ANSWERS, truth, twins).precision == 3 / 4


def test_a_row_without_an_answer_is_not_passed_over(truth: Path) -> None:
    with pytest.raises(ValueError, match="1 rows were not answered"):
        measure(ANSWERS.head(4), truth)


def test_a_table_has_a_column_for_each_way(truth: Path) -> None:
    quality = measure(ANSWERS, truth)
    told = table([("one", Ran(2.0, 0.5, ""), quality), ("other", Ran(1.0, 1, ""), quality)], 5)
    assert "| rows a second | 2 | 5 |\n" in told


def test_a_program_that_fails_stops_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no-such-command"):
        run("sotiem.runtime.cli", "no-such-command", home=tmp_path)


@pytest.mark.django_db
def test_splink_finds_most_people_of_a_small_file(tmp_path: Path) -> None:
    generate(Order(people=1_500, rows=400, seed=3)).write(tmp_path)
    out = tmp_path / "out.csv"
    match_file(tmp_path / "people.parquet", tmp_path / "rows.csv", out, processes=1)
    answers = pl.read_csv(out, schema_overrides={"person_id": pl.String})
    found = measure(
        answers.with_columns(pl.col("person_id").fill_null(""), linked=pl.lit(False)),
        tmp_path / "truth.csv",
    )
    assert found.f1 > 0.9
