"""Rule sets, their drafts and what was published."""

import copy
from datetime import UTC, datetime
from typing import Any

from certificate_format.rules import shipped_rule_sets
from sotiem.accounts.facts import Role, Staff
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations import publish_version, start_draft
from tests.factories import accounts

AT = datetime(2021, 10, 1, 2, tzinfo=UTC)


def content(identifier: str = "VN-SG-2021") -> dict[str, Any]:
    """A proposal, to be changed."""
    found = next(each for each in shipped_rule_sets() if each["Identifier"] == identifier)
    return copy.deepcopy(found)


def laxer() -> dict[str, Any]:
    """The rules of autumn 2021 with seven days in place of fourteen, and tests that say so."""
    changed = content()
    for tier in changed["Tiers"]:
        tier["Rules"][0]["Logic"]["and"][1]["not-before"][1]["plusTime"][1] = 7
    for test in changed["Tests"]:
        if test["Name"] == "Đủ liều, ngày thứ 13, lúc khuya":
            test["Card"] = "green"
    return changed


def regulator() -> Staff:
    return accounts.staff((Role.REGULATOR, "vn"))


def draft(
    held: dict[str, Any] | None = None, *, by: Staff | None = None, at: datetime = AT
) -> RuleVersion:
    return start_draft(content=held or content(), by=by or regulator(), at=at)


def published(
    held: dict[str, Any] | None = None,
    *,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    at: datetime = AT,
) -> RuleVersion:
    """A version that one regulator drafted and another published."""
    made = start_draft(
        content=held or content(), valid_from=valid_from, valid_to=valid_to, by=regulator(), at=at
    )
    return publish_version(public_id=made.public_id, seen=made.digest, by=regulator(), at=at)
