"""One officer writes what is to hold at every door. Only what is sound is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from certificate_format.rule_checks import faults_of
from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.reopening import permissions
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.queries import latest_of
from sotiem.reopening.rules import written


class RulesHaveFaults(Refusal):
    """The rule set cannot be read, is not CertLogic, or its tests do not hold; details: number."""


class IdentifierIsFixed(Refusal):
    """A draft stays a draft of its rule set; details: identifier."""


class DraftIsClosed(Refusal):
    """The version was published or dropped meanwhile."""


class EndsBeforeItBegins(Refusal):
    """A term whose end is not after its beginning, or has passed."""


@transaction.atomic
def start_draft(
    *,
    content: Mapping[str, Any],
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    by: Staff,
    at: datetime,
) -> RuleVersion:
    """Write the next version of a rule set, or the first one of another set."""
    require(permissions.can_regulate(by))
    require_sound(content)
    _require_term(valid_from, valid_to, at)
    draft = RuleVersion.objects.create(
        identifier=content["Identifier"],
        text=written(content),
        based_on=latest_of(content["Identifier"]),
        drafted_by_id=by.user_id,
        drafted_at=at,
        saved_at=at,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    audit.record("rule_version.drafted", draft, by=by, at=at, rules=draft.identifier)
    return draft


@transaction.atomic
def save_draft(
    *,
    public_id: UUID,
    content: Mapping[str, Any],
    valid_from: datetime | None,
    valid_to: datetime | None,
    by: Staff,
    at: datetime,
) -> RuleVersion:
    """Write a draft anew. It is held against what is in force from now on."""
    draft = open_draft(public_id)
    require(permissions.can_change(by, draft))
    if content.get("Identifier") != draft.identifier:
        raise IdentifierIsFixed(identifier=draft.identifier)
    require_sound(content)
    _require_term(valid_from, valid_to, at)
    draft.text = written(content)
    draft.based_on = latest_of(draft.identifier)
    draft.valid_from, draft.valid_to, draft.saved_at = valid_from, valid_to, at
    draft.save(update_fields=["text", "based_on", "valid_from", "valid_to", "saved_at"])
    audit.record("rule_version.saved", draft, by=by, at=at, rules=draft.identifier)
    return draft


@transaction.atomic
def drop_draft(*, public_id: UUID, by: Staff, at: datetime) -> RuleVersion:
    """Give a draft up; it stays readable."""
    draft = open_draft(public_id)
    require(permissions.can_change(by, draft))
    draft.state = RuleVersion.State.DROPPED
    draft.save(update_fields=["state"])
    audit.record("rule_version.dropped", draft, by=by, at=at, rules=draft.identifier)
    return draft


def open_draft(public_id: UUID) -> RuleVersion:
    """Lock a draft that may still change."""
    draft = RuleVersion.objects.select_for_update().get(public_id=public_id)
    if draft.state != RuleVersion.State.DRAFT:
        raise DraftIsClosed
    return draft


def require_sound(content: Mapping[str, Any]) -> None:
    """Refuse what must not come before people."""
    if faults := faults_of(content):
        raise RulesHaveFaults(number=len(faults))


def _require_term(valid_from: datetime | None, valid_to: datetime | None, at: datetime) -> None:
    if valid_to is not None and valid_to <= max(valid_from or at, at):
        raise EndsBeforeItBegins
