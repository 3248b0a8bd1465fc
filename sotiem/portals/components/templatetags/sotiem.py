"""How days, moments, deadlines and protected numbers are written on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.utils import formats
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware
from django.utils.translation import gettext, ngettext

from sotiem.portals.components import comparison, fields
from sotiem.portals.components.purposes import PURPOSES

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
UNKNOWN: Final = comparison.UNKNOWN
SOON_HOURS: Final = 12

register = template.Library()


class PartialDay(Protocol):
    """A day of which month or day may be unknown."""

    @property
    def year(self) -> int | None: ...
    @property
    def month(self) -> int | None: ...
    @property
    def day(self) -> int | None: ...


def _in_vietnam(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM) if is_aware(moment) else moment


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as 03/04/2022, as it was in Vietnam."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, datetime):
        value = _in_vietnam(value)
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment as 14:05 03/04/2022, Vietnamese time."""
    if value is None or value == "":
        return UNKNOWN
    return f"{_in_vietnam(value):%H:%M} {day(value)}"


@register.filter
def second(value: datetime) -> str:
    """Write a moment to the second: 14:05:09 03/04/2022, Vietnamese time."""
    return f"{_in_vietnam(value):%H:%M:%S} {day(value)}"


@register.filter
def partial_date(value: PartialDay | date | None) -> str:
    """Write as much of a day as is known: 03/04/1990, 04/1990 or 1990."""
    if not value or not value.year:
        return UNKNOWN
    parts = [f"{value.year:04}"]
    if value.month:
        parts.insert(0, f"{value.month:02}")
        if value.day:
            parts.insert(0, f"{value.day:02}")
    return "/".join(parts)


def _hours(due_at: datetime, now: datetime) -> int:
    """Whole hours left, never rounded in the reader's favour; negative once the time is past."""
    return int((due_at - now).total_seconds() // 3600)


@register.filter
def hours_left(due_at: datetime | None, now: datetime) -> str:
    """Say how long someone still has, or by how much they are late."""
    if due_at is None or due_at == "":
        return UNKNOWN
    seconds = (due_at - now).total_seconds()
    if seconds < 0:
        late = int(-seconds // 3600)
        if late == 0:
            return gettext("quá hạn chưa đến 1 giờ")
        return ngettext("quá hạn %(hours)s giờ", "quá hạn %(hours)s giờ", late) % {"hours": late}
    left = _hours(due_at, now)
    if left == 0:
        return gettext("còn chưa đến 1 giờ")
    return ngettext("còn %(hours)s giờ", "còn %(hours)s giờ", left) % {"hours": left}


@register.filter
def urgency(due_at: datetime | None, now: datetime) -> str:
    """Tell how pressing a deadline is: late, soon or calm."""
    if not due_at:
        return "calm"
    left = _hours(due_at, now)
    return "late" if left < 0 else "soon" if left < SOON_HOURS else "calm"


@register.filter
def masked(value: object, shown: int = 3) -> str:
    """Hide all but the last digits of a number that names a person."""
    text = str(value or "")
    if not text:
        return UNKNOWN
    return "•" * max(len(text) - shown, 0) + text[-shown:] if len(text) > shown else "•" * len(text)


@register.filter
def entry(mapping: dict[object, object] | None, key: object) -> object:
    """Look up a key that is itself a variable."""
    return (mapping or {}).get(key, "")


@register.filter
def nth(values: Sequence[object], place: int) -> object:
    """Take one of several by its place, the first being 0."""
    return values[place]


@register.filter
def widget_kind(field: BoundField) -> str:
    """Tell which shape of control a field wants."""
    return fields.kind_of(field)


@register.filter
def plain_label(field: BoundField) -> str:
    """Name a field without the mark that ends a question."""
    return str(field.label).rstrip(" ?:.")


@register.filter
def anchor(field: BoundField) -> str:
    """Name the control that an error should lead to."""
    return fields.anchor(field)


@register.filter
def described_by(field: BoundField, hint: str = "") -> str:
    """List the ids of a field's hint and error."""
    return fields.described_by(field, has_hint=bool(hint))


@register.filter
def number(value: float | None) -> str:
    """Write a number with its thousands grouped, as 1.234.567."""
    return UNKNOWN if value is None else formats.number_format(value, force_grouping=True)


@register.simple_tag
def control(field: BoundField, hint: str = "", note: str = "", **attrs: str) -> SafeString:
    """Draw a field's control, tied to its hint and its error."""
    return fields.draw(field, has_hint=bool(hint), has_note=bool(note), attrs=attrs)


@register.simple_tag
def marked(value: str, against: str) -> SafeString:
    """Write a value with the words marked in which it differs from another."""
    pieces = [
        format_html("<mark>{}</mark>", piece.text)
        if piece.differs
        else conditional_escape(piece.text)
        for piece in comparison.pieces(value, against)
    ]
    return mark_safe(" ".join(pieces))  # each piece is escaped above


@register.inclusion_tag("components/purpose.html")
def purpose(key: str) -> dict[str, object]:
    """For what a form asks, on what basis, for how long, and who sees it."""
    return {"key": key, "told": PURPOSES[key]}


@register.filter
def linked(text: str) -> SafeString:
    """A text whose addresses are links that look like links."""
    pieces = urlize(text, nofollow=True, autoescape=True)
    return mark_safe(pieces.replace("<a ", '<a class="govuk-link" '))  # escaped by urlize
