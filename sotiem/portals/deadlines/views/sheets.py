import csv
import io
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff
from sotiem.portals.deadlines.standings import behind, facilities, parts, whole, within
from sotiem.portals.deadlines.views._found import Looked, looked_at
from sotiem.portals.deadlines.views._rows import row_of, rows_of
from sotiem.portals.office.scopes import names_of

PRINTED_AT_MOST: Final = 300


@staff(Role.OFFICER)
@require_safe
def printable(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One page for the command centre: the place, its parts, the facilities furthest behind."""
    looked, today = looked_at(request, public_id), timezone.localdate()
    names = names_of([looked.path, looked.deadline.jurisdiction])
    far = behind(looked.deadline, looked.path, after=None, limit=PRINTED_AT_MOST, today=today)
    facts = {
        "deadline": looked.deadline,
        "path": looked.path,
        "place": names[looked.path],
        "whole": row_of(whole(looked.deadline, looked.path, today=today), names[looked.path]),
        "rows": rows_of(parts(looked.deadline, looked.path, today=today), looked.deadline),
        "behind": rows_of(far, looked.deadline),
        "now": timezone.now(),
    }
    return render(request, "deadlines/printable.html", facts)


@staff(Role.OFFICER)
@require_safe
def table(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """Every facility of a place, for a spreadsheet."""
    looked = looked_at(request, public_id)
    return StreamingHttpResponse(
        _lines(looked),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="han-nhap-{timezone.localdate()}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _lines(looked: Looked) -> Iterator[str]:
    """The mark at the head tells spreadsheets that the letters are Unicode."""
    yield "\ufeff" + _line(_head())
    today = timezone.localdate()
    places = facilities(within(looked.deadline, looked.path), today=today)
    for row in rows_of(places, looked.deadline):
        figures = row["figures"]
        yield _line(
            [
                row["code"],
                row["name"],
                row["due_on"].isoformat(),
                figures.used,
                figures.recorded,
                figures.missing,
                figures.surplus,
                row["share"],
                figures.untold,
                figures.empty_days,
                figures.silent_days,
                figures.oldest_gap_on or "",
                figures.last_entry_on or "",
                figures.entered_week,
                figures.entered_week_before,
                row["words"],
                row["outlook"] or row["told"],
            ]
        )


def _head() -> list[str]:
    return [
        _("Mã cơ sở"), _("Cơ sở"), _("Hạn nhập"), _("Mũi đã dùng"), _("Mũi đã nhập"),
        _("Còn thiếu"), _("Nhập nhiều hơn đã dùng"), _("Tỷ lệ đã nhập"),
        _("Liều trong kho chưa báo"), _("Ngày chưa nhập mũi nào"),
        _("Ngày có buổi tiêm chưa báo"),
        _("Ngày thiếu sớm nhất"), _("Lần nhập gần nhất"), _("Nhập 7 ngày qua"),
        _("Nhập 7 ngày trước đó"), _("Tình trạng"), _("Dự kiến"),
    ]  # fmt: skip


def _line(values: list[Any]) -> str:
    """A name that a spreadsheet would take for a formula is kept from it."""
    text = io.StringIO()
    safe = [f"'{value}" if str(value)[:1] in "=+-@" else value for value in values]
    csv.writer(text, lineterminator="\r\n").writerow(safe)
    return text.getvalue()
