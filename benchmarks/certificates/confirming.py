"""What the facility's signature adds to the commit of a sheet, and to issuing.

SOTIEM_HOME=DIR/home python -m benchmarks.with_django certificates.confirming --rounds N

The registry holds a sheet that was checked and not committed, as `benchmarks.imports --folder DIR`
leaves it after its preview. It is committed with and without signatures, in turn, and taken back
each time; constraints are checked before that.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.certificates import queries
from sotiem.certificates.confirmation_queries import IS_READY
from sotiem.certificates.operations import (
    ensure_signing_key,
    refresh_certificates,
    take_first_signatures,
)
from sotiem.config.subscriptions import AFTER_COMMIT, IN_TRANSACTION
from sotiem.doses.events import DosesRecorded
from sotiem.foundation import events
from sotiem.foundation.actors import machine
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import commit_import
from sotiem.imports.states import ImportStatus

AT_ONCE: Final = 1_000


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.certificates.confirming", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(list(arguments))
    ensure_signing_key(at=timezone.now())
    sheet = DoseImport.objects.filter(status=ImportStatus.READY).latest("pk")
    commits: dict[bool, list[float]] = {True: [], False: []}
    issues: dict[bool, list[float]] = {True: [], False: []}
    for number in range(asked.rounds):
        for signs in (True, False) if number % 2 else (False, True):
            with taken_back(), following(signs=signs):
                commits[signs].append(timed(lambda: commit(sheet)))
        with taken_back(), following(signs=True):
            commit(sheet)
            for asks in (True, False) if number % 2 else (False, True):
                with taken_back(), asking(asks=asks):
                    issues[asks].append(timed(lambda: issue(sheet)))
    for name, took in (("commit", commits), ("issue", issues)):
        ratios = [one / other for one, other in zip(took[True], took[False], strict=True)]
        sys.stdout.write(
            f"{name}: {median(took[True]):.2f} s with, {median(took[False]):.2f} s without; "
            f"ratio {median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})\n"
        )


def commit(sheet: DoseImport) -> None:
    clerk = User.objects.get(public_id=sheet.uploaded_by.partition(":")[2])
    by = staff_of(clerk, at=timezone.now())
    commit_import(import_id=sheet.pk, by=by, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def issue(sheet: DoseImport) -> None:
    rows = ImportRow.objects.filter(dose_import=sheet, patient_id__isnull=False)
    people = sorted(set(rows.values_list("patient_id", flat=True)))
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        refresh_certificates(patient_ids=some, by=machine("benchmark"), at=timezone.now())


def timed(act: Callable[[], Any]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def following(*, signs: bool) -> Iterator[None]:
    """Everything follows the doses, the signature too or not."""
    recorded = tuple(
        who for who in IN_TRANSACTION[DosesRecorded] if signs or who is not take_first_signatures
    )
    events.subscribe(
        in_transaction={**IN_TRANSACTION, DosesRecorded: recorded}, after_commit=AFTER_COMMIT
    )
    yield
    events.subscribe(in_transaction=IN_TRANSACTION, after_commit=AFTER_COMMIT)


@contextmanager
def asking(*, asks: bool) -> Iterator[None]:
    """Whether a dose is signed is asked for each, or taken for granted."""
    kept = queries._GIVEN
    if not asks:
        queries._GIVEN = kept.replace(IS_READY, "true")  # type: ignore[misc]
    yield
    queries._GIVEN = kept  # type: ignore[misc]
