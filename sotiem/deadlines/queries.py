"""Reading deadlines, and the figures of one facility as they are this very moment."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role, Staff, paths_within
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.states import SessionStatus
from sotiem.deadlines import rules
from sotiem.deadlines.facts import Entered, Figures, Forecast
from sotiem.deadlines.models import (
    DeadlineException,
    EntryDeadline,
    FacilityDay,
    Reminder,
    ReminderPhone,
)
from sotiem.doses.facts import DoseStatus
from sotiem.facilities.models import Facility
from sotiem.supply.queries import doses_held, doses_used

# How long after its day a deadline is still counted and shown to facilities.
WATCHED_FOR: Final = timedelta(days=90)
GAPS_SHOWN: Final = 31


@dataclass(frozen=True, slots=True)
class DayGap:
    """A day on which a facility used more doses than it entered."""

    day: date
    used: int
    recorded: int

    @property
    def missing(self) -> int:
        return self.used - self.recorded


@dataclass(frozen=True, slots=True)
class FacilityLine:
    """How one facility stands with one deadline, now."""

    deadline: EntryDeadline
    exception: DeadlineException | None
    figures: Figures
    forecast: Forecast
    gaps: tuple[DayGap, ...]
    silent_days: tuple[date, ...]
    delays: tuple[int, ...]

    @property
    def due_on(self) -> date:
        return self.exception.until if self.exception else self.deadline.enter_by


def deadlines_seen_by(staff: Staff) -> list[EntryDeadline]:
    """The deadlines that hold somewhere in an officer's jurisdictions, the last one first."""
    seen = EntryDeadline.objects.seen_from(*staff.jurisdictions(Role.OFFICER))
    return list(seen.newest_first()[:50])


def areas_seen_by(staff: Staff, deadline: EntryDeadline) -> tuple[str, ...]:
    """Where an officer may look at a deadline: her areas, as far as it holds there."""
    held = [each.path for each in staff.jurisdictions(Role.OFFICER)]
    whole = Jurisdiction(deadline.jurisdiction)
    if any(Jurisdiction(path).covers(whole.path) for path in held):
        return (whole.path,)
    return paths_within(Jurisdiction(path) for path in held if whole.covers(path))


def facility_lines(facility: Facility, *, at: datetime) -> list[FacilityLine]:
    """How a facility stands with each deadline that is under way, the next one first."""
    today = timezone.localdate(at)
    deadlines = EntryDeadline.objects.holding_for(facility.path).filter(
        enter_by__gte=today - WATCHED_FOR
    )
    lines = [_line(facility, deadline, today) for deadline in deadlines.order_by("enter_by", "pk")]
    return sorted(lines, key=lambda line: (not line.figures.is_behind, line.due_on))


def _line(facility: Facility, deadline: EntryDeadline, today: date) -> FacilityLine:
    used = used_by_day(facility.path, deadline).get(facility.pk, {})
    entered = next((days for _, days in entered_by_day(facility.path, deadline)), [])
    held = doses_at_hand([facility.pk], deadline, today=today).get(facility.pk, 0)
    sessions = session_days(facility.path, deadline, today=today).get(facility.pk, set())
    figures = rules.figures_of(used, entered, held=held, session_days=sessions, today=today)
    exception = exceptions_of(deadline, facility_id=facility.pk).get(facility.pk)
    due_on = exception.until if exception else deadline.enter_by
    recorded = {
        day: sum(each.recorded for each in group)
        for day, group in groupby(entered, key=lambda each: each.day)
    }
    gaps = [DayGap(day, count, recorded.get(day, 0)) for day, count in sorted(used.items())]
    return FacilityLine(
        deadline=deadline,
        exception=exception,
        figures=figures,
        forecast=rules.forecast_of(figures, due_on=due_on, today=today),
        gaps=tuple(gap for gap in gaps if gap.missing > 0)[:GAPS_SHOWN],
        silent_days=tuple(rules.silent_days(used, recorded, sessions))[:GAPS_SHOWN],
        delays=rules.delays_of(entered),
    )


