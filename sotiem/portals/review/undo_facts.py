"""What the page of an accepted case shows of what undoing it would do."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.effects import DoseEffect, PersonEffect, effects_of
from sotiem.corrections.models import CorrectionReport
from sotiem.foundation.models import AuditEntry
from sotiem.portals.components.claims import facts_of_person
from sotiem.portals.components.comparison import compare
from sotiem.portals.review.person import shown
from sotiem.portals.review.sides import labels, values
from sotiem.portals.review.words import UNDONE


def facts_of(report: CorrectionReport, *, who: Staff, is_full: bool) -> dict[str, Any]:
    """Each thing that would be taken back, in words, and as it stands before and after; why earlier
    rounds were undone."""
    undone = _undone(report) if report.round > 1 else []
    if not permissions.can_undo(who, report):
        return {"may_undo": False, "undone": undone}
    effects = effects_of(report)
    steps = [_dose(effect) for effect in effects.doses]
    if effects.person is not None:
        steps.append(_person(effects.person, is_full=is_full))
    if effects.link is not None:
        steps.append({"words": UNDONE["link"]})
    return {
        "may_undo": True,
        "undone": undone,
        "taken_back": steps or [{"words": UNDONE["nothing"]}],
    }


def _undone(report: CorrectionReport) -> list[AuditEntry]:
    """Who took back what the report had done, when and why."""
    told = AuditEntry.objects.filter(
        object_kind="correctionreport", object_id=report.pk, action="correction_report.undone"
    )
    return list(told.order_by("pk"))


def _dose(effect: DoseEffect) -> dict[str, Any]:
    before, after = effect.before, effect.after
    now = values(after)
    if before is None:
        what, then = "recorded", [_("Không tính")] * len(now)
    elif before.status != after.status:
        what, now, then = "withdrawn", [_("Không tính")] * len(now), values(before)
    else:
        what, then = "amended", values(before)
    return _step(what, list(zip(labels(), zip(now, then, strict=True), strict=True)))


def _person(effect: PersonEffect, *, is_full: bool) -> dict[str, Any]:
    show = partial(shown, is_full=is_full)
    now, then = facts_of_person(effect.after, show=show), facts_of_person(effect.before, show=show)
    rows = [
        (label, (value, earlier))
        for (label, value), (_label, earlier) in zip(now, then, strict=True)
    ]
    return _step("person", rows)


def _step(what: str, rows: list[tuple[str, tuple[str, str]]]) -> dict[str, Any]:
    return {
        "what": f"hoan-tac-{what}",
        "words": UNDONE[what],
        "comparison": compare([_("Hồ sơ đang ghi"), _("Sau khi hoàn tác")], rows),
    }
