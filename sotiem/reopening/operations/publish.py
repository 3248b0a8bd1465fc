"""Another officer puts a draft in force, after having seen what it changes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.audit import digest_of
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal, require
from sotiem.reopening import permissions
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations.draft import EndsBeforeItBegins, open_draft, require_sound
from sotiem.reopening.queries import latest_of
from sotiem.reopening.rules import numbered, written


class DrafterMayNotPublish(Refusal):
    """Rules are put in force by somebody else than who drafted them."""


class DraftHasChanged(Refusal):
    """The draft is no longer what the officer has looked at."""


class AnotherWasPublished(Refusal):
    """The draft was held against a version that is no longer the last one."""


@transaction.atomic
def publish_version(*, public_id: UUID, seen: str, by: Staff, at: datetime) -> RuleVersion:
    """Put a draft in force as its set's next version; `seen` is the digest of what was looked at.

    Verifiers have it with their next list.
    """
    hold(Lock.PUBLISHING_RULES)
    draft = open_draft(public_id)
    require(permissions.can_regulate(by))
    if draft.drafted_by_id == by.user_id:
        raise DrafterMayNotPublish
    if draft.digest != seen:
        raise DraftHasChanged
    last = latest_of(draft.identifier)
    if draft.based_on != last:
        raise AnotherWasPublished
    number = last.number + 1 if last and last.number else 1
    text = written(numbered(draft.content, number))
    require_sound(draft.content)
    draft.valid_from = max(draft.valid_from or at, at)
    if draft.valid_to is not None and draft.valid_to <= draft.valid_from:
        raise EndsBeforeItBegins
    published = RuleVersion.objects.published().aggregate(last=Max("sequence"))
    draft.state, draft.text, draft.number = RuleVersion.State.PUBLISHED, text, number
    draft.sequence = (published["last"] or 0) + 1
    draft.published_by_id, draft.published_at = by.user_id, at
    draft.save()
    audit.record(
        "rule_version.published", draft, by=by, at=at, digest=digest_of(draft.facts),
        rules=draft.identifier, number=number, drafted_by=str(draft.drafted_by.public_id),
    )  # fmt: skip
    return draft
