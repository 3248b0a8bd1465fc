"""What the machine did by itself, drawn for a second look; how often such looks found it wrong."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.corrections.facts import ReportKind
from sotiem.corrections.queries import report_for_officer
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.review.machine_words import DID
from sotiem.portals.review.words import KINDS
from sotiem.triage import queries
from sotiem.triage.facts import Did
from sotiem.triage.models import SortedReport
from sotiem.triage.operations import judge_machine
from sotiem.triage.states import Judgement


@never_cache
@staff(Role.OFFICER)
def doings(request: HttpRequest) -> HttpResponse:
    """What the machine did and somebody should look at again, newest first."""
    return _page(request)


@require_POST
@staff(Role.OFFICER)
def judge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say whether the machine was right; what it did wrongly is taken back."""
    who = acting_staff(request)
    report = report_for_officer(staff=who, public_id=public_id)
    is_wrong = request.POST.get("ket-luan") == "sai"
    act = partial(
        judge_machine,
        report_id=report.pk,
        judgement=Judgement.WRONG if is_wrong else Judgement.RIGHT,
        note=request.POST.get("ly-do", "")[:1000],
        by=who,
        at=timezone.now(),
    )
    done = "sai" if is_wrong else "dung"
    return act_or_tell(
        act,
        address=lambda: f"{reverse('review:machine')}?xong={done}",
        tell=lambda errors: _page(request, errors=errors, wrong=public_id),
    )


def _page(
    request: HttpRequest, *, errors: list[str] | None = None, wrong: UUID | None = None
) -> HttpResponse:
    rows = queries.awaiting_second_look(staff=acting_staff(request))
    facts = {
        "rows": [_row(row) for row in rows],
        "measured": [_measured(did, each) for did, each in queries.machine_figures().items()],
        "done": request.GET.get("xong", ""),
        "errors": errors or [],
        "wrong": wrong,
        "said": request.POST.get("ly-do", ""),
    }
    return render(request, "review/machine.html", facts, status=422 if errors else 200)


def _row(row: SortedReport) -> dict[str, Any]:
    return {
        "public_id": row.report.public_id,
        "code": row.report.tracking_code,
        "kind": KINDS[ReportKind(row.report.kind)],
        "did": DID[Did(row.did)],
        "earlier": row.same_as,
        "at": row.sorted_at,
    }


def _measured(did: Did, figures: queries.MachineFigures) -> dict[str, Any]:
    share = 100 * figures.wrong / figures.looked_at if figures.looked_at else None
    return {
        "did": DID[did],
        "drawn": figures.did,
        "looked_at": figures.looked_at,
        "wrong": figures.wrong,
        "share": share,
    }
