from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff
from sotiem.portals.components.downloads import csv_answer
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
def table(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every facility of a place, for a spreadsheet."""
    looked = looked_at(request, public_id)
    return csv_answer(f"han-nhap-{timezone.localdate()}.csv", [_head(), *_lines(looked)])


def _lines(looked: Looked) -> Iterator[Sequence[object]]:
    today = timezone.localdate()
    places = facilities(within(looked.deadline, looked.path), today=today)
    for row in rows_of(places, looked.deadline):
        figures = row["figures"]
        yield [
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


def _head() -> list[str]:
    return [
        _("Mã cơ sở"), _("Cơ sở"), _("Hạn nhập"), _("Mũi đã dùng"), _("Mũi đã nhập"),
        _("Còn thiếu"), _("Nhập nhiều hơn đã dùng"), _("Tỷ lệ đã nhập"),
        _("Liều trong kho chưa báo"), _("Ngày chưa nhập mũi nào"),
        _("Ngày có buổi tiêm chưa báo"),
        _("Ngày thiếu sớm nhất"), _("Lần nhập gần nhất"), _("Nhập 7 ngày qua"),
        _("Nhập 7 ngày trước đó"), _("Tình trạng"), _("Dự kiến"),
    ]  # fmt: skip