def day_of(facility: Facility, day: date) -> DayGap:
    """What a facility says it used on a day, and what of it is entered."""
    used = sum(each.doses for each in doses_used([facility.path], day, day))
    days = FacilityDay.objects.filter(facility=facility, day=day)
    return DayGap(day, used, days.aggregate(all=Sum("recorded"))["all"] or 0)


@dataclass(frozen=True, slots=True)
class JustAdded:
    """Doses that came to a day of a facility a moment ago, or left it."""

    at: datetime
    path: str
    day: date
    doses: int


def just_added(path: str, *, since: datetime, limit: int) -> tuple[int, list[JustAdded]]:
    """What was entered at a place since a moment, at most a quarter of an hour ago: how many doses
    in all, and the last changes, the newest first."""
    rows = FacilityDay.objects.filter(
        is_total=False, added_at__gt=since, facility__in=Facility.objects.within(Jurisdiction(path))
    )
    last = rows.order_by("-added_at", "-pk").values_list(
        "added_at", "facility__path", "day", "recorded"
    )
    doses = rows.aggregate(all=Sum("recorded"))["all"] or 0
    return doses, [
        JustAdded(moment, place, day, number)
        for moment, place, day, number in last[:limit]
        if moment is not None
    ]


def days_compared(path: str, since: date, until: date) -> dict[str, list[DayGap]]:
    """What each facility at a path says it used on these days, beside what of it is entered; by
    the facility's path, in the order of the days. Both days count."""
    paths = dict(
        Facility.objects.within(Jurisdiction(path)).order_by("path").values_list("pk", "path")
    )
    told: dict[tuple[int, date], list[int]] = {}
    for each in doses_used([path], since, until):
        told.setdefault((each.facility_id, each.used_on), [0, 0])[0] = each.doses
    rows = FacilityDay.objects.filter(
        facility__in=Facility.objects.within(Jurisdiction(path)), day__range=(since, until)
    )
    sums = rows.values_list("facility_id", "day").annotate(all=Sum("recorded")).order_by()
    for facility_id, day, doses in sums:
        told.setdefault((facility_id, day), [0, 0])[1] = doses
    found: dict[str, list[DayGap]] = {}
    for (facility_id, day), (used, recorded) in sorted(told.items()):
        found.setdefault(paths[facility_id], []).append(DayGap(day, used, recorded))
    return found


def deadline_for(facility: Facility, day: date) -> date | None:
    """By when a facility must have entered the doses of a day; none where nobody set it."""
    deadlines = EntryDeadline.objects.holding_for(facility.path)
    over = deadlines.filter(given_since__lte=day, given_until__gte=day)
    first = over.order_by("enter_by", "pk").first()
    if first is None:
        return None
    exception = exceptions_of(first, facility_id=facility.pk).get(facility.pk)
    return exception.until if exception else first.enter_by


def used_by_day(path: str, deadline: EntryDeadline) -> dict[int, dict[date, int]]:
    """The doses that each facility at a path says it used, day by day."""
    used: dict[int, dict[date, int]] = {}
    for each in doses_used([path], deadline.given_since, deadline.given_until):
        if each.doses > 0:
            used.setdefault(each.facility_id, {})[each.used_on] = each.doses
    return used


def entered_by_day(path: str, deadline: EntryDeadline) -> Iterator[tuple[int, list[Entered]]]:
    """What each facility at a path entered for the days of a deadline, in order of the days."""
    facilities = Facility.objects.within(Jurisdiction(path))
    rows = (
        FacilityDay.objects.filter(
            facility__in=facilities, day__range=(deadline.given_since, deadline.given_until)
        )
        .values_list("facility_id", "day", "entered_on")
        .annotate(Sum("recorded"))
        .order_by("facility_id", "day", "entered_on")
    )
    for facility_id, group in groupby(rows.iterator(chunk_size=10_000), key=lambda row: row[0]):
        yield facility_id, [Entered(*told) for _, *told in group]


