from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.vaccines.models import ScheduleLine, TargetDisease
from sotiem.vaccines.operations import ScheduleLineIsKept, ScheduleLineWrong, set_schedule
from sotiem.vaccines.queries import schedule_disagreements, schedule_of
from sotiem.vaccines.schedule import (
    Due,
    DueState,
    Given,
    Part,
    birthday,
    due_next,
    shortest_waits,
)

pytestmark = pytest.mark.django_db
AT = datetime(2022, 2, 1, 2, tzinfo=UTC)
TODAY = date(2022, 2, 1)
FIRST = date(2021, 8, 12)
GROWN = "1987-04-03"


def due(*doses: tuple[str, date], birth: str = GROWN, on: date = TODAY) -> Due:
    disease = TargetDisease.objects.get(code="840539006")
    return due_next([Given(*dose) for dose in doses], birth, schedule_of(disease.pk), on)


def row(**changes: str) -> dict[str, str]:
    """A line of a file, as `sotiem schedule show` writes it."""
    return {
        "code": "TEST-2", "disease": "840539006", "dose_number": "2", "part": "basic",
        "after": "ASTRAZENECA", "give": "ASTRAZENECA", "min_days": "28", "recommended_days": "42",
        "max_days": "60", "min_age": "18", "max_age": "", "valid_from": "2022-01-01",
        "valid_to": "", "source": "thử", **changes,
    }  # fmt: skip


def set_lines(*rows: dict[str, str]) -> Any:
    return set_schedule(rows=rows, by=machine("test"), at=AT)


def test_the_second_dose_is_due_in_the_weeks_of_its_product() -> None:
    found = due(("ASTRAZENECA", FIRST), on=date(2021, 9, 1))
    assert (found.state, found.dose_number, found.part) == (DueState.DUE, 2, Part.BASIC)
    assert found.earliest_on == date(2021, 9, 9)
    assert found.from_on == date(2021, 10, 7)
    assert found.before_on == date(2021, 11, 4)
    assert found.vaccines == ("ASTRAZENECA", "COMIRNATY")
    assert not found.is_late(date(2021, 11, 3))
    assert found.is_late(date(2021, 11, 4))


@pytest.mark.parametrize(
    ("given", "number", "part"),
    [
        (["JANSSEN"], 2, Part.BOOSTER),
        (["ABDALA", "ABDALA"], 3, Part.BASIC),
        (["ABDALA", "ABDALA", "ABDALA"], 4, Part.BOOSTER),
        (["ASTRAZENECA", "COMIRNATY"], 3, Part.BOOSTER),
    ],
)
def test_the_number_of_basic_doses_is_the_product_s(
    given: list[str], number: int, part: Part
) -> None:
    doses = [(code, date(2021, 6 + place, 1)) for place, code in enumerate(given)]
    found = due(*doses)
    assert (found.dose_number, found.part) == (number, part)


def test_after_the_last_dose_nothing_is_due_and_a_further_one_has_its_earliest_day() -> None:
    doses = [("ASTRAZENECA", date(2021, month, 1)) for month in (6, 8, 12)]
    found = due(*doses)
    assert found.state == DueState.COMPLETE
    assert found.earliest_on == date(2021, 12, 29)


def test_what_is_not_known_is_not_guessed() -> None:
    assert due(("UNSPECIFIED", FIRST)).state == DueState.UNKNOWN


def test_a_booster_is_not_due_before_it_was_foreseen() -> None:
    doses = [("ASTRAZENECA", date(2021, month, 1)) for month in (4, 6)]
    assert due(*doses, on=date(2021, 12, 16)).state == DueState.COMPLETE
    assert due(*doses, on=date(2021, 12, 17)).part == Part.BOOSTER


def test_the_first_dose_waits_for_the_age() -> None:
    assert due(birth="2012-02-02", on=TODAY).from_on == date(2024, 2, 2)  # twelve: by then
    found = due(birth="2009-05-06")
    assert (found.from_on, found.vaccines) == (date(2021, 5, 6), ("COMIRNATY", "SPIKEVAX"))
    assert due(birth="2009-05-06", on=date(2021, 9, 1)).from_on == date(2027, 5, 6)
    assert due(birth="").state == DueState.DUE


def test_who_is_born_on_the_29th_of_february_is_older_on_the_first_of_march() -> None:
    assert birthday("2004-02-29", 18) == date(2022, 3, 1)
    assert birthday("2004", 18) == date(2022, 1, 1)


def test_the_shortest_waits_are_those_of_the_labels() -> None:
    disease = TargetDisease.objects.get(code="840539006")
    waits = shortest_waits(schedule_of(disease.pk), TODAY)
    assert (waits["ASTRAZENECA"], waits["COMIRNATY"], waits["ABDALA"]) == (28, 21, 14)
    assert list(schedule_disagreements()) == []


def test_a_line_is_set_ended_and_never_says_anything_else() -> None:
    assert set_lines(row()).added == 1
    assert set_lines(row()).unchanged == 1
    with pytest.raises(ScheduleLineIsKept):
        set_lines(row(min_days="35"))
    assert set_lines(row(valid_to="2022-06-01")).changed == 1
    assert str(ScheduleLine.objects.get(code="TEST-2").valid_to) == "2022-06-01"
    assert AuditEntry.objects.filter(action="schedule.set").count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"give": "SOMETHING"},
        {"min_days": "x"},
        {"max_days": "10"},
        {"after": ""},
        {"valid_from": "01/01/2022"},
        {"valid_to": "2021-01-01"},
        {"part": "other"},
    ],
)
def test_a_line_that_contradicts_itself_is_refused_and_nothing_is_set(
    changes: dict[str, str],
) -> None:
    with pytest.raises(ScheduleLineWrong) as refused:
        set_lines(row(code="GOOD"), row(**changes))
    assert refused.value.details["code"] == "TEST-2"
    assert not ScheduleLine.objects.filter(code="GOOD").exists()


def test_what_was_set_is_what_the_book_says() -> None:
    ScheduleLine.objects.filter(code="C19-2-AZ").update(valid_to="2022-01-01")
    set_lines(row())
    found = due(("ASTRAZENECA", FIRST))
    assert (found.from_on, found.before_on) == (date(2021, 9, 23), date(2021, 10, 11))


def test_a_line_sooner_than_the_label_is_named_by_the_check() -> None:
    set_lines(row(min_days="7"))
    assert list(schedule_disagreements()) == [
        "schedule line TEST-2: sooner than the label of ASTRAZENECA allows"
    ]


def test_the_database_refuses_a_later_dose_that_follows_nothing() -> None:
    with pytest.raises(IntegrityError, match="schedule_line_says_what_a_later_dose_follows"):
        ScheduleLine.objects.filter(code="C19-2-AZ").update(after=[])
