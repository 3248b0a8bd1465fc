"""What the book says beyond what was given: what is due, and how one stands with the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from certificate_format.rules import NO_CARD, OPEN
from sotiem.certificates.models import Certificate
from sotiem.doses.queries import dues_of
from sotiem.portals.citizen.words import vaccine_name
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.registering.telling import told_of
from sotiem.registrations.queries import registrations_about
from sotiem.registrations.states import RegistrationState
from sotiem.reopening.facts import Reason, Standing
from sotiem.reopening.standing import standings_of
from sotiem.vaccines.queries import known_vaccines
from sotiem.vaccines.schedule import Due, DueState, Part

_OVER: Final = (RegistrationState.VACCINATED, RegistrationState.WITHDRAWN)
# Each card has its tone and its own shape: who does not see the colour sees the shape.
SHAPES: Final = {"green": ("good", "✔"), "yellow": ("waiting", "▲"), OPEN: ("neutral", "?")}
NO_SHAPE: Final = ("neutral", "–")
CARDS: Final[dict[str, Promise]] = {NO_CARD: _("Chưa có thẻ"), OPEN: _("Chưa xác định được")}


@dataclass(frozen=True, slots=True)
class NextDose:
    """What is due against one disease, in words."""

    disease: str
    words: str
    more: tuple[str, ...]
    is_complete: bool
    may_register: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A card by one rule set, with the reasons in words."""

    card: str
    tone: str
    shape: str
    rules: str
    since: date | None
    until: date | None
    reasons: tuple[tuple[bool, str, str], ...]  # passed, what is asked, why not or until when


def next_doses(patient_id: int, birth: str, *, at: datetime) -> list[NextDose]:
    """What is due next, disease by disease."""
    today = timezone.localdate(at)
    return [
        NextDose(
            disease=disease.name_en if get_language() == "en" else disease.name_vi,
            words=_due_in_words(due, today),
            more=tuple(_more(due, today)),
            is_complete=due.state == DueState.COMPLETE or due.part == Part.BOOSTER,
            may_register=due.state == DueState.DUE,
        )
        for disease, due in dues_of(patient_id, birth, on=today)
    ]


def registrations(patient_id: int) -> list[dict[str, Any]]:
    """The registrations by which somebody waits or is called."""
    found = registrations_about(patient_id)
    return [told_of(each) for each in found if each.state not in _OVER]


def standings(certificates: Sequence[Certificate], *, at: datetime) -> list[Shown]:
    """How somebody stands with the rules on offer today."""
    return [
        _shown(each, certificate)
        for certificate in certificates
        for each in standings_of(certificate.text, at=at)
    ]


def _due_in_words(due: Due, today: date) -> str:
    if due.state == DueState.COMPLETE:
        return gettext("Đã đủ mũi theo lịch tiêm hiện nay.")
    if due.state == DueState.UNKNOWN:
        return gettext("Chưa tính được mũi tiếp theo, vì chưa rõ vắc xin của mũi trước.")
    if due.state == DueState.NOT_FORESEEN:
        return gettext("Lịch tiêm hiện nay chưa có mũi cho lứa tuổi này.")
    facts = {"number": due.dose_number, "day": day(due.from_on), "before": day(due.before_on)}
    if due.dose_number == 1 and due.is_open(today):
        return gettext("Mũi 1: tiêm được ngay.")
    if due.before_on is not None:
        return gettext("Mũi %(number)s: từ %(day)s, nên tiêm trước %(before)s.") % facts
    if due.part == Part.BOOSTER:
        return gettext("Mũi %(number)s (nhắc lại): từ %(day)s.") % facts
    return gettext("Mũi %(number)s: từ %(day)s.") % facts


def _more(due: Due, today: date) -> Iterable[str]:
    if due.state != DueState.DUE:
        return
    if due.is_late(today):
        yield gettext("Đã qua ngày nên tiêm: hãy tiêm sớm, không phải tiêm lại từ đầu.")
    elif due.earliest_on and due.from_on and today < due.earliest_on < due.from_on:
        yield gettext("Sớm nhất được tiêm: %(day)s.") % {"day": day(due.earliest_on)}
    names = {each.code: vaccine_name(each) for each in known_vaccines().values()}
    vaccines = ", ".join(names[code] for code in due.vaccines if code in names)
    yield gettext("Vắc xin dùng được: %(vaccines)s.") % {"vaccines": vaccines}


def _shown(standing: Standing, certificate: Certificate) -> Shown:
    tone, shape = SHAPES.get(standing.card, NO_SHAPE)
    language = "en" if get_language() == "en" else "vi"
    words = standing.card_names.get(language) or CARDS.get(standing.card, standing.card)
    facts = {"name": standing.names[language], "number": standing.number or 0}
    facts["day"] = day(standing.in_force_since)
    rules = (
        gettext("%(name)s, bản đề xuất chưa công bố") % facts
        if standing.number is None
        else gettext("%(name)s, bản %(number)s, áp dụng từ %(day)s") % facts
    )
    return Shown(
        card=str(words),
        tone=tone,
        shape=shape,
        rules=rules,
        since=standing.since,
        until=standing.until,
        reasons=tuple(
            (each.passed, each.words[language], _why(each, certificate))
            for each in standing.reasons
        ),
    )


def _why(reason: Reason, certificate: Certificate) -> str:
    facts: dict[str, object] = {"number": certificate.dose_number, "day": day(reason.turns_on)}
    if reason.is_open:
        return gettext("Chưa xét được với giấy này.")
    if reason.passed:
        return gettext("Đạt cho đến trước ngày %(day)s.") % facts if reason.turns_on else ""
    if reason.waits_days is not None:
        facts["days"] = reason.waits_days
        return gettext("Chưa đủ %(days)s ngày từ mũi %(number)s: đến %(day)s.") % facts
    if reason.turns_on is not None:
        return gettext("Sẽ đạt từ ngày %(day)s.") % facts
    return ""
