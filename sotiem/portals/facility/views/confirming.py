"""Doses that wait for the facility's signature: by day and session or sheet, looked at, signed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import VaccinationSession
from sotiem.certificates.confirmation_queries import (
    Group,
    groups_awaited_at,
    mark_of,
    versions_awaited,
)
from sotiem.certificates.operations import confirm_doses
from sotiem.certificates.permissions import can_confirm_doses
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.bulk import array_of
from sotiem.identity import PartialDate
from sotiem.imports.models import DoseImport
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.components.facilities import facility_of

_PER_PAGE: Final = 50


@staff(Role.CLERK, Role.HEAD)
@require_safe
def groups(request: HttpRequest, code: str) -> HttpResponse:
    """What waits, oldest day first."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    waiting = groups_awaited_at(mine)
    names = _names([group.origin for group in waiting])
    facts = {
        "facility": mine,
        "groups": [
            {"group": each, "from": names[each.origin], "href": _address(mine, each)}
            for each in waiting
        ],
        "just_signed": request.GET.get("vua") == "1",
    }
    return render(request, "facility/awaited.html", facts)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    """The doses of one group, person by person. That they were read is recorded."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    day, origin = _asked(request.GET.get("ngay", "")), request.GET.get("nguon", "")
    return _page(request, mine, day, origin)


@staff(Role.HEAD)
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Sign them for the facility, then go back to what waits still."""
    mine = facility_of(request, code, Role.HEAD)
    day, origin = _asked(request.POST.get("day", "")), request.POST.get("origin", "")
    return act_or_tell(
        lambda: confirm_doses(
            facility=mine,
            day=day,
            origin=origin,
            seen=request.POST.get("seen", ""),
            by=acting_staff(request),
            at=timezone.now(),
        ),
        address=lambda: f"{reverse('facility:awaited', args=[code])}?vua=1",
        tell=lambda errors: _page(request, mine, day, origin, errors=errors),
    )


def _page(
    request: HttpRequest,
    mine: Facility,
    day: date,
    origin: str,
    *,
    errors: Sequence[str] = (),
) -> HttpResponse:
    found = next(
        (one for one in groups_awaited_at(mine) if (one.day, one.origin) == (day, origin)), None
    )
    if found is None and not errors:
        raise Http404
    waiting = versions_awaited(mine, day=day, origin=origin)
    number = max(1, _number(request.GET.get("trang", "")))
    shown = waiting[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    who = acting_staff(request)
    rows = _rows(shown)
    _leave_traces(request, rows, origin)
    facts = {
        "facility": mine,
        "group": found,
        "day": day,
        "origin": origin,
        "from": _names([origin])[origin],
        "lots": _lots(waiting),
        "rows": [
            {"version": row, "person": row.dose.patient.current, "born": _born(row)} for row in rows
        ],
        "seen": mark_of(waiting),
        "may_confirm": can_confirm_doses(who, mine),
        "errors": errors,
        "newer": _paged(mine, day, origin, number - 1) if number > 1 else "",
        "older": _paged(mine, day, origin, number + 1) if len(waiting) > number * _PER_PAGE else "",
    }
    return render(request, "facility/awaited_group.html", facts, status=422 if errors else 200)


def _rows(version_ids: Sequence[int]) -> list[DoseVersion]:
    versions = DoseVersion.objects.filter(pk__in=version_ids).order_by("pk")
    return list(versions.select_related("dose__patient__current", "vaccine"))


def _born(row: DoseVersion) -> str:
    return PartialDate.from_iso(row.dose.patient.current.birth_date).vietnamese


def _lots(version_ids: Sequence[int]) -> list[Any]:
    """How many doses of each lot there are: what a head compares with the store."""
    versions = DoseVersion.objects.filter(pk__in=array_of(version_ids))
    counted = versions.values("vaccine__name_vi", "lot_number").annotate(doses=Count("pk"))
    return list(counted.order_by("vaccine__name_vi", "lot_number"))


def _leave_traces(request: HttpRequest, rows: Sequence[DoseVersion], origin: str) -> None:
    people = dict.fromkeys(row.dose.patient_id for row in rows)
    notes = [
        audit.Note("patient.viewed", "patient", pk, patient_id=pk, details={"to_confirm": origin})
        for pk in people
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())


def _names(origins: Sequence[str]) -> dict[str, str]:
    """What sessions and sheets are called; anything else is called by where it comes from."""
    sheets = {str(each) for origin in origins if (each := _key(origin, "import"))}
    files = {
        f"import:{public_id}": gettext("Tệp %(file)s") % {"file": name}
        for public_id, name in DoseImport.objects.filter(public_id__in=sheets).values_list(
            "public_id", "file_name"
        )
    }
    held = {str(each) for origin in origins if (each := _key(origin, "session"))}
    sessions = {
        f"session:{each.public_id}": gettext("Buổi tiêm %(vaccine)s")
        % {"vaccine": each.vaccine.name_vi}
        for each in VaccinationSession.objects.filter(public_id__in=held).select_related("vaccine")
    }
    known = {**files, **sessions}
    return {origin: known.get(origin, gettext("Nguồn khác")) for origin in origins}


def _key(origin: str, kind: str) -> UUID | None:
    found, _, rest = origin.partition(":")
    try:
        return UUID(rest) if found == kind else None
    except ValueError:
        return None


def _address(mine: Facility, group: Group) -> str:
    return _paged(mine, group.day, group.origin, 1)


def _paged(mine: Facility, day: date, origin: str, number: int) -> str:
    asked = {"ngay": day.isoformat(), "nguon": origin}
    if number > 1:
        asked["trang"] = str(number)
    return f"{reverse('facility:awaited_group', args=[mine.code])}?{urlencode(asked)}"


def _asked(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1
