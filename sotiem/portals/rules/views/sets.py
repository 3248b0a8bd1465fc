"""Which rules hold, which are drafted, and what each says."""

from typing import Any
from uuid import UUID

from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certificate_format.rules import shipped_rule_sets
from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff
from sotiem.portals.rules.telling import told_differences, told_rules, told_tests, told_version
from sotiem.portals.rules.views._found import regulator_in, version_of
from sotiem.portals.rules.words import words_of
from sotiem.reopening import queries
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations import start_draft

VERSIONS_SHOWN = 50


@never_cache
@staff(Role.REGULATOR)
def sets(request: HttpRequest) -> HttpResponse:
    """Drafts that wait, what was published, and the proposals that came with the program."""
    regulator_in(request)
    in_force = queries.in_force_keys(timezone.now())
    holding = Case(When(pk__in=in_force, then=0), default=1)
    drafts = RuleVersion.objects.drafts().select_related("drafted_by").order_by("-saved_at")
    published = RuleVersion.objects.published().select_related("drafted_by", "published_by")
    facts = {
        "drafts": _told(drafts, in_force),
        "published": _told(published.order_by(holding, "-sequence"), in_force),
        "proposals": [
            {"identifier": each["Identifier"], "name": words_of(each["Name"])}
            for each in shipped_rule_sets()
        ],
    }
    return render(request, "rules/sets.html", facts)


def _told(versions: Any, in_force: list[int]) -> list[Any]:
    return [told_version(each, in_force=in_force) for each in versions[:VERSIONS_SHOWN]]


@require_POST
@staff(Role.REGULATOR)
def start(request: HttpRequest) -> HttpResponse:
    """Start a draft from a proposal, or from a version that there is."""
    who = regulator_in(request)
    proposals = {each["Identifier"]: each for each in shipped_rule_sets()}
    content = proposals.get(request.POST.get("proposal", ""))
    if content is None:
        content = version_of(_public_id(request.POST.get("version", ""))).content
    draft = start_draft(content=content, by=who, at=timezone.now())
    return redirect("rules:edit", draft.public_id)


def _public_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@never_cache
@staff(Role.REGULATOR)
def version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One version: what it says, how it differs from the one before it, its tests."""
    who = regulator_in(request)
    found = version_of(public_id)
    before = found.based_on
    old = before.content if before else None
    is_draft = found.state == RuleVersion.State.DRAFT
    facts = {
        "told": told_version(found, in_force=queries.in_force_keys(timezone.now())),
        "rules": told_rules(found.content),
        "differences": told_differences(old, found.content, [_("Bản trước"), _("Bản này")]),
        "before": before,
        "tests": told_tests(old, found.content),
        "is_draft": is_draft,
        "is_mine": found.drafted_by_id == who.user_id,
        "is_outdated": is_draft and before != queries.latest_of(found.identifier),
    }
    return render(request, "rules/version.html", facts)


@staff(Role.REGULATOR)
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole text, its tests with it."""
    regulator_in(request)
    found = version_of(public_id)
    answer = HttpResponse(found.text, content_type="application/json")
    name = f"{found.identifier}-{found.number or 'nhap'}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
