"""The second look: what a draft changes, for whom, and putting it in force."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.rules.telling import (
    told_differences,
    told_moves,
    told_tests,
    told_totals,
    told_version,
)
from sotiem.portals.rules.views._found import draft_of, regulator_in, version_of
from sotiem.reopening import queries
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations import publish_version


@never_cache
@staff(Role.REGULATOR)
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whose card would be another one, before anybody's is."""
    who = regulator_in(request)
    return _page(request, draft_of(public_id), who)


@require_POST
@staff(Role.REGULATOR)
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a draft in force, as it was looked at."""
    who = regulator_in(request)
    found = version_of(public_id)
    try:
        publish_version(
            public_id=public_id, seen=request.POST.get("seen", ""), by=who, at=timezone.now()
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        if found.state != RuleVersion.State.DRAFT:
            raise
        return _page(request, found, who, error=sentence_for(refusal))
    return redirect("rules:version", public_id)


def _page(request: HttpRequest, draft: RuleVersion, who: Staff, *, error: str = "") -> HttpResponse:
    old = draft.based_on.content if draft.based_on else None
    found = queries.preview(old, draft.content, at=timezone.now())
    facts = {
        "told": told_version(draft, in_force=[]),
        "differences": told_differences(old, draft.content, [_("Bản trước"), _("Bản này")]),
        "before": draft.based_on,
        "tests": told_tests(old, draft.content),
        "preview": found,
        "totals": told_totals(found),
        "moves": told_moves(found),
        "is_mine": draft.drafted_by_id == who.user_id,
        "is_outdated": draft.based_on != queries.latest_of(draft.identifier),
        "seen": draft.digest,
        "errors": [error] if error else [],
    }
    return render(request, "rules/preview.html", facts, status=422 if error else 200)
