"""Announcements and facilities as pages tell them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sotiem.announcements import rules
from sotiem.announcements.facts import Announced, spoken_days
from sotiem.announcements.models import Announcement, AnnouncementStep
from sotiem.announcements.queries import is_late
from sotiem.announcements.states import OPEN, AnnouncementState, StepKind
from sotiem.facilities.models import Facility, Stop
from sotiem.places.models import AdministrativeUnit
from sotiem.portals.announcing import words
from sotiem.portals.components.templatetags.sotiem import day


def told_of(one: Announcement) -> dict[str, Any]:
    """How far it is, by when the answer is due, and what happened."""
    return {
        "announcement": one,
        "state": words.STATES[one.state],
        "tone": words.TONES[one.state],
        "next_step": words.NEXT[one.state],
        "is_open": one.state in OPEN,
        "is_approved": one.state == AnnouncementState.APPROVED,
        "is_late": is_late(one, timezone.localdate()),
        "steps": [told_step(step) for step in one.steps.order_by("-number")],
    }


def told_step(step: AnnouncementStep) -> dict[str, Any]:
    """A line of the history; who sat at the health department is its unit, no name."""
    by_department = step.kind in (StepKind.ASKED, StepKind.APPROVED, StepKind.REFUSED)
    return {
        "title": words.STEPS[step.kind],
        "words": step.words,
        "at": step.at,
        "by": step.by_label if by_department else "",
        "tone": {"approved": "good", "refused": "problem"}.get(step.kind, ""),
    }


def rows_of(said: Announced) -> list[tuple[str, str]]:
    """All that is announced but the checklist, as names and values."""
    commune = AdministrativeUnit.objects.select_related("parent").get(pk=said.commune_id)
    licence = _("%(number)s, cấp ngày %(on)s, %(issuer)s") % {
        "number": said.licence_number,
        "on": "/".join(reversed(said.licence_on.split("-"))),
        "issuer": said.licence_issuer,
    }
    return [
        (_("Tên cơ sở"), said.name),
        (_("Loại cơ sở"), words.kind_name(said.kind)),
        (_("Địa chỉ"), f"{said.address}, {place_of(commune)}"),
        (_("Giấy phép hoạt động"), licence),
        (_("Điện thoại của cơ sở"), said.phone),
        (_("Ngày, giờ tiêm chủng"), f"{spoken_days(said.days)}: {said.hours}"),
        (_("Người phụ trách"), f"{said.head}, {said.head_title}"),
        (_("Số bàn tiêm"), str(said.tables)),
        (_("Nơi tập huấn về tiêm chủng"), said.trained_by),
    ]


def checked(said: Announced) -> list[tuple[str, list[dict[str, Any]]]]:
    """The checklist by its parts: what was answered, and whether it is as expected."""
    found = {each.item.code: each for each in rules.verdicts(said)}
    return [
        (
            title,
            [
                {
                    "name": words.named(item),
                    "given": _answer(item.is_count, found[item.code].given),
                    "is_met": found[item.code].is_met,
                    "minimum": item.minimum,
                }
                for item in items
            ],
        )
        for title, items in words.parts()
    ]


def changed(one: Announcement) -> list[tuple[str, str, str]]:
    """What is said otherwise than the time before: its name, before, now."""
    sent = one.steps.filter(facts__isnull=False).order_by("-number")
    kept = [Announced.kept(facts) for facts in sent.values_list("facts", flat=True)[:2] if facts]
    if len(kept) < 2:
        return []
    now, before = (_lines_of(each) for each in kept)
    return [
        (name, before.get(name, ""), value)
        for name, value in now.items()
        if before.get(name) != value
    ]


def _lines_of(said: Announced) -> dict[str, str]:
    lines = [line for _title, lines in checked(said) for line in lines]
    return dict(rows_of(said)) | {line["name"]: line["given"] for line in lines}


def is_all_met(said: Announced) -> bool:
    return all(each.is_met for each in rules.verdicts(said))


def place_of(commune: AdministrativeUnit) -> str:
    """A commune with its province."""
    above = f", {commune.parent.full_name}" if commune.parent else ""
    return f"{commune.full_name}{above}"


def where(facility: Facility) -> str:
    """Street, commune and province of a facility; not a commune twice."""
    commune = place_of(facility.commune)
    street = facility.address
    return commune if street in ("", facility.commune.full_name) else f"{street}, {commune}"


def stop_in_words(stop: Stop) -> str:
    """Since when, and until when, nobody is vaccinated there."""
    if stop.is_final:
        return _("Đã ngừng tiêm chủng từ %(since)s") % {"since": day(stop.from_on)}
    if stop.until_on is None:
        return _("Đang bị đình chỉ từ %(since)s") % {"since": day(stop.from_on)}
    return _("Đang bị đình chỉ từ %(since)s đến hết %(until)s") % {
        "since": day(stop.from_on),
        "until": day(stop.until_on),
    }


def _answer(is_count: bool, given: int) -> str:
    return str(given) if is_count else (_("Có") if given else _("Không"))
