"""What the machine does about reports, and what people make of it."""

from sotiem.triage.operations.follow import (
    forget_placed,
    sort_after_entry,
    sort_many,
    sort_new,
    sort_opened_again,
    sort_shown,
)
from sotiem.triage.operations.judge import JudgementNeedsAReason, NotSampled, judge_machine
from sotiem.triage.operations.sort import AT_ONCE, sort_all, sort_reports

__all__ = [
    "AT_ONCE",
    "JudgementNeedsAReason",
    "NotSampled",
    "forget_placed",
    "judge_machine",
    "sort_after_entry",
    "sort_all",
    "sort_many",
    "sort_new",
    "sort_opened_again",
    "sort_reports",
    "sort_shown",
]
