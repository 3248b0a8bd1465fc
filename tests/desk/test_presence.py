from datetime import timedelta

import pytest

from sotiem.accounts.facts import Role
from sotiem.desk import queries
from sotiem.desk.operations import (
    choose_keys,
    forget_closed_pages,
    note_closed_page,
    note_open_page,
)
from sotiem.foundation.refusals import NotAllowed
from tests.factories import accounts, corrections, desk
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def test_who_has_a_report_open_is_told_to_others_until_the_page_is_silent() -> None:
    report, she, he = corrections.wrong(), desk.officer(), desk.officer()
    for later in (0, 30):
        note_open_page(report=report, by=she, at=AT + timedelta(seconds=later))
    at = AT + timedelta(seconds=100)
    assert len(queries.others_at(report, but=he, at=at)) == 1
    assert queries.others_at(report, but=she, at=at) == []
    assert queries.others_at(report, but=he, at=AT + timedelta(seconds=106)) == []


def test_who_leaves_is_there_no_longer_and_old_pages_are_forgotten() -> None:
    report, she, he = corrections.wrong(), desk.officer(), desk.officer()
    note_open_page(report=report, by=she, at=AT)
    note_closed_page(report=report, by=she, at=AT)
    assert queries.others_at(report, but=he, at=AT) == []
    note_open_page(report=report, by=she, at=AT)
    assert forget_closed_pages(at=AT) == 0
    assert forget_closed_pages(at=AT + timedelta(minutes=2)) == 1


def test_nobody_is_at_a_report_elsewhere() -> None:
    with pytest.raises(NotAllowed):
        note_open_page(
            report=corrections.wrong(), by=accounts.staff((Role.OFFICER, "vn/2025:79")), at=AT
        )


def test_keys_are_on_until_an_officer_says_otherwise() -> None:
    she, he = desk.officer(), desk.officer()
    choose_keys(has_keys=False, by=she, at=AT)
    assert (queries.has_keys(she), queries.has_keys(he)) == (False, True)
    choose_keys(has_keys=True, by=she, at=AT)
    assert queries.has_keys(she)
