"""For whom somebody who may register a person makes everyone else wait."""

from dataclasses import replace
from typing import Final, NamedTuple

import pytest
from django.db import connection, transaction

from sotiem.foundation.locks import LockSpace
from sotiem.matching.facts import PersonClue
from sotiem.matching.operations import hold_newcomers
from sotiem.matching.operations.hold_newcomers import FEW, LOCKS

pytestmark = pytest.mark.django_db

ALONE: Final = "ExclusiveLock"
SHARED: Final = "ShareLock"

LOC = PersonClue(
    full_name="Nguyễn Thị Bảo Lộc",
    birth_date="1987-04-03",
    phone="0901234567",
    cccd="079187001234",
    cmnd="023456789",
)


class Held(NamedTuple):
    """A lock taken for some people."""

    space: int
    number: int
    mode: str

    def keeps_out(self, other: "Held") -> bool:
        """Whether nobody gets the other lock while this one is held."""
        same = (self.space, self.number) == (other.space, other.number)
        return same and not self.mode == other.mode == SHARED


def held(*clues: PersonClue) -> set[Held]:
    """The locks taken for some people, and let go again."""
    with transaction.atomic():
        hold_newcomers(clues=clues)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT classid::bigint, objid::bigint, mode FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            found = set(map(Held._make, cursor.fetchall()))
        transaction.set_rollback(True)
    return found


def wait(some: set[Held], others: set[Held]) -> bool:
    """Whether whoever holds one must wait for whoever holds the other."""
    return any(one.keeps_out(other) for one in some for other in others)


def strangers(number: int) -> list[PersonClue]:
    return [
        PersonClue(
            full_name=f"Trần Văn {'ABCDGHKLMN'[n % 10]}ương",
            birth_date=f"{1930 + n}-05-{1 + n % 12:02}",
            phone=f"09{n * 7_654_321 % 100_000_000:08}",
        )
        for n in range(number)
    ]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(replace(LOC, birth_date="1987-03-04", cccd="", cmnd=""), id="swapped_day"),
        pytest.param(replace(LOC, birth_date="31870", phone="", cccd="", cmnd=""), id="serial"),
        pytest.param(replace(LOC, birth_date="1987", cccd="", cmnd=""), id="year_and_phone"),
        pytest.param(
            PersonClue(full_name="NGUYEN THI BAO LOC", birth_date="03/04/87"), id="no_marks"
        ),
        pytest.param(
            PersonClue(full_name="Con bà Lộc", birth_date="", cccd="023456789"),
            id="old_number_as_new",
        ),
        pytest.param(
            PersonClue(full_name="Lộc Nguyễn Thị Bảo", birth_date="03/04/1987"), id="given_first"
        ),
    ],
)
def test_the_same_person_written_otherwise_waits(written: PersonClue) -> None:
    sheet = strangers(FEW)
    assert wait(held(LOC), held(written))
    assert wait(held(LOC), held(*sheet, written))
    assert wait(held(LOC, *sheet), held(*sheet[:1], written, *sheet[1:]))


def test_strangers_do_not_wait_for_each_other() -> None:
    mine = held(LOC)
    assert mine
    assert not any(wait(mine, held(each)) for each in strangers(60))


def test_the_same_strangers_of_a_short_sheet_wait() -> None:
    assert wait(held(*strangers(FEW)), held(strangers(1)[0]))


def test_a_long_sheet_takes_no_more_locks_than_there_are() -> None:
    people = (replace(LOC, phone=f"09{n:08}", cccd=f"079187{n:06}") for n in range(5_000))
    space = LockSpace.NEWCOMERS.value
    assert held(*people) == {Held(space, number, ALONE) for number in range(LOCKS)}


def test_nobody_waits_for_a_row_that_says_nothing() -> None:
    assert held(PersonClue(full_name="", birth_date="")) == set()
