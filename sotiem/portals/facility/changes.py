"""What changed of a row's person since the upload, in words: old and new."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sotiem.imports.models import ImportRow, RowChange
from sotiem.imports.states import Change
from sotiem.portals.facility.person_cards import shown_values
from sotiem.portals.facility.refusals import Told
from sotiem.portals.facility.words import CHANGES, PERSON_FIELDS


def changes_of(rows: list[ImportRow]) -> list[Told]:
    """What changed of a row of the sheet, each thing once though it concerns several doses."""
    told = {one: None for row in rows if hasattr(row, "change") for one in _told(row.change)}
    return list(told)


def _told(change: RowChange) -> Iterator[Told]:
    yield Told("", str(CHANGES[Change(change.kind)]), "")
    if change.then is None or change.now is None:
        return
    before, after = shown_values(change.then.facts), shown_values(change.now.facts)
    hidden = _("khác số cũ")
    for key, value in after.items():
        then, now = change.then.facts, change.now.facts
        is_other = getattr(then, key, before[key]) != getattr(now, key, value)
        if is_other and before[key] == value:
            value = f"{value} ({hidden})"
        if is_other:
            words = _("trước: %(then)s; nay: %(now)s") % {"then": before[key], "now": value}
            yield Told(str(PERSON_FIELDS[key]), words, "")
