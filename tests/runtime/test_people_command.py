"""`sotiem people load`: another system's people, whether many are on record or nobody."""

from pathlib import Path

import pytest
from django.db import connection

from sotiem.matching.facts import PersonClue
from sotiem.matching.operations import key_index
from sotiem.matching.queries import match_one
from sotiem.patients.models import Patient
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")

UNCHECKED = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT conenforced"
HEADER = "person_id,full_name,birth_date,sex,phone,cccd\n"
LOC = "A1,Nguyễn Thị Bảo Lộc,1987-04-03,F,0901234567,079187001234\n"
SON = "B2,Trần Quang Sơn,1961,nam,,\n"


def _load(sotiem: Command, path: Path, rows: str) -> str:
    path.write_text(HEADER + rows, encoding="utf-8")
    return " ".join(sotiem("people", "load", path).output.split())


def _asked(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("worth_while", [1, 50_000])
def test_people_are_loaded_once_and_found(
    sotiem: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth_while: int
) -> None:
    monkeypatch.setattr(key_index, "WORTH_WHILE", worth_while)
    file = tmp_path / "people.csv"
    assert "2 people added" in _load(sotiem, file, LOC + SON)
    assert "0 people added, 0 changed, 2 unchanged" in _load(sotiem, file, LOC + SON)
    assert _asked(key_index.FOUND) is True
    assert _asked(UNCHECKED) == 0
    clue = PersonClue(full_name="nguyen thi bao loc", birth_date="03/04/1987", phone="0901234567")
    assert match_one(clue).patient_id == Patient.objects.get(reference="A1").pk


def test_what_was_left_out_comes_back_when_a_load_fails(
    sotiem: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("no more room")

    monkeypatch.setattr(key_index, "WORTH_WHILE", 1)
    monkeypatch.setattr("sotiem.runtime.people.load_slice", fail)
    with pytest.raises(RuntimeError):
        _load(sotiem, tmp_path / "people.csv", LOC + SON)
    assert _asked(key_index.FOUND) is True
    assert _asked(UNCHECKED) == 0
