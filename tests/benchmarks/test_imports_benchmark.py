"""The benchmark of imports, small: a sheet is invented, checked, recorded, and copied beside."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import sheets
from benchmarks.imports import others
from benchmarks.people.generate import Order, generate
from sotiem.doses.models import Dose
from tests.runtime.commands import run

FACILITY = "99999"


@pytest.mark.usefixtures("committed_db")
def test_a_sheet_is_taken_in_and_each_step_is_timed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    generate(Order(people=300, rows=10, seed=4, with_doses=50)).write(tmp_path)
    assert run("people", "load", tmp_path / "people.parquet", "--processes", "1").exit_code == 0
    sheet, told = tmp_path / "sheet.xlsx", tmp_path / "told.json"
    asked = ["--world", tmp_path, "--rows", 60, "--facility", FACILITY, "--out", sheet]
    sheets.main(list(map(str, [*asked, "--seed", 1])))

    def timed(step: str, *given: object) -> dict[str, Any]:
        others.main(arguments=[step, *map(str, given), str(told)])
        answer: dict[str, Any] = json.loads(told.read_text())
        return answer

    timed("prepare", FACILITY, tmp_path / "lots.csv")
    assert timed("preview", FACILITY, sheet)["counts"]["new"] > 30
    done = timed("commit", FACILITY, sheet)
    assert done["counts"]["recorded"] == Dose.objects.count() > 30
    assert done["seconds"] > 0
    assert timed("copy", FACILITY, sheet)["seconds"] > 0
