from datetime import date, timedelta
from typing import Any

import pytest

from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.phone_changes.facts import Agreed
from sotiem.phone_changes.operations import PapersAreNotEnough, find_by_papers
from sotiem.phone_changes.rules import SEARCHES_AN_HOUR
from tests.factories import accounts, doses, patients, reference
from tests.factories.phone_changes import AT, clerk, papers, vaccinated

pytestmark = pytest.mark.django_db


def test_papers_that_agree_find_their_person_and_leave_a_trace() -> None:
    person = vaccinated()
    found = find_by_papers(papers=papers(), by=clerk(), at=AT)
    assert found.patient_id == person.pk
    assert set(found.agreed) == {Agreed.NUMBER, Agreed.DOSE_DAY, Agreed.DOSE_PLACE}
    seen = AuditEntry.objects.get(action="phone_change.searched")
    assert seen.patient_id == person.pk


@pytest.mark.parametrize(
    "said",
    [
        {"administered_on": None, "facility_id": None},  # a number alone
        {"numbers": {}},  # a day and a place alone
        {"numbers": {"cccd": "079187009999"}, "lot_number": "FK0112"},  # another's number
        {"administered_on": date(2021, 8, 13), "lot_number": "ZZ1"},
        {"full_name": "Nguyễn Thị Bảo Lan"},
        {"birth_date": "1988-04-03"},
    ],
)
def test_what_does_not_agree_finds_nobody(said: dict[str, Any]) -> None:
    vaccinated()
    with pytest.raises(PapersAreNotEnough):
        find_by_papers(papers=papers(**said), by=clerk(), at=AT)


def test_the_slip_alone_is_enough_with_three_things() -> None:
    person = vaccinated()
    said = papers(numbers={}, lot_number="fk0112")
    assert find_by_papers(papers=said, by=clerk(), at=AT).patient_id == person.pk


def test_two_doses_do_not_lend_each_other_what_is_missing() -> None:
    person = vaccinated()
    doses.dose(person, date(2021, 10, 1), lot_number="FK0209")
    said = papers(numbers={}, administered_on=date(2021, 8, 12), lot_number="FK0209")
    with pytest.raises(PapersAreNotEnough):
        find_by_papers(papers=said, by=clerk(), at=AT)


def test_two_people_with_the_same_papers_are_nobody() -> None:
    for phone in ("0901234567", "0901234568"):
        doses.dose(patients.patient(patients.facts(phone=phone, cccd="")))
    with pytest.raises(PapersAreNotEnough):
        find_by_papers(papers=papers(numbers={}, lot_number="FK0112"), by=clerk(), at=AT)


def test_searching_is_limited_whether_or_not_somebody_is_found() -> None:
    by = clerk()
    for _ in range(SEARCHES_AN_HOUR):
        with pytest.raises(PapersAreNotEnough):
            find_by_papers(papers=papers(), by=by, at=AT)
    with pytest.raises(TooManyRequests):
        find_by_papers(papers=papers(), by=by, at=AT)
    with pytest.raises(PapersAreNotEnough):
        find_by_papers(papers=papers(), by=by, at=AT + timedelta(hours=2))


def test_who_works_at_no_desk_searches_nobody() -> None:
    reference.facility()
    with pytest.raises(NotAllowed):
        find_by_papers(papers=papers(), by=accounts.staff(), at=AT)
