"""A facility's sheet, taken in from the command line."""

import hashlib
from collections.abc import Iterator, Mapping
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
from sotiem.accounts.queries import staff_of, username_of
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.refusals import Refusal, require
from sotiem.imports.models import DoseImport, DoseImportQuerySet
from sotiem.imports.operations import (
    answer_about_file,
    cancel_import,
    check_import,
    commit_import,
    upload_sheet,
)
from sotiem.imports.permissions import can_import
from sotiem.imports.queries import annotated_workbook, open_questions
from sotiem.imports.rules.container import MOST_BYTES
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.facility.lines import csv_lines
from sotiem.portals.facility.not_read import NotRead, rows_not_read, sheets_not_read
from sotiem.portals.facility.refusals import passed_over, result_of, sentence_of_file
from sotiem.runtime.terminal import console

OUTCOMES: Final = {
    RowOutcome.NEW: "will be recorded",
    RowOutcome.RECORDED: "recorded",
    RowOutcome.KNOWN: "on record already",
    RowOutcome.REVIEW: "not recorded, a person must look",
    RowOutcome.CHANGED: "not recorded, the person's record changed since the upload",
    RowOutcome.REFUSED: "refused, the facility must mend them",
    RowOutcome.UNDONE: "withdrawn with the whole sheet",
}
UNDER_WAY: Final = (ImportStatus.CHECKING, ImportStatus.ASKING, ImportStatus.COMMITTING)
TO_COMMIT: Final = (*UNDER_WAY, ImportStatus.READY)


def import_doses(
    *,
    file: Path,
    facility_code: str,
    username: str,
    commit: bool,
    again: bool,
    answers: Mapping[str, str],
    result: Path | None,
    processes: int = 1,
) -> DoseImport:
    """Check a sheet as if its clerk had uploaded it, tell the fate of its doses, record them.

    `answers` say what the file may leave open; it is refused with its questions while one is.
    """
    with _refusals_in_words():
        facility, by = _facility(facility_code), _staff(username)
        uploaded = _take_up(file, facility, commit=commit, again=again, by=by)
        dose_import = _check(uploaded, processes)
        if said := _said(dose_import, answers):
            answered = answer_about_file(
                import_id=dose_import.pk, answers=said, by=by, at=timezone.now()
            )
            dose_import = _check(answered, processes)
        if dose_import.status == ImportStatus.ASKING:
            raise click.ClickException(_open_questions(dose_import))
        if dose_import.status == ImportStatus.REFUSED:
            raise click.ClickException(_why_refused(dose_import))
        if commit:
            with console.status("Recording"):
                dose_import = commit_import(
                    import_id=dose_import.pk, by=by, at=timezone.now(), processes=processes
                )
    if result is not None:
        with console.status("Writing the result"):
            _write_result(dose_import, result)
    _tell(dose_import, result)
    return dose_import


def _said(dose_import: DoseImport, answers: Mapping[str, str]) -> dict[str, str]:
    """Those of the answers that this file has a question for, and does not know yet."""
    if dose_import.status not in (ImportStatus.ASKING, ImportStatus.READY):
        return {}
    known = {one["key"]: one["answer"] for one in dose_import.questions}
    return {key: said for key, said in answers.items() if key in known and known[key] != said}


def _open_questions(dose_import: DoseImport) -> str:
    """What must be said first, each with its answers and a cell of the file."""
    lines = [f"{dose_import.file_name} leaves something open. Say it with --answer KEY=ANSWER:"]
    for one in open_questions(dose_import):
        cells = "; ".join(each["cell"] for each in one["examples"][:3])
        lines.append(f"  {one['key']} (column “{one['column']}”, such as {cells}):")
        lines += [f"    --answer {one['key']}={choice}" for choice in one["choices"]]
    return "\n".join(lines)


def is_recorded(*, file: Path, facility_code: str, username: str) -> bool:
    """Whether this clerk has recorded exactly this file for the facility before."""
    with _refusals_in_words():
        facility, by = _facility(facility_code), _staff(username)
    earlier = _same_file(_content_of(file), facility, by)
    return earlier.filter(status=ImportStatus.COMMITTED).exists()


