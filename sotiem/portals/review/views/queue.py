from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import queries
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.open_counts import MOST
from sotiem.corrections.operations import (
    MoveNotAllowed,
    NobodyReviewsTheirOwnEntry,
    take_up_report,
)
from sotiem.corrections.states import ReportStatus
from sotiem.desk.queries import has_keys
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.office.scopes import names_of
from sotiem.portals.review.key_words import KEYS
from sotiem.portals.review.words import KINDS, STATUSES

TRIED_AT_MOST: Final = 20


class Tab(NamedTuple):
    """One way to look at the queue."""

    words: Promise
    statuses: frozenset[ReportStatus]
    mine: bool = False


TABS: Final[dict[str, Tab]] = {
    "chua-nhan": Tab(_("Chưa nhận"), frozenset({ReportStatus.SUBMITTED})),
    "cua-toi": Tab(
        _("Tôi đang xử lý"),
        frozenset(
            {
                ReportStatus.UNDER_REVIEW,
                ReportStatus.WAITING_FOR_FACILITY,
                ReportStatus.AWAITING_SECOND,
            }
        ),
        mine=True,
    ),
    "dang-xu-ly": Tab(_("Mọi người đang xử lý"), frozenset({ReportStatus.UNDER_REVIEW})),
    "cho-co-so": Tab(_("Chờ cơ sở"), frozenset({ReportStatus.WAITING_FOR_FACILITY})),
    "nguoi-thu-hai": Tab(_("Chờ người thứ hai"), frozenset({ReportStatus.AWAITING_SECOND})),
    "da-xong": Tab(_("Đã xong"), frozenset({ReportStatus.ACCEPTED, ReportStatus.REFUSED})),
}
FIRST_TAB: Final = "chua-nhan"


@staff(Role.OFFICER)
def queue(request: HttpRequest) -> HttpResponse:
    """The reports of the officer's jurisdiction, what is due first at the top."""
    who, now = acting_staff(request), timezone.now()
    name = request.GET.get("muc", FIRST_TAB)
    name = name if name in TABS else FIRST_TAB
    tab = TABS[name]
    after = _known(who, request.GET.get("sau"))
    page = queries.queue(staff=who, statuses=tab.statuses, after=after, mine=tab.mine)
    counts = queries.counts(staff=who, at=now)
    places = names_of(row.path for row in page.rows)
    facts = {
        "tabs": _tabs(name, counts),
        "rows": [_row(row, places) for row in page.rows],
        "now": now,
        "overdue": counts.overdue,
        "overdue_told": _told(counts.overdue),
        "is_done": name == "da-xong",
        "is_unclaimed": name == FIRST_TAB,
        "unclaimed": counts.by_status[ReportStatus.SUBMITTED],
        "first": page.rows[0].public_id if name == FIRST_TAB and page.rows else "",
        "sent_on": "da-chuyen" in request.GET,
        "nothing_left": "het" in request.GET,
        "has_keys": has_keys(who),
        "key_rows": KEYS,
        "start_url": _url(muc=name) if after else "",
        "next_url": _url(muc=name, sau=str(page.next_key)) if page.next_key else "",
    }
    return render(request, "review/queue.html", facts)


@require_POST
@staff(Role.OFFICER)
def take_next(request: HttpRequest) -> HttpResponse:
    """Take up the report that is due first. The same button pressed twice takes one."""
    who, now = acting_staff(request), timezone.now()
    wanted = as_uuid(request.POST.get("phan-anh"))
    mine = CorrectionReport.objects.filter(
        reviewer_id=who.user_id, status=ReportStatus.UNDER_REVIEW
    )
    if wanted and mine.filter(public_id=wanted).exists():
        return redirect("review:case", wanted)
    waiting = queries.queue(staff=who, statuses=TABS[FIRST_TAB].statuses, limit=TRIED_AT_MOST)
    for row in waiting.rows:
        report_id = CorrectionReport.objects.values_list("pk", flat=True).get(
            public_id=row.public_id
        )
        try:
            take_up_report(report_id=report_id, by=who, at=now)
        except (MoveNotAllowed, NobodyReviewsTheirOwnEntry):
            continue  # taken by somebody else this very moment, or not hers to take
        return redirect("review:case", row.public_id)
    return redirect(_url(het="1"))


def _tabs(current: str, counts: queries.QueueCounts) -> list[dict[str, Any]]:
    numbers = {
        "chua-nhan": counts.by_status[ReportStatus.SUBMITTED],
        "cua-toi": counts.mine,
        "dang-xu-ly": counts.by_status[ReportStatus.UNDER_REVIEW],
        "cho-co-so": counts.by_status[ReportStatus.WAITING_FOR_FACILITY],
        "nguoi-thu-hai": counts.by_status[ReportStatus.AWAITING_SECOND],
    }
    return [
        {
            "words": tab.words,
            "href": _url(muc=name),
            "current": "yes" if name == current else "",
            "count": _told(numbers[name]) if name in numbers else "",
        }
        for name, tab in TABS.items()
    ]


def _told(number: int) -> str:
    """A number as it is read: beyond what was counted, that there are more."""
    told = number_format(min(number, MOST), force_grouping=True)
    return f"{told}+" if number > MOST else told


def _row(row: queries.QueueRow, places: dict[str, str]) -> dict[str, Any]:
    words, tone = STATUSES[row.status]
    return {
        "public_id": row.public_id,
        "code": row.tracking_code,
        "kind": KINDS[row.kind],
        "status": words,
        "tone": tone,
        "unit": places[row.path],
        "due_at": row.answer_due_at,
        "climbed": row.climbed,
        "photos": row.photos,
        "reviewer": row.reviewer_name,
        "vaccine": row.vaccine_name,
        "administered_on": row.administered_on,
    }


def _known(who: Staff, text: str | None) -> UUID | None:
    """The report that a page continues after, if this officer may know it."""
    key = as_uuid(text)
    if key is None:
        return None
    seen = CorrectionReport.objects.within(*who.jurisdictions(Role.OFFICER))
    return key if seen.filter(public_id=key).exists() else None


def as_uuid(text: str | None) -> UUID | None:
    """The identifier that stands in an address or a form; nothing where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _url(**parts: str) -> str:
    return f"{reverse('review:queue')}?{urlencode(parts)}"
