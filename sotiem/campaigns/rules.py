"""Decisions about sessions without database or clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from sotiem.campaigns.facts import Caution, CautionCode
from sotiem.campaigns.states import MOVES, NEEDS_A_REASON, AppointmentState, PostponeReason
from sotiem.doses.facts import DoseOnRecord
from sotiem.identity import Cccd, InvalidIdentity, PartialDate, Problem, Sex
from sotiem.patients.facts import PatientFacts
from sotiem.vaccines.schedule import Due

OBSERVATION: Final = timedelta(minutes=30)
UNDO_WITHIN: Final = timedelta(hours=24)
LIKELY_NAMESAKE: Final = 0.05
MOST_PRODUCTS: Final = 2
MOST_SLIPS: Final = 5_000
_FOUND: Final = {
    Problem.CCCD_BIRTH_YEAR_DIFFERS: CautionCode.NUMBER_DISAGREES_BIRTH_YEAR,
    Problem.CCCD_SEX_DIFFERS: CautionCode.NUMBER_DISAGREES_SEX,
}


def may_move(now: AppointmentState, to: AppointmentState) -> bool:
    return to in MOVES[now]


def stayed(observed_until: datetime, left_at: datetime) -> timedelta:
    """How long somebody was observed before they left."""
    return left_at - (observed_until - OBSERVATION)


def lacks_reason(to: AppointmentState, because: PostponeReason | None, note: str) -> bool:
    """Who is postponed has a reason of the list, and in words when it is another; who refuses
    has one in words."""
    if to == AppointmentState.POSTPONED and because != PostponeReason.OTHER:
        return because is None
    return to in NEEDS_A_REASON and not note.strip()


def with_what_was_said(known: PatientFacts, said: PatientFacts) -> PatientFacts:
    """A person as she is known, with what a session asks put right; nothing known is emptied."""
    fields = ("full_name", "birth_date", "sex", "phone", "cccd", "cmnd", "address")
    return replace(known, **{name: value for name in fields if (value := getattr(said, name))})


def cautions_about_person(person: PatientFacts, *, day: date) -> Iterator[Caution]:
    """What a person's number says against her birth year or sex, and a birth after the dose."""
    if person.birth_date and day.isoformat()[: len(person.birth_date)] < person.birth_date:
        yield Caution(CautionCode.BEFORE_BIRTH, "birth_date")
    if not person.cccd:
        return
    try:
        number = Cccd.parse(person.cccd)
        born = PartialDate.parse(person.birth_date, today=day) if person.birth_date else None
    except InvalidIdentity:
        return
    for problem in number.disagreements(born, Sex(person.sex) if person.sex else None):
        yield Caution(_FOUND[problem], "number")


def cautions_about_course(
    *, known: Sequence[DoseOnRecord], vaccine_id: int, day: date, due: Due
) -> Iterator[Caution]:
    """What the earlier doses against the same disease say against one more on this day.

    `due` is what the schedule says comes next after the doses of earlier days.
    """
    same_day = [dose for dose in known if dose.administered_on == day]
    if same_day:
        where = same_day[0].facility_name or same_day[0].place
        yield Caution(CautionCode.DOSE_TODAY, "person", {"facility": where})
        return
    earlier = [dose.administered_on for dose in known if dose.administered_on < day]
    if earlier and due.earliest_on is not None and day < due.earliest_on:
        yield Caution(
            CautionCode.INTERVAL_TOO_SHORT,
            "given_at",
            {"earliest": due.earliest_on.isoformat(), "last": max(earlier).isoformat()},
        )
    products = {dose.vaccine_id for dose in known}
    if len(products | {vaccine_id}) > MOST_PRODUCTS and vaccine_id not in products:
        yield Caution(CautionCode.THIRD_PRODUCT, "lot_number", {"products": str(len(products) + 1)})


def slips_missing(first: int | None, last: int | None, typed: Iterable[str]) -> list[int]:
    """The numbers of the slips given out of which no dose is entered yet."""
    if first is None or last is None:
        return []
    there = {int(text) for text in typed if text.isdecimal()}
    return [number for number in range(first, last + 1) if number not in there]
