"""What is timed of figures, each in a process of its own."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.utils import timezone

from benchmarks.imports import others
from sotiem.config.subscriptions import IN_TRANSACTION
from sotiem.doses.operations import withdraw_dose
from sotiem.facilities.operations import register_facility
from sotiem.foundation import events
from sotiem.foundation.actors import machine
from sotiem.indicators.models import CountedDose, DoseEntry, Figure
from sotiem.indicators.operations import fold_figures, publish_doses, rebuild_figures
from sotiem.indicators.proof import figures_that_disagree
from sotiem.places.facts import Level, Version
from sotiem.places.models import AdministrativeUnit

BY: Final = machine("benchmark")
PATIENCE: Final = 30.0


def main(*, arguments: Sequence[str]) -> None:
    steps: dict[str, Callable[..., dict[str, Any]]] = {
        "facilities": facilities,
        "rebuild": rebuild,
        "publish": publish,
        "commit": others.commit,
        "commit_without": commit_without,
        "prove": prove,
        "one_dose": one_dose,
    }
    step, *given, told = arguments
    Path(told).write_text(json.dumps(steps[step](*given)))


@transaction.atomic
def facilities(file: str) -> dict[str, Any]:
    """Those of a file are registered, one in each commune and so on."""
    communes = list(
        AdministrativeUnit.objects.filter(
            version=Version.NEW, level=Level.COMMUNE, valid_to=None
        ).select_related("parent")
    )
    rows = pl.read_parquet(file)
    for number, row in enumerate(rows.iter_rows(named=True)):
        register_facility(
            code=row["code"],
            name=row["name"],
            address="",
            commune=communes[number % len(communes)],
            by=BY,
            at=timezone.now(),
        )
    return {"facilities": len(rows)}


def rebuild() -> dict[str, Any]:
    """Everything counted anew from the ledger."""
    started = time.perf_counter()
    rebuild_figures(by=BY, at=timezone.now())
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "doses": CountedDose.objects.count(), "figures": _figures()}


def publish() -> dict[str, Any]:
    """What everybody may know, of one day."""
    started = time.perf_counter()
    rows = publish_doses(at=timezone.now())
    return {"seconds": time.perf_counter() - started, "places": len(rows)}


def commit_without(code: str, sheet: str) -> dict[str, Any]:
    """A sheet recorded while no figure follows."""
    others_follow = {
        event: tuple(each for each in who if not each.__module__.startswith("sotiem.indicators"))
        for event, who in IN_TRANSACTION.items()
    }
    events.subscribe(in_transaction=others_follow, after_commit={})
    return others.commit(code, sheet)


def prove() -> dict[str, Any]:
    """Figures held against the ledger, as `sotiem check` does it."""
    while fold_figures():
        pass
    started = time.perf_counter()
    wrong = sum(1 for _ in figures_that_disagree())
    return {"seconds": time.perf_counter() - started, "wrong": wrong}


def one_dose(times: str) -> dict[str, Any]:
    """From the withdrawal of a dose to the figure of the country; a worker folds beside us."""
    waited = []
    # What was entered twice counts once: its withdrawal changes no figure.
    doses = CountedDose.objects.filter(nth__gt=0).exclude(facility_id=None).order_by("-pk")
    for dose_id in doses.values_list("pk", flat=True)[: int(times)]:
        before = _given()
        started = time.perf_counter()
        withdraw_dose(dose_id=dose_id, origin="benchmark", by=BY, at=timezone.now())
        while _given() == before and time.perf_counter() - started < PATIENCE:
            time.sleep(0.02)
        waited.append(time.perf_counter() - started)
    return {"seconds": sorted(waited)[len(waited) // 2], "most": max(waited)}


def _given() -> int:
    rows = Figure.objects.filter(path="vn", what="doses").values_list("number", flat=True)
    return sum(rows)


def _figures() -> int:
    return Figure.objects.count() + DoseEntry.objects.count()
