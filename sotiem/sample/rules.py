"""Rules of reopening: one set in force, and a stricter one that waits for a second look."""

from datetime import datetime
from typing import Final

from certificate_format.rules import shipped_rule_sets
from sotiem.reopening.operations import publish_version, start_draft
from sotiem.sample import staff

IN_FORCE: Final = "VN-SG-2021"
WAITING: Final = "VN-STRICT"


def publish_rules(*, at: datetime) -> None:
    """Let one officer draft and another publish."""
    one, other = (staff.officer(name, at=at) for name in ("quydinh1", "quydinh2"))
    proposals = {each["Identifier"]: each for each in shipped_rule_sets()}
    draft = start_draft(content=proposals[IN_FORCE], by=one, at=at)
    publish_version(public_id=draft.public_id, seen=draft.digest, by=other, at=at)
    start_draft(content=proposals[WAITING], by=one, at=at)
