"""The benchmark of figures, small: counted anew, kept by a sheet, published, proved."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import sheets
from benchmarks.imports import others
from benchmarks.indicators import figures, pages
from benchmarks.people.generate import Order, generate
from sotiem.doses.models import Dose
from sotiem.foundation import events
from tests.benchmarks.served import serving
from tests.runtime.commands import run

FACILITY = "99999"


@pytest.mark.usefixtures("committed_db")
def test_figures_are_counted_kept_and_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    monkeypatch.setattr(events, "_in_transaction", dict(events._in_transaction))
    monkeypatch.setattr(events, "_after_commit", dict(events._after_commit))
    generate(Order(people=300, rows=10, seed=4, with_doses=50)).write(tmp_path)
    assert run("people", "load", tmp_path / "people.parquet", "--processes", "1").exit_code == 0
    told = tmp_path / "told.json"

    def step(name: str, *given: object) -> dict[str, Any]:
        figures.main(arguments=[name, *map(str, given), str(told)])
        answer: dict[str, Any] = json.loads(told.read_text())
        return answer

    for seed, name in enumerate(("commit", "commit_without"), start=1):
        sheet = tmp_path / f"sheet-{seed}.xlsx"
        asked = ["--world", tmp_path, "--rows", 60, "--facility", FACILITY, "--out", sheet]
        sheets.main(list(map(str, [*asked, "--seed", seed])))
        lots = str(tmp_path / "lots.csv")
        others.main(arguments=["prepare", FACILITY, lots, str(told)])
        others.main(arguments=["preview", FACILITY, str(sheet), str(told)])
        recorded = Dose.objects.count()
        assert step(name, FACILITY, sheet)["counts"]["recorded"] == Dose.objects.count() - recorded
    assert step("prove")["wrong"] > 0  # what nobody followed
    assert step("rebuild")["doses"] == Dose.objects.count()
    assert step("prove")["wrong"] == 0
    assert step("publish")["places"] > 0
    with serving() as port:
        told_of_each = list(pages.compare({"one": port, "another": port}, times=2))
    assert len(told_of_each) == 1 + 2 * len(pages.PAGES)
