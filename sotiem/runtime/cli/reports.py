"""`sotiem reports`: corrections that people asked for, in bulk."""

from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_on_record

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def reports() -> None:
    """Load, sort and export reports that a record is wrong."""


@reports.command(short_help="Load an earlier channel's export (CSV, XLSX, Parquet).")
@click.argument("file", metavar="EXPORT", type=_IN)
@click.option("--channel", required=True, metavar="CODE", help="Channel by which they came.")
@click.option("--photos", metavar="DIR", type=_FOLDER, help="Folder with the photos named.")
@click.option("--result", metavar="OUT.csv", type=_OUT, help="Where the fate of each row goes.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
def load(
    file: Path, channel: str, photos: Path | None, result: Path | None, processes: int
) -> None:
    """Load the reports of an earlier channel.

    Columns: source_id, sent_at, sender_phone, full_name, birth_date, sex, cccd, cmnd, province,
    district, ward, kind, vaccine, given_on, lot, facility (code or name), story, photo (a file's
    name). Needed are the first five of the list up to birth_date; docs/operations/ says each.

    source_id is kept: started again, after a power cut or with a longer export, the command loads
    what is not there yet and sends no message twice. A row that is no report is left out and told
    in OUT.csv; the others are loaded. Photos are kept one by one after the rows; whose photo is not
    in the folder gets it when the command is started again with one.
    """
    call_on_record(
        "sotiem.runtime.reports:load_reports",
        file=file,
        channel_code=channel,
        photos=photos,
        result=result,
        processes=processes,
    )


@reports.command(short_help="Sort the reports that nobody has taken up.")
@click.option("--all", "all_of_them", is_flag=True, required=True, help="All that wait.")
@click.option("--anew", is_flag=True, help="Also those that were sorted before.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
def triage(all_of_them: bool, anew: bool, processes: int) -> None:
    """Sort the reports that nobody has taken up, as the worker does.

    What repeats an earlier report is joined with it; what the record says by now is answered;
    facilities are asked; the others come before officers with what speaks for and against them.
    Broken off and started again, the command goes on with what is not sorted yet.
    """
    call_on_record("sotiem.runtime.report_triage:triage_reports", anew=anew, processes=processes)


@reports.command(short_help="Write what became of decided reports.")
@click.option("--decided", is_flag=True, required=True, help="Reports accepted or refused.")
@click.option("--out", required=True, metavar="OUT.csv", type=_OUT, help="Where they go.")
def export(decided: bool, out: Path) -> None:
    """Write a line for each decided report: code, decision, decided_by, hours, effect.

    decided_by is `machine`, or the public identifiers of the officers; effect is the kind of
    correction made, or why it was refused. No personal data.
    """
    number = call_on_record("sotiem.runtime.report_export:export_decided", out=out)
    click.echo(f"{number} reports written to {out}")
