import json
from datetime import UTC, date, datetime

import pytest

from sotiem.corrections import rules
from sotiem.corrections.facts import (
    Answer,
    Claims,
    DoseClaim,
    Duty,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.doses.facts import DoseFacts, DoseSource

FACTS = DoseFacts(
    vaccine_id=1, administered_on=date(2021, 8, 12), lot_number="FK0112", facility_id=7
)


def test_a_claim_changes_only_what_it_names() -> None:
    changed = rules.apply_claims(FACTS, DoseClaim(lot_number="ABX500"))
    assert changed.lot_number == "ABX500"
    assert (changed.vaccine_id, changed.administered_on, changed.facility_id) == (
        1,
        date(2021, 8, 12),
        7,
    )


def test_an_empty_lot_may_be_claimed() -> None:
    assert rules.apply_claims(FACTS, DoseClaim(lot_number="")).lot_number == ""


def test_a_place_replaces_the_facility_and_a_facility_the_place() -> None:
    at_sea = rules.apply_claims(FACTS, DoseClaim(place="Tàu bệnh viện"))
    assert (at_sea.facility_id, at_sea.place) == (None, "Tàu bệnh viện")
    ashore = rules.apply_claims(at_sea, DoseClaim(facility_id=9))
    assert (ashore.facility_id, ashore.place) == (9, "")


def test_a_claimed_dose_is_historical_and_needs_vaccine_and_day() -> None:
    told = rules.claimed_dose(DoseClaim(vaccine_id=1, administered_on=date(2021, 9, 1)))
    assert told.source == DoseSource.HISTORICAL
    for claim in (DoseClaim(vaccine_id=1), DoseClaim(administered_on=date(2021, 9, 1))):
        with pytest.raises(rules.ClaimIsIncomplete):
            rules.claimed_dose(claim)


def test_claims_are_read_back_as_they_were_kept() -> None:
    dose = DoseClaim(vaccine_id=2, administered_on=date(2021, 9, 1), lot_number="", place="X")
    person = PersonClaim(full_name="Lê Văn A", birth_date="1990", phone="0901234567", unit_id=3)
    for claims in (
        Claims(),
        Claims(dose=dose),
        Claims(dose=dose, person=person),
        Claims(change=PersonChange(full_name="Lê Văn B", cccd="")),
        Claims(same_as=7),
    ):
        kept = rules.kept_claims(claims)
        assert rules.claims_of(json.loads(json.dumps(kept))) == claims


@pytest.mark.parametrize(
    ("kind", "change", "officers"),
    [
        (ReportKind.DOSE_WRONG, PersonChange(), 1),
        (ReportKind.DOSE_TWICE, PersonChange(), 2),
        (ReportKind.PERSON_WRONG, PersonChange(full_name="Lê Văn B", birth_date="1990"), 1),
        (ReportKind.PERSON_WRONG, PersonChange(phone="0901234568"), 2),
        (ReportKind.PERSON_WRONG, PersonChange(cccd="079190000001"), 2),
        (ReportKind.PERSON_WRONG, PersonChange(cmnd="024000001"), 2),
    ],
)
def test_what_opens_a_record_or_counts_other_doses_takes_two_officers(
    kind: ReportKind, change: PersonChange, officers: int
) -> None:
    assert rules.officers_needed(kind, Claims(change=change)) == officers


@pytest.mark.parametrize(
    ("kind", "answer", "officers"),
    [
        (ReportKind.DOSE_MISSING, Answer.YES, 1),
        (ReportKind.DOSE_MISSING, Answer.YES_BUT, 2),
        (ReportKind.DOSE_MISSING, Answer.NO, 2),
        (ReportKind.NEVER_RECEIVED, Answer.NO, 1),
        (ReportKind.NEVER_RECEIVED, Answer.YES, 2),
    ],
)
def test_the_facilitys_word_takes_the_place_of_one_officer(
    kind: ReportKind, answer: Answer, officers: int
) -> None:
    assert rules.officers_needed(kind, Claims(), [answer]) == officers


def test_no_facility_speaks_for_another_telephone() -> None:
    claims = Claims(change=PersonChange(phone="0907654321"))
    assert rules.officers_needed(ReportKind.PERSON_WRONG, claims, [Answer.YES, Answer.NO]) == 2


def due(submitted_at: datetime) -> dict[Duty, str]:
    return {
        each.name: f"{each.due_at.astimezone(rules.VIETNAM):%Y-%m-%d %H:%M}"
        for each in rules.deadlines(submitted_at)
    }


def test_the_answer_is_due_after_48_hours_and_the_work_after_ten_days() -> None:
    found = due(datetime(2026, 3, 4, 2, 30, tzinfo=UTC))
    assert found == {
        Duty.ACKNOWLEDGE: "2026-03-06 23:59",
        Duty.ANSWER: "2026-03-06 09:30",
        Duty.CARRY_OUT: "2026-03-14 23:59",
    }


@pytest.mark.parametrize(
    ("submitted_at", "acknowledged_by"),
    [
        (datetime(2026, 3, 6, 3, tzinfo=UTC), "2026-03-10 23:59"),  # a weekend between
        (datetime(2026, 3, 8, 18, tzinfo=UTC), "2026-03-11 23:59"),  # Monday in Vietnam
        (datetime(2026, 2, 13, 3, tzinfo=UTC), "2026-02-24 23:59"),  # the lunar new year
        (datetime(2026, 4, 24, 3, tzinfo=UTC), "2026-04-29 23:59"),  # the kings' day, moved
        (datetime(2026, 4, 29, 3, tzinfo=UTC), "2026-05-05 23:59"),  # 30 April and 1 May
        (datetime(2025, 4, 24, 3, tzinfo=UTC), "2025-04-26 23:59"),  # a Saturday was worked
        (datetime(2027, 2, 4, 3, tzinfo=UTC), "2027-02-12 23:59"),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(
    submitted_at: datetime, acknowledged_by: str
) -> None:
    assert due(submitted_at)[Duty.ACKNOWLEDGE] == acknowledged_by


def test_every_holiday_of_the_table_falls_on_a_weekday() -> None:
    assert all(day.weekday() < 5 for day in rules.HOLIDAYS)
    assert all(day.weekday() == 5 for day in rules.WORKED_SATURDAYS)
