from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Role
from sotiem.corrections.facts import DoseClaim
from sotiem.desk import queries
from sotiem.desk.models import SharedError
from sotiem.desk.operations import refresh_shared_errors
from sotiem.foundation.refusals import NotAllowed
from tests.factories import accounts, corrections, desk, doses, patients, reference
from tests.factories.corrections import AT
from tests.factories.desk import ANOTHER_LOT

pytestmark = pytest.mark.django_db


def test_reports_that_say_the_same_of_one_session_are_one_error() -> None:
    desk.session(reported=3, unreported=2)
    error = desk.found()
    assert (error.size, error.facility) == (3, reference.facility())
    assert error.claim == ANOTHER_LOT
    assert (error.lot_number, error.administered_on) == ("FK0112", date(2021, 8, 12))


def test_two_reports_are_no_shared_error() -> None:
    desk.session(reported=2)
    assert refresh_shared_errors(at=AT) == 0


def test_what_a_report_repeats_of_the_record_makes_no_difference() -> None:
    given = desk.session(reported=2, unreported=1)
    repeating = DoseClaim(
        lot_number="FK0113",
        administered_on=date(2021, 8, 12),
        vaccine_id=reference.vaccine().pk,
        facility_id=reference.facility().pk,
    )
    corrections.about(given[2], claim=repeating, photos=0)
    assert desk.found().size == 3


@pytest.mark.parametrize(
    "claim",
    [DoseClaim(lot_number="FK0199"), DoseClaim(lot_number="FK0113", place="Ở nước ngoài")],
)
def test_who_says_something_else_is_not_counted_with_them(claim: DoseClaim) -> None:
    given = desk.session(reported=3, unreported=1)
    corrections.about(given[3], claim=claim, photos=0)
    assert desk.found().size == 3


def test_looking_again_writes_nothing_twice_and_an_error_without_reports_is_gone() -> None:
    desk.session()
    first = desk.found()
    assert desk.found(at=AT + timedelta(minutes=5)) == first
    for report in desk.open_reports():
        officer = desk.officer()
        corrections.refused(corrections.taken_up(report, officer), officer)
    refresh_shared_errors(at=AT + timedelta(minutes=10))
    assert not SharedError.objects.standing().exists()


def test_a_session_is_counted_by_how_it_stands_to_what_is_said() -> None:
    given = desk.session(reported=3, unreported=3)
    elsewhere = DoseClaim(lot_number="FK0113", place="Ở nước ngoài")
    corrections.about(given[4], claim=DoseClaim(lot_number="FK0199"), photos=0)
    corrections.about(given[5], claim=elsewhere, photos=0)
    doses.dose(patients.patient(), lot_number="FK0777")
    counts = queries.count_session(desk.found())
    assert (counts.reported, counts.unreported, counts.otherwise) == (3, 1, 2)


def test_the_errors_of_a_jurisdiction_come_by_size_and_go_on_by_key() -> None:
    desk.session(reported=3)
    for number in range(20, 24):
        claim = DoseClaim(administered_on=date(2021, 8, 13))
        corrections.about(desk.person_number(number), claim=claim, photos=0)
    refresh_shared_errors(at=AT)
    officer = desk.officer()
    first = queries.shared_errors(staff=officer, limit=1)
    second = queries.shared_errors(staff=officer, after=first.next_key, limit=1)
    assert [error.size for error in (*first.errors, *second.errors)] == [4, 3]
    assert second.next_key is None
    elsewhere = accounts.staff((Role.OFFICER, "vn/2025:79"))
    assert queries.shared_errors(staff=elsewhere).errors == ()
    with pytest.raises(NotAllowed):
        queries.error_for_officer(staff=elsewhere, public_id=first.errors[0].public_id)
