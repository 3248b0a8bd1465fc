"""What the facility's signature adds to the commit of a sheet, and to issuing.

SOTIEM_HOME=DIR/home python -m benchmarks.with_django certificates.confirming --rounds N

The registry holds a sheet that was checked and not committed, as `benchmarks.imports --folder DIR`
leaves it after its preview. It is committed and taken back, with its constraints checked. What the
signature takes is timed within each commit, and what asking for it takes beside the same question
without it: on a machine that does other things, two whole commits tell nothing of each other.
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
from sotiem.vaccines.queries import known_vaccines

AT_ONCE: Final = 1_000
QUESTIONS: Final = 9
OWN_CONSTRAINTS: Final = """
SELECT conname FROM pg_constraint
WHERE contype = 'f' AND conrelid = 'certificates_confirmation'::regclass
"""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.certificates.confirming", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(list(arguments))
    ensure_signing_key(at=timezone.now())
    sheet = DoseImport.objects.filter(status=ImportStatus.READY).latest("pk")
    commits, issues = [], []
    for _ in range(asked.rounds):
        with taken_back():
            commits.append(commit(sheet))
            issues.append(issue(sheet))
    for name, took in (("commit", commits), ("issue", issues)):
        added = [own / (total - own) for own, total in took]
        sys.stdout.write(
            f"{name}: {median(total for _, total in took):.2f} s, of these the signature "
            f"{median(own for own, _ in took):.2f} s: {median(added):.1%} more than without "
            f"({min(added):.1%} to {max(added):.1%})\n"
        )


def commit(sheet: DoseImport) -> tuple[float, float]:
    """Seconds that the signature took, and all of it."""
    own: list[float] = []
    clerk = User.objects.get(public_id=sheet.uploaded_by.partition(":")[2])
    by = staff_of(clerk, at=timezone.now())
    with timing_signatures(own):
        total = timed(lambda: commit_import(import_id=sheet.pk, by=by, at=timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute(OWN_CONSTRAINTS)
        names = ", ".join(name for (name,) in cursor.fetchall())
        held = timed(lambda: cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE"))
        rest = timed(lambda: cursor.execute("SET CONSTRAINTS ALL IMMEDIATE"))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return sum(own) + held, total + held + rest


def issue(sheet: DoseImport) -> tuple[float, float]:
    """Seconds that asking for signatures took, and issuing."""
    rows = ImportRow.objects.filter(dose_import=sheet, patient_id__isnull=False)
    people = sorted(set(rows.values_list("patient_id", flat=True)))[: 5 * AT_ONCE]
    vaccines, own, total = known_vaccines(), 0.0, 0.0
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        asking, plain = [], []
        for _ in range(QUESTIONS):
            asking.append(timed(lambda some=some: queries.statements_of(some, vaccines)))
            with taking_it_for_granted():
                plain.append(timed(lambda some=some: queries.statements_of(some, vaccines)))
        own += median(asking) - median(plain)
        now = timezone.now()
        total += timed(
            lambda some=some, now=now: refresh_certificates(
                patient_ids=some, by=machine("benchmark"), at=now
            )
        )
    return own, total


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
def timing_signatures(own: list[float]) -> Iterator[None]:
    """Everything follows the doses as it does, and the signature is timed."""

    def sign(event: DosesRecorded) -> None:
        own.append(timed(lambda: take_first_signatures(event)))

    recorded = tuple(
        sign if who is take_first_signatures else who for who in IN_TRANSACTION[DosesRecorded]
    )
    events.subscribe(
        in_transaction={**IN_TRANSACTION, DosesRecorded: recorded}, after_commit=AFTER_COMMIT
    )
    yield
    events.subscribe(in_transaction=IN_TRANSACTION, after_commit=AFTER_COMMIT)


@contextmanager
def taking_it_for_granted() -> Iterator[None]:
    """Every dose is signed, and nobody asks."""
    kept = queries._GIVEN
    queries._GIVEN = kept.replace(IS_READY, "true")  # type: ignore[misc]
    yield
    queries._GIVEN = kept  # type: ignore[misc]
