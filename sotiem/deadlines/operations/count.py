from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction
from sotiem.deadlines import rules
from sotiem.deadlines.facts import Figures
from sotiem.deadlines.models import EntryDeadline, Standing
from sotiem.deadlines.operations.total import add_up
from sotiem.deadlines.queries import (
    WATCHED_FOR,
    doses_at_hand,
    entered_by_day,
    exceptions_of,
    session_days,
    used_by_day,
)
from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import insert_many


def count_open_deadlines(*, at: datetime) -> None:
    """Bring the standings of all deadlines that are under way up to date."""
    add_up(at=at)
    watched = EntryDeadline.objects.filter(enter_by__gte=timezone.localdate(at) - WATCHED_FOR)
    for deadline_id in watched.order_by("pk").values_list("pk", flat=True):
        count_standings(deadline_id=deadline_id, at=at)


@transaction.atomic
def count_standings(*, deadline_id: int, at: datetime) -> EntryDeadline:
    """Count how far each facility is with a deadline; who told nothing has a standing too."""
    deadline = EntryDeadline.objects.select_for_update(of=("self",)).get(pk=deadline_id)
    today = timezone.localdate(at)
    due_on = {pk: made.until for pk, made in exceptions_of(deadline).items()}
    Standing.objects.filter(deadline=deadline).delete()
    for area in _areas(deadline.jurisdiction):
        standings = _standings(deadline, area, due_on, today)
        insert_many(Standing, standings)
    deadline.counted_at = at
    deadline.save(update_fields=["counted_at"])
    return deadline


def _areas(jurisdiction: str) -> list[str]:
    """One province after the other, so that a country's days are never held at once."""
    if jurisdiction != Jurisdiction.country().path:
        return [jurisdiction]
    paths = Facility.objects.order_by("path").values_list("path", flat=True)
    return sorted({"/".join(path.split("/")[:2]) for path in paths})


def _standings(
    deadline: EntryDeadline, area: str, due_on: dict[int, date], today: date
) -> list[Standing]:
    used = used_by_day(area, deadline)
    entered = dict(entered_by_day(area, deadline))
    sessions = session_days(area, deadline, today=today)
    facilities = list(Facility.objects.within(Jurisdiction(area)).order_by("pk"))
    used_nothing = [each.pk for each in facilities if each.pk not in used]
    held = doses_at_hand(used_nothing, deadline, today=today)
    return [
        _standing(
            deadline,
            facility,
            due_on.get(facility.pk, deadline.enter_by),
            rules.figures_of(
                used.get(facility.pk, {}),
                entered.get(facility.pk, ()),
                held=held.get(facility.pk, 0),
                session_days=sessions.get(facility.pk, ()),
                today=today,
            ),
        )
        for facility in facilities
    ]


def _standing(
    deadline: EntryDeadline, facility: Facility, due_on: date, figures: Figures
) -> Standing:
    return Standing(
        deadline=deadline,
        facility=facility,
        path=facility.path,
        due_on=due_on,
        used=figures.used,
        recorded=figures.recorded,
        missing=figures.missing,
        surplus=figures.surplus,
        untold=figures.untold,
        empty_days=figures.empty_days,
        silent_days=figures.silent_days,
        sessions=figures.sessions,
        missing_by_day=figures.missing_by_day,
        entered_by_day=figures.entered_by_day,
        oldest_gap_on=figures.oldest_gap_on,
        last_entry_on=figures.last_entry_on,
        entered_week=figures.entered_week,
        entered_week_before=figures.entered_week_before,
    )