def _write_result(dose_import: DoseImport, result: Path) -> None:
    """The fate of each dose: in the sheet itself, or line by line as CSV."""
    if result.suffix.lower() != ".csv":
        result.write_bytes(annotated_workbook(dose_import, tell=result_of, tell_passed=passed_over))
        return
    with result.open("w", encoding="utf-8", newline="") as target:
        target.writelines(csv_lines(dose_import, language=translation.get_language()))


def _tell(dose_import: DoseImport, result: Path | None) -> None:
    """Say how many doses had which fate, and what to do next."""
    rows = dose_import.rows_total
    console.print(f"{dose_import.file_name}: {rows} {'row' if rows == 1 else 'rows'}", markup=False)
    for outcome, words in OUTCOMES.items():
        if count := dose_import.counts.get(str(outcome)):
            console.print(f"  {count:>7}  {words}")
    if (same := dose_import.same_as) is not None:
        console.print(
            f"The same rows came in {same.file_name}, sent by {username_of(same.uploaded_by)} "
            f"on {timezone.localtime(same.uploaded_at):%d/%m/%Y at %H:%M}: {same.status}.",
            markup=False,
            soft_wrap=True,
        )
    for each in rows_not_read(dose_import):
        console.print(f"  {each.rows:>7}  rows not read: {_in_english(each)}", markup=False)
    for name, why in sheets_not_read(dose_import):
        with translation.override("en"):
            console.print(f"Sheet {name} was not read: {why}.", markup=False, soft_wrap=True)
    if result is not None:
        console.print(f"The fate of each row is told in {result}.", markup=False, soft_wrap=True)
    if dose_import.status == ImportStatus.READY:
        console.print("Nothing is recorded yet: the sheet waits for its clerk, or for --commit.")


def _in_english(rows: NotRead) -> str:
    with translation.override("en"):
        return f"{str(rows.words).lower()} (row {rows.where}{', …' if rows.is_cut else ''})"


def _take_up(file: Path, facility: Facility, *, commit: bool, again: bool, by: Staff) -> DoseImport:
    """Go on with what this clerk began with this file; else begin.

    What is not to be recorded yet is checked anew each time, and takes the place of the last
    attempt: a lot or a person may have become known since. What was recorded, or sent by somebody
    else, is refused unless it is said to come `again`.
    """
    require(can_import(by, facility))
    content = _content_of(file)
    begun = _same_file(content, facility, by).newest_first().first()
    if begun is not None and begun.status in (TO_COMMIT if commit else UNDER_WAY):
        return begun
    if begun is not None and begun.status == ImportStatus.READY:
        cancel_import(import_id=begun.pk, by=by, at=timezone.now())
    return upload_sheet(
        facility=facility,
        content=content,
        file_name=file.name,
        submission_key=new_submission_key(),
        by=by,
        at=timezone.now(),
        again=again,
    )


def _content_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _same_file(content: bytes, facility: Facility, by: Staff) -> DoseImportQuerySet:
    return DoseImport.objects.filter(
        facility=facility,
        file__sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=str(by),
    )


def _why_refused(dose_import: DoseImport) -> str:
    with translation.override("en"):
        return sentence_of_file(dose_import.problem, dose_import.problem_details)


def _check(uploaded: DoseImport, processes: int) -> DoseImport:
    """Check the rows, and show how far it is."""
    columns = (TextColumn("Checking rows"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with ThreadPoolExecutor(1) as threads, bar as progress:
        task = progress.add_task("rows", total=None)
        work = threads.submit(_check_and_disconnect, uploaded.pk, processes)
        while not wait([work], timeout=0.2).done:
            uploaded.refresh_from_db(fields=["rows_total", "rows_done"])
            total = uploaded.rows_total or None
            progress.update(task, total=total, completed=uploaded.rows_done)
        return work.result()


def _check_and_disconnect(import_id: int, processes: int) -> DoseImport:
    """Check until it is done: of two checks at once, the worker's and ours, one falls behind."""
    try:
        while True:
            checked = check_import(import_id=import_id, at=timezone.now(), processes=processes)
            if checked.status != ImportStatus.CHECKING:
                return checked
    finally:
        connection.close()


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
