"""`sotiem people duplicates`: who is on record more than once."""

import csv
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sotiem.foundation.actors import machine
from sotiem.matching.models import MatchPair
from sotiem.matching.rules.levels import Name
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.patients.operations import load_people
from sotiem.runtime.duplicates import on_duckdb, on_spark
from tests.factories import patients
from tests.factories.links import link
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")

LOC = patients.facts()
SON = patients.facts(
    full_name="Trần Quang Sơn", birth_date="1961-11-23", sex="male", phone="0918111222",
    cccd="001061004321",
)  # fmt: skip
HUE = patients.facts(
    full_name="Đặng Ngọc Huệ", birth_date="2003-06-30", phone="0977333444", cccd="048303007654",
)  # fmt: skip


def on_record(**people: PatientFacts) -> None:
    load_people(people=people, origin="test", by=machine("test"), at=patients.AT)


def told(path: Path) -> dict[str, tuple[str, float]]:
    """record_id: (cluster_id, probability)"""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(list(row) == ["record_id", "cluster_id", "probability"] for row in rows)
    return {row["record_id"]: (row["cluster_id"], float(row["probability"])) for row in rows}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "clusters.csv"


def test_who_is_on_record_twice_is_told_under_one_name(sotiem: Command, out: Path) -> None:
    on_record(B7=LOC, A9=replace(LOC, full_name="Nguyen Thi Bao Loc", phone=""), C1=SON)
    said = sotiem("people", "duplicates", "--out", out)
    assert said.exit_code == 0
    assert "3 records: 2 of them are of 1 people" in said.output.replace("\n", " ")
    clusters = told(out)
    assert {name: cluster for name, (cluster, _) in clusters.items()} == {"A9": "A9", "B7": "A9"}
    assert all(0.9 <= probability <= 1 for _, probability in clusters.values())


def test_everybody_is_told_when_asked(sotiem: Command, out: Path) -> None:
    on_record(A=LOC, B=LOC, C=SON)
    sotiem("people", "duplicates", "--out", out, "--all")
    assert told(out)["C"] == ("C", 1.0)
    assert len(told(out)) == 3


def test_a_record_without_a_reference_is_told_by_its_public_id(sotiem: Command, out: Path) -> None:
    public_ids = sorted(str(patients.patient(LOC).public_id) for _ in range(2))
    sotiem("people", "duplicates", "--out", out)
    assert list(told(out)) == public_ids
    assert {cluster for cluster, _ in told(out).values()} == {public_ids[0]}


def test_three_records_of_one_person_are_one_cluster(sotiem: Command, out: Path) -> None:
    on_record(
        A=LOC, B=replace(LOC, phone="", cmnd=""), C=replace(LOC, full_name="Nguyễn Bảo Lộc"), D=HUE
    )
    sotiem("people", "duplicates", "--out", out)
    assert {cluster for cluster, _ in told(out).values()} == {"A"}
    assert set(told(out)) == {"A", "B", "C"}


def test_joined_records_stay_together_however_unlike_they_are(sotiem: Command, out: Path) -> None:
    on_record(A=LOC, B=SON, C=HUE)
    records = {record.reference: record for record in Patient.objects.order_by("pk")}
    link(records["A"].pk, records["B"].pk)
    sotiem("people", "duplicates", "--out", out)
    assert told(out) == {"A": ("A", 1.0), "B": ("A", 1.0)}


def test_pairs_are_recorded_when_asked(sotiem: Command, out: Path) -> None:
    on_record(A=LOC, B=replace(LOC, phone=""), C=SON, D=replace(SON, cccd="", sex=""), E=HUE)
    sotiem("people", "duplicates", "--out", out)
    assert not MatchPair.objects.exists()
    said = sotiem("people", "duplicates", "--out", out, "--threshold", "0.5", "--record")
    assert "pairs recorded" in said.output
    records = {record.reference: record for record in Patient.objects.all()}
    pair = MatchPair.objects.get(one=records["A"])
    assert (pair.other, pair.is_automatic) == (records["B"], True)
    assert pair.levels["name"] == Name.EQUAL
    assert records["B"].principal_id == records["A"].pk
    assert records["E"].principal_id == records["E"].pk
    again = sotiem("people", "duplicates", "--out", out, "--threshold", "0.5", "--record")
    assert "0 pairs recorded" in again.output


def test_nobody_is_on_record(sotiem: Command, out: Path) -> None:
    said = sotiem("people", "duplicates", "--out", out)
    assert (said.exit_code, told(out)) == (0, {})


def test_a_phone_of_thousands_makes_no_pairs(sotiem: Command, out: Path) -> None:
    """Neither are they compared with each other, nor does it say that two are one."""
    surnames, given = ("Lê", "Phạm", "Hồ", "Đỗ", "Bùi"), "ABCDEGHIKLMNOPQR"
    people = {
        f"P{number:03}": patients.facts(
            full_name=f"{surnames[number % 5]} Văn Mẫu {given[number % 16]}a",
            birth_date=f"19{number % 90 + 10}-0{number % 9 + 1}-1{number % 7}",
            phone="19009095",
            cccd="",
        )
        for number in range(80)
    }
    on_record(**people)
    sotiem("people", "duplicates", "--out", out)
    assert told(out) == {}


def test_parts_and_processes_change_nothing(
    sotiem: Command, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_record(A=LOC, B=LOC, C=SON, D=replace(SON, phone=""), E=HUE)
    sotiem("people", "duplicates", "--out", out, "--processes", "1")
    monkeypatch.setattr(on_duckdb, "PEOPLE_AT_ONCE", 2)
    monkeypatch.setattr(on_duckdb, "PAIRS_AT_ONCE", 1)
    sotiem("people", "duplicates", "--out", tmp_path / "again.csv", "--processes", "2")
    assert told(out) == told(tmp_path / "again.csv")
    assert len(told(out)) == 4


def test_an_unknown_engine_is_refused(sotiem: Command, out: Path) -> None:
    said = sotiem("people", "duplicates", "--out", out, "--engine", "hadoop")
    assert said.exit_code == 1
    assert said.stderr == "Error: There is no engine hadoop; it is duckdb or spark.\n"


def test_spark_without_java_is_refused_with_what_to_install(
    sotiem: Command, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_spark, "which", lambda program: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    said = sotiem("people", "duplicates", "--out", out, "--engine", "spark")
    assert said.exit_code == 1
    assert "openjdk-17-jre-headless" in said.stderr
    assert not out.exists()


def test_spark_without_pyspark_is_refused_with_what_to_install(
    sotiem: Command, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    said = sotiem("people", "duplicates", "--out", out, "--engine", "spark")
    assert said.exit_code == 1
    assert "pip install pyspark" in said.stderr
