"""What a report may claim, and by when it must be answered: without database or clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, Final
from zoneinfo import ZoneInfo

from sotiem.corrections.facts import (
    ADDING_A_DOSE,
    KINDS,
    Answer,
    Claims,
    Deadline,
    DoseClaim,
    Duty,
    Named,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.doses.facts import DoseFacts, DoseSource
from sotiem.foundation.refusals import Refusal
from sotiem.identity import unmark
from sotiem.patients.facts import PatientFacts

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
ANSWER_WITHIN: Final = timedelta(hours=48)
ACKNOWLEDGE_WITHIN_WORKING_DAYS: Final = 2
CARRY_OUT_WITHIN_DAYS: Final = 10
CARRY_OUT_WITHIN_DAYS_EXTENDED: Final = 20
CLIMBS_AGAIN_AFTER: Final = timedelta(hours=24)
FACILITY_ANSWERS_WITHIN: Final = timedelta(hours=24)

# Days off on Monday to Friday, as announced; for 2027 only those that the Labour Code fixes
# whatever is announced. A day missing here makes a deadline come sooner, never later.
HOLIDAYS: Final = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"),
        *("2025-04-07", "2025-04-30", "2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02"),
        *("2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19"),
        *("2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31", "2026-09-01"),
        *("2026-09-02", "2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"),
        *("2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02"),
    )
)
# Saturdays worked in exchange for a day off in between.
WORKED_SATURDAYS: Final = frozenset({date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)})

_OF_A_DOSE: Final = frozenset(field.name for field in fields(DoseClaim))


class NothingClaimed(Refusal):
    """The report says nothing that the record does not say already."""


class ClaimIsIncomplete(Refusal):
    """A new dose needs a vaccine and a day; someone not on record, a name and a birth date."""


def is_working_day(day: date) -> bool:
    return (day.weekday() < 5 and day not in HOLIDAYS) or day in WORKED_SATURDAYS


def end_of_working_day(after: datetime, *, days: int) -> datetime:
    """The last minute of the n-th working day after the day of `after`, in Vietnam."""
    day = after.astimezone(VIETNAM).date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return _end_of(day)


def extended_answer(started_at: datetime) -> datetime:
    """By when an answer comes that was given more time: when it ought to be carried out."""
    day = started_at.astimezone(VIETNAM).date()
    return _end_of(day + timedelta(days=CARRY_OUT_WITHIN_DAYS))


def deadlines(
    submitted_at: datetime, *, answer_due_at: datetime | None = None, is_extended: bool = False
) -> tuple[Deadline, ...]:
    """By when a report must be acknowledged, answered and carried out, soonest duty first."""
    days = CARRY_OUT_WITHIN_DAYS_EXTENDED if is_extended else CARRY_OUT_WITHIN_DAYS
    answer = answer_due_at or submitted_at + ANSWER_WITHIN
    day = submitted_at.astimezone(VIETNAM).date()
    return (
        Deadline(
            Duty.ACKNOWLEDGE,
            end_of_working_day(submitted_at, days=ACKNOWLEDGE_WITHIN_WORKING_DAYS),
            "356/2025/NĐ-CP",
        ),
        Deadline(Duty.ANSWER, answer, "356/2025/NĐ-CP" if is_extended else "9458/BYT-CNTT"),
        Deadline(Duty.CARRY_OUT, _end_of(day + timedelta(days=days)), "356/2025/NĐ-CP"),
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=VIETNAM)


def unit_above(*paths: str) -> str:
    """The lowest unit that lies above all of these; the country above itself."""
    top, *_below = paths[0].split("/")
    above = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    shared = [steps[0] for steps in takewhile(lambda steps: len(set(steps)) == 1, above)]
    return "/".join(shared) or top


def destination(current: str, named: str, had_it: Collection[str]) -> str:
    """Where a report goes that is said to be another unit's.

    One that had it before does not get it back from a unit beside it: the unit above both does.
    """
    is_below = named.startswith(f"{current}/")
    return unit_above(current, named) if named in had_it and not is_below else named


def same_words(one: str, other: str) -> bool:
    """Whether two reasons say the same, whatever their capitals, spaces and full stops."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def apply_claims(facts: DoseFacts, claim: DoseClaim) -> DoseFacts:
    """What the dose would be if the claim were true. A facility replaces a place, and back."""
    changes: dict[str, Any] = {
        name: value
        for name in ("vaccine_id", "administered_on", "lot_number")
        if (value := getattr(claim, name)) is not None
    }
    if claim.vaccine_id is not None:
        changes["vaccine_text"] = ""
    if claim.facility_id is not None:
        changes |= {"facility_id": claim.facility_id, "place": ""}
    elif claim.place is not None:
        changes |= {"facility_id": None, "place": claim.place}
    return replace(facts, **changes)


def claimed_dose(claim: DoseClaim) -> DoseFacts:
    """The dose that a report asks to add: told afterwards, with proof."""
    if claim.vaccine_id is None or claim.administered_on is None:
        raise ClaimIsIncomplete
    bare = DoseFacts(
        vaccine_id=claim.vaccine_id,
        administered_on=claim.administered_on,
        source=DoseSource.HISTORICAL,
    )
    return apply_claims(bare, claim)


def apply_change(facts: PatientFacts, change: PersonChange) -> PatientFacts:
    """What the person's record would say if the claim were true."""
    return replace(facts, **_said(change))


def officers_needed(kind: ReportKind, claims: Claims, facility_said: Sequence[Answer] = ()) -> int:
    """Two where more or fewer doses would count without the facility's word, or where another
    number or telephone would open the record; else one."""
    if claims.change.phone or claims.change.cccd or claims.change.cmnd:
        return 2
    its_word = Answer.YES if kind in ADDING_A_DOSE else Answer.NO
    return 2 if KINDS[kind].takes_two and its_word not in facility_said else 1


def kept_claims(claims: Claims) -> dict[str, Any]:
    """The claims as a report keeps them."""
    said = _said(claims.dose)
    if "administered_on" in said:
        said["administered_on"] = said["administered_on"].isoformat()
    if claims.person is not None:
        said["person"] = _fields(claims.person)
    if change := _said(claims.change):
        said["change"] = change
    if claims.same_as is not None:
        said["same_as"] = claims.same_as
    return said


def claims_of(kept: Mapping[str, Any]) -> Claims:
    """Read back what `kept_claims` wrote."""
    dose = {name: value for name, value in kept.items() if name in _OF_A_DOSE}
    if "administered_on" in dose:
        dose["administered_on"] = date.fromisoformat(dose["administered_on"])
    return Claims(
        dose=DoseClaim(**dose),
        person=PersonClaim(**kept["person"]) if "person" in kept else None,
        change=PersonChange(**kept.get("change", {})),
        same_as=kept.get("same_as"),
    )


def _said(claim: DoseClaim | PersonChange) -> dict[str, Any]:
    return {name: value for name, value in _fields(claim).items() if value is not None}


def _fields(claim: DoseClaim | PersonChange | PersonClaim) -> dict[str, Any]:
    """What `asdict` gives, without the copies it makes of values that never change."""
    return {name: getattr(claim, name) for name in claim.__dataclass_fields__}


def is_same_person(one: Named, other: Named) -> bool:
    """Whether two reports are about one person, as far as a name and a birth date tell.

    Where both are on record, the record alone tells.
    """
    if one.principal_id is not None and other.principal_id is not None:
        return one.principal_id == other.principal_id
    born = sorted((one.birth_date, other.birth_date), key=len)
    return unmark(one.full_name) == unmark(other.full_name) and born[1].startswith(born[0])
