"""Clerks decide on pairs of people whom only their own facility vaccinated."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import decide_pair, take_back_verdict
from sotiem.matching.permissions import pairs_at_desk
from sotiem.matching.queries import pair_at_desk, pairs_at_facility
from sotiem.matching.states import Verdict
from sotiem.patients.models import Patient
from sotiem.patients.queries import are_one_person
from tests.factories import accounts, doses, matching, reference
from tests.factories.matching import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def clerk() -> Staff:
    return accounts.staff((Role.CLERK, reference.facility().path))


def vaccinated(number: int = 0) -> tuple[Patient, Patient]:
    """One person with two records, each with a dose of the facility."""
    one, other = matching.twice(number)
    doses.dose(one)
    doses.dose(other, date(2021, 9, 14))
    return one, other


def pair_of(number: int = 0) -> MatchPair:
    return matching.keep(matching.judged(*vaccinated(number)))[0]


def move_elsewhere(dose: Dose) -> None:
    """The dose was given by another facility."""
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    facts = replace(dose.current.facts, facility_id=elsewhere.pk)
    amend_dose(
        dose_id=dose.pk,
        facts=facts,
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=LATER,
    )


def test_a_clerk_links_people_of_her_facility_and_takes_it_back(clerk: Staff) -> None:
    pair = pair_of()
    decide_pair(pair_id=pair.pk, verdict=Verdict.SAME, note="", known="", by=clerk, at=LATER)
    assert are_one_person(pair.one_id, pair.other_id)
    take_back_verdict(pair_id=pair.pk, by=clerk, at=LATER)
    assert not are_one_person(pair.one_id, pair.other_id)


def test_a_pair_with_a_dose_given_elsewhere_is_for_an_officer(clerk: Staff) -> None:
    pair = pair_of()
    move_elsewhere(Dose.objects.order_by("pk")[1])
    assert pairs_at_desk(clerk, [pair]) == set()
    with pytest.raises(NotAllowed):
        decide_pair(pair_id=pair.pk, verdict=Verdict.SAME, note="", known="", by=clerk, at=LATER)
    with pytest.raises(NotAllowed):
        pair_at_desk(facility=reference.facility(), staff=clerk, public_id=pair.public_id)


def test_people_whom_nobody_vaccinated_are_no_clerk_s(clerk: Staff) -> None:
    assert pairs_at_desk(clerk, [matching.waiting()]) == set()


def test_somebody_who_only_heads_the_facility_decides_nothing() -> None:
    head = accounts.staff((Role.HEAD, reference.facility().path))
    assert pairs_at_desk(head, [pair_of()]) == set()


def test_a_facility_finds_the_pairs_of_its_people_page_by_page(clerk: Staff) -> None:
    first, second = pair_of(0), pair_of(1)
    matching.waiting(2)
    facility = reference.facility()
    assert pairs_at_facility(facility) == [first, second]
    assert pairs_at_facility(facility, after=first.public_id) == [second]
    assert pairs_at_facility(reference.facility("79102", "Trạm Y tế Bình An")) == []
    decide_pair(pair_id=first.pk, verdict=Verdict.DIFFERENT, note="", known="", by=clerk, at=LATER)
    assert pairs_at_facility(facility) == [second]
    assert pair_at_desk(facility=facility, staff=clerk, public_id=first.public_id) == first
