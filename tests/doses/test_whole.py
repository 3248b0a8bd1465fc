"""Doses of a person whose records are joined."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from sotiem.doses.facts import DoseFacts, DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import DoseIsKnown, amend_dose, record_doses, withdraw_dose
from sotiem.doses.queries import doses_of, known_days
from sotiem.doses.rules import Entry, doubles
from sotiem.foundation.actors import machine
from sotiem.patients.models import Patient
from tests.factories import doses, links, patients, reference

pytestmark = pytest.mark.django_db

BY = machine("test")
EARLY, LATE = date(2021, 8, 12), date(2021, 9, 20)


@pytest.fixture
def one() -> Patient:
    return patients.patient()


@pytest.fixture
def other(one: Patient) -> Patient:
    return patients.patient()


def amend(dose: Dose, facts: DoseFacts, at: datetime) -> None:
    amend_dose(dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="t", by=BY, at=at)


def test_through_either_record_all_doses_are_seen_oldest_first(
    one: Patient, other: Patient
) -> None:
    late, early = doses.dose(one, LATE), doses.dose(other, EARLY)
    assert doses_of(one.pk) == [late]
    link = links.link(one.pk, other.pk)
    assert doses_of(one.pk) == doses_of(other.pk) == [early, late]
    links.unlink(link)
    assert (doses_of(one.pk), doses_of(other.pk)) == ([late], [early])


def test_a_dose_entered_in_both_records_is_shown_once_and_what_came_first_counts(
    one: Patient, other: Patient
) -> None:
    first = doses.dose(other, EARLY)
    doses.dose(one, EARLY, vaccine="COMIRNATY")
    links.link(one.pk, other.pk)
    assert doses_of(one.pk) == [first]


def test_when_the_first_entry_is_withdrawn_the_other_counts(
    one: Patient, other: Patient, at: datetime
) -> None:
    first, double = doses.dose(one), doses.dose(other)
    links.link(one.pk, other.pk)
    withdraw_dose(dose_id=first.pk, origin="t", by=BY, at=at)
    assert doses_of(one.pk) == [double]


def test_a_dose_known_in_one_record_is_not_recorded_in_the_other(
    one: Patient, other: Patient
) -> None:
    doses.dose(one)
    links.link(one.pk, other.pk)
    against = reference.vaccine().disease_id
    both = {(one.pk, against, EARLY), (other.pk, against, EARLY)}
    assert known_days([one.pk, other.pk]) == both
    with pytest.raises(DoseIsKnown):
        doses.dose(other, vaccine="COMIRNATY")


def test_one_dose_for_both_records_at_once_is_refused(
    one: Patient, other: Patient, at: datetime
) -> None:
    links.link(one.pk, other.pk)
    twice = [NewDose(patient_id=each.pk, facts=doses.facts(), origin="t") for each in (one, other)]
    with pytest.raises(DoseIsKnown):
        record_doses(doses=twice, reason=DoseReason.RECORDED, by=BY, at=at)


def test_a_dose_is_not_moved_onto_the_day_of_one_in_the_other_record(
    one: Patient, other: Patient, at: datetime
) -> None:
    doses.dose(one, EARLY)
    late = doses.dose(other, LATE)
    links.link(one.pk, other.pk)
    with pytest.raises(DoseIsKnown):
        amend(late, replace(late.current.facts, administered_on=EARLY), at)


def test_a_dose_told_twice_before_the_link_can_still_be_put_right(
    one: Patient, other: Patient, at: datetime
) -> None:
    doses.dose(one, EARLY)
    double = doses.dose(other, EARLY)
    links.link(one.pk, other.pk)
    amend(double, replace(double.current.facts, lot_number="ABX500"), at)
    double = Dose.objects.get(pk=double.pk)
    amend(double, replace(double.current.facts, administered_on=LATE), at)
    with pytest.raises(DoseIsKnown):
        amend(double, replace(double.current.facts, administered_on=EARLY), at)


def test_a_withdrawn_double_does_not_come_back(one: Patient, other: Patient, at: datetime) -> None:
    doses.dose(one, EARLY)
    double = doses.dose(other, EARLY)
    facts = double.current.facts
    withdraw_dose(dose_id=double.pk, origin="t", by=BY, at=at)
    links.link(one.pk, other.pk)
    with pytest.raises(DoseIsKnown):
        amend(Dose.objects.get(pk=double.pk), facts, at)


def test_a_dose_stays_with_the_record_it_was_recorded_for(one: Patient, other: Patient) -> None:
    links.link(one.pk, other.pk)
    assert doses.dose(other).patient_id == other.pk


def test_of_three_entries_two_are_doubles_of_the_first(at: datetime) -> None:
    entries = [
        Entry(dose_id, 1, 7, EARLY, at - timedelta(hours=dose_id)) for dose_id in (11, 12, 13)
    ]
    assert doubles(entries) == {11: 13, 12: 13}
    assert doubles([entries[0], entries[1]._replace(whole=2)]) == {}
    assert doubles([entries[0], entries[1]._replace(disease_id=8)]) == {}
    assert doubles([entries[0], entries[0]._replace(dose_id=10)]) == {11: 10}
