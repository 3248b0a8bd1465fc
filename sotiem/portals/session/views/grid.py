"""Paper typed afterwards: a grid for the keyboard, slip by slip."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Entry, SessionPhoto, VaccinationSession
from sotiem.campaigns.operations import DoseIsInDoubt, enter_dose
from sotiem.campaigns.rules import slips_missing
from sotiem.campaigns.states import SessionStatus, TaskStatus
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.entry_form import EntryForm
from sotiem.portals.session.offline import facts_of_page
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._session import (
    leave_traces,
    lot_in_hand,
    lots_of,
    remember_lot,
    user_of,
)
from sotiem.portals.session.whose import Shown, shown

ROWS: Final = 10
SHOWN_MISSING: Final = 200
COLUMNS: Final = (
    "slip_number", "full_name", "birth_date", "sex", "cccd", "phone", "lot_number", "given_at",
)  # fmt: skip


@dataclass
class Row:
    """A row of the grid, and what became of it."""

    form: EntryForm
    found: Shown | None = None
    error: str = ""
    saved: str = ""
    waits: bool = False

    @property
    def fields(self) -> list[Any]:
        return [self.form[name] for name in COLUMNS]


@never_cache
@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Rows to type in. Sent whole, each row is recorded or says why not."""
    held = session_of(request, code, public_id)
    if request.method != "POST":
        return _page(request, held, _empty(request, held))
    rows = [_answer(request, held, number) for number in range(ROWS)]
    there = [row for row in rows if row is not None]
    if any(not (row.saved or row.waits) for row in there):
        return _page(request, held, there, status=422)
    empty = _empty(request, held)
    return _page(request, held, [*there, *empty[: ROWS - len(there)]] if there else empty)


def _answer(request: HttpRequest, held: VaccinationSession, number: int) -> Row | None:
    """Record one row as it was sent; nothing when it was left empty."""
    prefix = f"r{number}"
    if not request.POST.get(f"{prefix}-full_name", "").strip():
        return None
    form = EntryForm(_filled(request.POST, prefix), of=held, prefix=prefix)
    if not form.is_valid():
        return Row(form)
    said = form.said(is_offline=f"{prefix}-wait" in request.POST)
    try:
        made = enter_dose(
            session_id=held.pk, said=said, by=acting_staff(request), at=timezone.now()
        )
    except DoseIsInDoubt as doubt:
        found = shown(doubt.looked, said.person)
        leave_traces(request, [one.patient_id for one in found.choices], held)
        return Row(form, found)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return Row(form, error=sentence_for(refusal))
    if made.task is None:
        remember_lot(request, held, said.lot_number)
    return Row(form, saved=said.person.full_name, waits=made.task is not None)


def _filled(sent: QueryDict, prefix: str) -> QueryDict:
    """A number of nine digits in the one column of numbers is that of an older paper."""
    data = sent.copy()
    number = "".join(data.get(f"{prefix}-cccd", "").split())
    if number.isdecimal() and len(number) in (8, 9):
        data[f"{prefix}-cmnd"], data[f"{prefix}-cccd"] = number, ""
    return data


def _empty(request: HttpRequest, held: VaccinationSession) -> list[Row]:
    lot, missing = lot_in_hand(request, held), _missing(held)
    first = missing[0] if missing else None
    rows = []
    for number in range(ROWS):
        slip = missing[number] if number < len(missing) else ""
        initial = {"lot_number": lot, "slip_number": slip if first is not None else ""}
        rows.append(Row(EntryForm(of=held, prefix=f"r{number}", initial=initial)))
    return rows


def _missing(held: VaccinationSession) -> list[int]:
    """The slips given out of which nothing was typed yet, neither recorded nor waiting."""
    entries = Entry.objects.filter(session=held, withdrawn_at__isnull=True)
    typed = entries.exclude(slip_number="").exclude(task__status=TaskStatus.DROPPED)
    return slips_missing(
        held.slips_from, held.slips_to, typed.values_list("slip_number", flat=True)
    )


def page_with(request: HttpRequest, held: VaccinationSession, errors: list[str]) -> HttpResponse:
    """The grid as it is at first, with what went wrong beside it."""
    return _page(request, held, _empty(request, held), status=422, errors=errors)


def _page(
    request: HttpRequest,
    held: VaccinationSession,
    rows: list[Row],
    *,
    status: int = 200,
    errors: list[str] | None = None,
) -> HttpResponse:
    missing = _missing(held)
    facts = {
        **facts_of_page(held, user_of(request)),
        "rows": rows,
        "errors": errors or [],
        "blank": Row(EntryForm(of=held, prefix="rX")),
        "has_slips": held.slips_from is not None,
        "missing": missing[:SHOWN_MISSING],
        "left": len(missing),
        "lots": lots_of(held),
        "photos": SessionPhoto.objects.filter(session=held).order_by("pk"),
        "is_open": held.status == SessionStatus.OPEN,
    }
    return render(request, "session/grid.html", facts, status=status)
