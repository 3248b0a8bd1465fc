"""The figures of a facility's day follow its doses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from sotiem.deadlines.models import FacilityDay
from sotiem.deadlines.operations import add_up, count_doses_recorded, rebuild_figures
from sotiem.deadlines.queries import disagreements_on_record
from sotiem.doses.events import DosesRecorded
from sotiem.doses.facts import DoseFacts, DoseReason, LoadedDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, load_doses, withdraw_dose, withdraw_doses
from sotiem.foundation.actors import machine
from tests.factories import deadlines, doses, patients, reference

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2021, 8, 12), date(2021, 8, 13)
# 01:30 on 2 October in Việt Nam, still the first in London.
NIGHT = datetime(2021, 10, 1, 18, 30, tzinfo=UTC)


def told() -> Mapping[tuple[str, date, date], int]:
    """Doses by facility, day given and day entered, where there are any."""
    rows = (
        FacilityDay.objects.values_list("facility__code", "day", "entered_on")
        .annotate(doses=Sum("recorded"))
        .filter(doses__gt=0)
    )
    return {(code, day, entered): count for code, day, entered, count in rows}


def amended(dose: Dose, **facts: Any) -> None:
    amend_dose(
        dose_id=dose.pk,
        facts=replace(Dose.objects.get(pk=dose.pk).current.facts, **facts),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=datetime(2021, 11, 5, tzinfo=UTC),
    )


def test_doses_count_for_their_facility_their_day_and_the_day_they_came_in() -> None:
    deadlines.entered(reference.facility(), 2, DAY, at=NIGHT)
    deadlines.entered(reference.facility(), 1, NEXT, at=NIGHT)
    entered = date(2021, 10, 2)
    assert told() == {("79101", DAY, entered): 2, ("79101", NEXT, entered): 1}


def test_a_dose_of_no_facility_counts_for_none() -> None:
    dose = doses.dose(patients.patient())
    amended(dose, facility_id=None, place="Bệnh viện khác")
    assert told() == {}


def test_a_dose_that_moves_leaves_one_day_and_enters_the_other() -> None:
    here, there = reference.facility(), reference.facility("79102", "Trạm Y tế Bình An")
    first, second = deadlines.entered(here, 2, DAY, at=NIGHT)
    amended(first, administered_on=NEXT)
    amended(second, facility_id=there.pk)
    entered = date(2021, 10, 2)
    assert told() == {("79101", NEXT, entered): 1, ("79102", DAY, entered): 1}


def test_a_dose_that_stays_where_it_was_adds_no_row() -> None:
    (dose,) = deadlines.entered(reference.facility(), 1)
    before = FacilityDay.objects.count()
    amended(dose, lot_number="FK0209")
    assert FacilityDay.objects.count() == before


def test_a_withdrawn_dose_leaves_and_may_come_back() -> None:
    (dose,) = deadlines.entered(reference.facility(), 1, DAY, at=NIGHT)
    counting = dose.current.facts
    withdraw_dose(dose_id=dose.pk, origin="test", by=machine("test"), at=NIGHT)
    assert told() == {}
    amended(dose, status=counting.status)
    assert told() == {("79101", DAY, date(2021, 10, 2)): 1}


def test_many_withdrawn_at_once_leave_together() -> None:
    made = deadlines.entered(reference.facility(), 3, DAY, at=NIGHT)
    withdraw_doses(
        dose_ids=[dose.pk for dose in made[:2]], origin="test", by=machine("test"), at=NIGHT
    )
    assert told() == {("79101", DAY, date(2021, 10, 2)): 1}
    assert list(disagreements_on_record()) == []


def test_doses_of_another_system_count_though_no_certificate_follows() -> None:
    reference.lot()
    person = patients.patient()
    type(person).objects.filter(pk=person.pk).update(reference="P1")
    facts: DoseFacts = doses.facts(DAY)
    load_doses(
        doses={"D1": LoadedDose(person="P1", facts=facts)},
        origin="load",
        with_certificates=False,
        by=machine("test"),
        at=NIGHT,
    )
    assert told() == {("79101", DAY, date(2021, 10, 2)): 1}
    assert not person.certificates.exists()


def test_however_many_doses_come_in_it_is_one_statement() -> None:
    made = deadlines.entered(reference.facility(), 5)
    event = DosesRecorded(dose_ids=tuple(dose.pk for dose in made), patient_ids=(), at=deadlines.AT)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        count_doses_recorded(event)
    assert len(asked) == 1


def test_adding_up_changes_no_sum_and_leaves_one_row_each() -> None:
    here = reference.facility()
    for _ in range(3):
        deadlines.entered(here, 2)
    (moved, *_) = deadlines.entered(here, 2)
    amended(moved, administered_on=NEXT)
    before = told()
    add_up(at=deadlines.AT + timedelta(days=99))
    deadlines.entered(here, 1)
    add_up(at=deadlines.AT + timedelta(days=99))
    assert told() == {**before, ("79101", DAY, date(2021, 9, 10)): 8}
    assert FacilityDay.objects.count() == 2


def test_what_was_entered_a_moment_ago_stands_by_itself_for_a_quarter_of_an_hour() -> None:
    for _ in range(2):
        deadlines.entered(reference.facility(), 1)
    add_up(at=deadlines.AT + timedelta(minutes=14))
    assert FacilityDay.objects.filter(is_total=False, added_at=deadlines.AT).count() == 2
    add_up(at=deadlines.AT + timedelta(minutes=15))
    assert FacilityDay.objects.get().is_total


def test_figures_that_follow_agree_with_the_record() -> None:
    here = reference.facility()
    first, second, _ = deadlines.entered(here, 3, at=NIGHT)
    amended(first, administered_on=NEXT)
    withdraw_dose(dose_id=second.pk, origin="test", by=machine("test"), at=NIGHT)
    assert list(disagreements_on_record()) == []


def test_figures_changed_by_hand_are_named_and_counted_anew() -> None:
    deadlines.entered(reference.facility(), 3)
    FacilityDay.objects.update(recorded=5)
    assert list(disagreements_on_record()) == [
        "facility 79101, 2021-08-12, entered on 2021-09-10: the figures say 5, the record holds 3"
    ]
    rebuild_figures(by=machine("test"), at=deadlines.AT)
    assert list(disagreements_on_record()) == []
    assert told() == {("79101", DAY, date(2021, 9, 10)): 3}


def test_figures_that_are_lost_are_named() -> None:
    deadlines.entered(reference.facility(), 1)
    FacilityDay.objects.all().delete()
    assert len(list(disagreements_on_record())) == 1
