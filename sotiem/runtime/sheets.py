"""A facility's sheet, taken in from the command line."""

import hashlib
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from django.db import connection
from django.utils import timezone, translation
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sotiem.accounts.facts import Staff
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import Refusal
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import check_import, commit_import, upload_sheet
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.portals.components.refusals import sentence_for
from sotiem.runtime.terminal import console

OUTCOMES: Final = {
    RowOutcome.NEW: "would be recorded",
    RowOutcome.RECORDED: "recorded",
    RowOutcome.KNOWN: "known already",
    RowOutcome.REVIEW: "need a person to look",
    RowOutcome.REFUSED: "refused",
}


def import_sheet(*, file: Path, facility_code: str, username: str, commit: bool) -> None:
    """Check a sheet as if its clerk had uploaded it, tell the fate of its doses, record them."""
    with _refusals_in_words():
        facility, by = _facility(facility_code), _staff(username)
        content = file.read_bytes()
        uploaded = upload_sheet(
            facility=facility,
            content=content,
            file_name=file.name,
            submission_key=_submission_key(facility, content),
            by=by,
            at=timezone.now(),
        )
        checked = _check(uploaded)
        if checked.status == ImportStatus.REFUSED:
            raise click.ClickException(f"The file was refused: {checked.problem}")
        if commit:
            with console.status("Recording"):
                checked = commit_import(import_id=checked.pk, by=by, at=timezone.now())
    console.print(f"{checked.file_name}: {checked.rows_total} rows")
    for outcome, words in OUTCOMES.items():
        if count := checked.counts.get(str(outcome)):
            console.print(f"  {count:>7}  {words}")


def _check(uploaded: DoseImport) -> DoseImport:
    """Check the rows, and show how far it is."""
    columns = (TextColumn("Checking rows"), BarColumn(), MofNCompleteColumn())
    with ThreadPoolExecutor(1) as threads, Progress(*columns, console=console) as progress:
        task = progress.add_task("rows", total=None)
        work = threads.submit(_check_and_disconnect, uploaded.pk)
        while not wait([work], timeout=0.2).done:
            uploaded.refresh_from_db(fields=["rows_total", "rows_done"])
            total = uploaded.rows_total or None
            progress.update(task, total=total, completed=uploaded.rows_done)
        return work.result()


def _check_and_disconnect(import_id: int) -> DoseImport:
    try:
        return check_import(import_id=import_id, at=timezone.now())
    finally:
        connection.close()


def _submission_key(facility: Facility, content: bytes) -> uuid.UUID:
    """The same file for the same facility is the same submission, however often it is given."""
    digest = hashlib.sha256(facility.code.encode() + b"/" + content).digest()
    return uuid.UUID(bytes=digest[:16])


def _facility(code: str) -> Facility:
    facility = Facility.objects.filter(code=code).first()
    if facility is None:
        raise click.ClickException(f"There is no facility with the code {code}.")
    return facility


def _staff(username: str) -> Staff:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise click.ClickException(f"There is no user {username}.")
    return staff_of(user, at=timezone.now())


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    """Tell a refusal as people read it elsewhere."""
    try:
        yield
    except Refusal as refusal:
        with translation.override("en"):
            raise click.ClickException(sentence_for(refusal)) from refusal
