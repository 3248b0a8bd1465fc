"""Many sheets of a facility at once, on several cores: each one is recorded whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.sheets import import_doses, is_recorded
from sotiem.runtime.terminal import console


@dataclass(frozen=True, slots=True)
class _Sheet:
    file: Path
    facility_code: str
    username: str
    commit: bool
    again: bool
    answers: Mapping[str, str]
    result: Path | None


def import_many(
    *,
    files: Sequence[Path],
    facility_code: str,
    username: str,
    commit: bool,
    again: bool,
    answers: Mapping[str, str],
    results: Path | None,
    processes: int,
) -> None:
    """Take in each file on its own; one that is refused does not hold up the others.

    A file that was recorded before is left alone, so that a run that was cut off goes on where
    it was when it is started again.
    """
    sheets = [
        _Sheet(
            file=file,
            facility_code=facility_code,
            username=username,
            commit=commit,
            again=again,
            answers=answers,
            result=results and results / f"{file.name}.csv",
        )
        for file in files
    ]
    refused = [
        f"{sheet.file}: {why}"
        for sheet, why in zip(
            sheets, on_all_cores(_take_in, sheets, processes=processes, what="Files"), strict=True
        )
        if why
    ]
    for each in refused:
        console.print(each, markup=False, soft_wrap=True)
    if refused:
        raise click.ClickException(f"{len(refused)} of {len(sheets)} files were refused.")


def _take_in(sheet: _Sheet) -> str:
    """Take in one file; say why it was refused, or nothing."""
    try:
        if (
            sheet.commit
            and not sheet.again
            and is_recorded(
                file=sheet.file, facility_code=sheet.facility_code, username=sheet.username
            )
        ):
            console.print(f"{sheet.file.name}: recorded before", markup=False)
            return ""
        import_doses(
            file=sheet.file,
            facility_code=sheet.facility_code,
            username=sheet.username,
            commit=sheet.commit,
            again=sheet.again,
            answers=sheet.answers,
            result=sheet.result,
        )
    except click.ClickException as refusal:
        return refusal.message
    return ""