def session_days(path: str, deadline: EntryDeadline, *, today: date) -> dict[int, set[date]]:
    """The past days on which each facility at a path had a session that nobody cancelled."""
    sessions = VaccinationSession.objects.filter(
        facility__in=Facility.objects.within(Jurisdiction(path)),
        held_on__range=(deadline.given_since, deadline.given_until),
        held_on__lt=today,
    ).exclude(status=SessionStatus.CANCELLED)
    days: dict[int, set[date]] = {}
    for facility_id, held_on in sessions.values_list("facility_id", "held_on"):
        days.setdefault(facility_id, set()).add(held_on)
    return days


def doses_at_hand(
    facility_ids: Collection[int], deadline: EntryDeadline, *, today: date
) -> dict[int, int]:
    """What these facilities had in store to the last; on the first day nobody is behind yet."""
    if today <= deadline.given_since:
        return {}
    return doses_held(facility_ids, on=deadline.given_until)


def exceptions_of(
    deadline: EntryDeadline, *, facility_id: int | None = None
) -> dict[int, DeadlineException]:
    """The exceptions that count, by facility: the last one given to each."""
    made = DeadlineException.objects.filter(deadline=deadline)
    if facility_id is not None:
        made = made.filter(facility_id=facility_id)
    return {each.facility_id: each for each in made.order_by("pk")}


def last_reminders(facility_ids: list[int]) -> dict[int, Reminder]:
    """The last reminder of each of these facilities."""
    sent = Reminder.objects.filter(facility__in=facility_ids)
    return {
        each.facility_id: each for each in sent.order_by("facility", "-day").distinct("facility")
    }


def reminder_phones(facility_ids: list[int]) -> Mapping[int, str]:
    """Where these facilities want their reminders sent, if they said so."""
    chosen = ReminderPhone.objects.filter(facility__in=facility_ids)
    return dict(chosen.values_list("facility_id", "phone"))


_DISAGREEING: Final = """
SELECT facility.code, day, entered_on, coalesce(kept.doses, 0), coalesce(counted.doses, 0)
FROM (
    SELECT facility_id, day, entered_on, sum(recorded) AS doses
    FROM deadlines_facilityday
    GROUP BY facility_id, day, entered_on
) AS kept
FULL JOIN (
    SELECT version.facility_id, version.administered_on AS day,
        (dose.recorded_at AT TIME ZONE %s)::date AS entered_on, count(*) AS doses
    FROM doses_dose AS dose
    JOIN doses_doseversion AS version ON version.id = dose.current_id
    WHERE version.status = %s AND version.facility_id IS NOT NULL
    GROUP BY 1, 2, 3
) AS counted USING (facility_id, day, entered_on)
JOIN facilities_facility AS facility ON facility.id = facility_id
WHERE coalesce(kept.doses, 0) <> coalesce(counted.doses, 0)
ORDER BY facility.code, day, entered_on
"""


_WITHOUT_STANDING: Final = """
SELECT facility.code, deadline.public_id
FROM deadlines_entrydeadline AS deadline
JOIN facilities_facility AS facility
    ON facility.path = deadline.jurisdiction
    OR starts_with(facility.path, deadline.jurisdiction || '/')
WHERE facility.registered_at < deadline.counted_at AND NOT facility.is_depot AND NOT EXISTS (
    SELECT FROM deadlines_standing AS standing
    WHERE standing.deadline_id = deadline.id AND standing.facility_id = facility.id
)
ORDER BY facility.code, deadline.id
"""


def disagreements_on_record() -> Iterator[str]:
    """Name each day of a facility of which the figures say something else than the doses, and
    each facility that a board leaves out."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_STANDING)
        for code, public_id in cursor.fetchall():
            yield f"facility {code} does not stand on the board of deadline {public_id}"
        zone = timezone.get_default_timezone_name()
        cursor.execute(_DISAGREEING, [zone, str(DoseStatus.COMPLETED)])
        for code, day, entered_on, kept, counted in cursor.fetchall():
            yield (
                f"facility {code}, {day}, entered on {entered_on}: "
                f"the figures say {kept}, the record holds {counted}"
            )
