"""A reaction as pages tell it, and the one way in which it is reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sotiem.accounts.facts import Citizen, Staff
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.aftercare import words
from sotiem.portals.aftercare.forms import ReactionForm
from sotiem.portals.citizen.words import unit_in_words, vaccine_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.components.templatetags.sotiem import moment
from sotiem.reactions.facts import About, Deed, Outcome, Reporter
from sotiem.reactions.models import Reaction
from sotiem.reactions.operations import report_reaction


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was said or done, for the timeline."""

    title: str
    when: str
    by: str
    lines: Sequence[str]


def told_of(reaction: Reaction) -> dict[str, Any]:
    """All that is told of a reaction, its people left out."""
    dose = reaction.dose
    return {
        "reaction": reaction,
        "signs": words.signs_in_words(reaction.signs),
        "outcome": words.OUTCOMES[Outcome(reaction.outcome)],
        "vaccine": vaccine_of(dose.current) if dose else "",
        "happened": _happened(reaction),
        "told": _told(reaction),
        "now": timezone.now(),
    }


def hotline() -> dict[str, str]:
    number = str(settings.REACTION_HOTLINE)
    return {"emergency": number, "emergency_tel": "".join(number.split())}


def reporter_of(request: HttpRequest) -> Reporter:
    """Whether the person tells of herself, or who looks after her does."""
    is_guardian = request.POST.get("reporter") == Reporter.GUARDIAN
    return Reporter.GUARDIAN if is_guardian else Reporter.SELF


def reported(
    form: ReactionForm, about: About, *, by: Citizen | Staff, reporter: Reporter
) -> Reaction | None:
    """Report what a form says; nothing where it is refused, which the form then tells."""
    if not form.is_valid():
        return None
    said = form.said(reporter=reporter, day=about.day)
    try:
        return report_reaction(about=about, said=said, by=by, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return None


def _told(reaction: Reaction) -> list[str]:
    """Who knows of it."""
    told = []
    if reaction.facility is not None:
        name = {"name": reaction.facility.name}
        told.append(_("%(name)s, nơi đã tiêm") % name)
        if reaction.texted_at is not None:
            told.append(_("Người trực của cơ sở, bằng tin nhắn lúc %(at)s") % {
                "at": moment(reaction.texted_at)
            })  # fmt: skip
    province = "/".join(reaction.path.split("/")[:2])
    told.append(_("Cán bộ y tế phụ trách: %(place)s") % {"place": unit_in_words(province)})
    return told


def _happened(reaction: Reaction) -> list[Happened]:
    """What was said and done, the latest first."""
    told: list[tuple[datetime, Happened]] = []
    for version in reaction.versions.all():
        by = str(words.REPORTERS[Reporter(version.reporter)])
        lines = [", ".join(words.signs_in_words(version.signs)), version.words]
        if version.onset_at:
            lines.append(_("Bắt đầu lúc %(at)s") % {"at": moment(version.onset_at)})
        title = _("Báo lần đầu") if version.number == 1 else _("Báo thêm")
        told.append((version.reported_at, _one(title, version.reported_at, by, lines)))
    for step in reaction.steps.all():
        lines = [step.note]
        if step.outcome != Outcome.UNKNOWN:
            lines.insert(0, str(words.OUTCOMES[Outcome(step.outcome)]))
        title = str(words.DEEDS[Deed(step.deed)])
        told.append((step.done_at, _one(title, step.done_at, step.label, lines)))
    told.sort(key=lambda one: one[0], reverse=True)
    return [one for _at, one in told]


def _one(title: str, at: datetime, by: str, lines: Sequence[str]) -> Happened:
    return Happened(title, moment(at), by, [line for line in lines if line])
