"""Several who bring, join and part the same people at the same moment."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import combinations
from random import Random
from typing import Final

import pytest
from django.db import transaction

from sotiem.accounts.facts import Role
from sotiem.foundation.actors import machine
from sotiem.identity.vietnamese_text import unmark
from sotiem.imports.operations import commit_import
from sotiem.matching.facts import PersonClue, Zone
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import SomebodyDecidedMeanwhile, decide_pair, hold_newcomers
from sotiem.matching.queries import match_one
from sotiem.matching.states import Verdict
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations import LinkHasEnded, register_patients
from sotiem.patients.queries import are_one_person, principals_of
from sotiem.patients.rules import principals
from sotiem.runtime.checks import run_checks
from tests.concurrency import together
from tests.factories import accounts, imports, links, matching, patients
from tests.sealing import seal_all

pytestmark = pytest.mark.usefixtures("committed_db")

ROUNDS: Final = 8
AT: Final = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
NAMES: Final = (
    *("Nguyễn Thị Bảo Lộc", "Trần Văn Đức Khải", "Lê Hoàng Yến Nhi", "Phạm Quốc Thịnh"),
    *("Đặng Thị Mỹ Hạnh", "Bùi Xuân Trường", "Vương Ngọc Quỳnh", "Lương Thế Hưng"),
    *("Đoàn Phương Uyên", "Tạ Minh Giáp", "Cao Thị Diễm", "Mạc Tuấn Kiệt"),
    *("Âu Dương Thảo", "Kiều Văn Sỹ", "Trịnh Bích Ngân", "Hứa Vĩnh Phúc"),
    *("Quách Thị Sương", "Ngô Chí Dũng", "Lâm Thúy Vy", "Hồ Đăng Khoa"),
    *("Thái Thị Ren", "Nông Đình Bảo", "Giáp Hồng Loan", "Đinh Công Mẫn"),
)


def invented(number: int) -> PatientFacts:
    """Somebody like nobody else here, whose day of birth may be taken for the month."""
    year, month, day = 1941 + 2 * number, 1 + number % 5, 6 + number % 7
    return patients.facts(
        full_name=NAMES[number],
        birth_date=f"{year}-{month:02}-{day:02}",
        sex="",
        phone=f"09{number * 7_654_321 % 100_000_000:08}",
        cccd=f"0791{year % 100}{number * 54_321 % 1_000_000:06}",
        cmnd=f"02{number * 4_567_891 % 10_000_000:07}",
    )


def with_day_and_month_swapped(person: PatientFacts) -> PatientFacts:
    year, month, day = person.birth_date.split("-")
    return replace(person, birth_date=f"{year}-{day}-{month}", cmnd="")


def without_a_mark(person: PatientFacts) -> PatientFacts:
    return replace(person, full_name=unmark(person.full_name).upper(), cccd="")


def with_year_and_phone(person: PatientFacts) -> PatientFacts:
    return replace(person, birth_date=person.birth_date[:4], cccd="")


def with_the_old_number_as_the_new(person: PatientFacts) -> PatientFacts:
    return replace(person, cccd=person.cmnd, cmnd="")


def as_on_her_card(person: PatientFacts) -> PatientFacts:
    return person


WAYS: Final[Sequence[Callable[[PatientFacts], PatientFacts]]] = (
    as_on_her_card,
    with_day_and_month_swapped,
    without_a_mark,
    with_year_and_phone,
    with_the_old_number_as_the_new,
)


WAYS_AT_ONCE: Final = [*combinations(WAYS, 2)]
# A sheet has one column for both numbers, and shows the newer one.
SHEET_WAYS: Final = WAYS[:4]


def bring(person: PatientFacts, *, before: float, between: float) -> None:
    """Match someone, and register whom nobody on record may be, as sheets and reports do."""
    time.sleep(before)
    told = ("full_name", "birth_date", "phone", "cccd", "cmnd")
    clue = PersonClue(**{name: getattr(person, name) for name in told})
    with transaction.atomic():
        hold_newcomers(clues=[clue])
        if match_one(clue).zone == Zone.NEW:
            time.sleep(between)
            register_patients(people=[person], origin="test", by=machine("test"), at=AT)


def bringing(person: PatientFacts, random: Random) -> Callable[[], None]:
    """Bring someone after a while, and think for another while before registering."""
    pauses = {"before": random.uniform(0, 0.006), "between": random.uniform(0, 0.006)}
    return partial(bring, person, **pauses)


def test_one_person_written_in_two_ways_at_once_is_registered_once() -> None:
    random, number = Random(1), 0
    for number, (one, other) in enumerate(WAYS_AT_ONCE):
        person = invented(number)
        assert together(bringing(one(person), random), bringing(other(person), random)) == []
        assert Patient.objects.count() == number + 1, (one, other)
    require_clean()


def test_one_person_brought_by_many_at_once_is_registered_once() -> None:
    random = Random(2)
    for number in range(ROUNDS):
        person = invented(number)
        assert together(*(bringing(way(person), random) for way in WAYS)) == []
        assert Patient.objects.count() == number + 1
    require_clean()


def test_sheets_that_bring_the_same_people_at_once_register_each_once() -> None:
    random, clerk = Random(3), imports.clerk()
    for turn, (one, other) in enumerate(combinations(SHEET_WAYS, 2)):
        people = [invented(4 * turn + place) for place in range(4)]
        commits = []
        for way in (one, other):
            rows = [_row(way(person)) for person in people]
            random.shuffle(rows)
            waiting = imports.checked(imports.sheet(*rows), by=clerk)
            assert waiting.counts == {"new": 4}
            commits.append(partial(commit_import, import_id=waiting.pk, by=clerk, at=AT))
        assert together(*commits) == []
        assert Patient.objects.count() == 4 * turn + 4, (one, other)
    require_clean()


def test_someone_who_comes_while_her_sheet_is_committed_is_registered_once() -> None:
    random, clerk = Random(5), imports.clerk()
    for turn, way in enumerate(WAYS):
        people = [invented(4 * turn + place) for place in range(4)]
        sheet = imports.sheet(*(_row(with_day_and_month_swapped(person)) for person in people))
        waiting = imports.checked(sheet, by=clerk)
        commit = partial(commit_import, import_id=waiting.pk, by=clerk, at=AT)
        comers = (bringing(way(person), random) for person in people)
        assert together(commit, *comers) == []
        assert Patient.objects.count() == 4 * turn + 4, way
    require_clean()


def _row(person: PatientFacts) -> dict[str, str]:
    day = "/".join(reversed(person.birth_date.split("-")))
    number = person.cccd or person.cmnd
    return imports.row(name=person.full_name, born=day, phone=person.phone, number=number)


def test_pairs_joined_and_parted_at_once_by_many_are_joined_as_their_last_links_say() -> None:
    random = Random(4)
    for _ in range(ROUNDS):
        some = [patients.patient().pk for _ in range(5)]
        pairs = list(combinations(some, 2))
        random.shuffle(pairs)
        known = [links.link(*pair) for pair in pairs[:4]]
        new = pairs[4 : random.randint(5, 9)]
        refused = together(
            *(partial(_join_all, random.sample(new, len(new))) for _ in range(2)),
            *(partial(_part_all, random.sample(known, len(known))) for _ in range(2)),
        )
        assert refused == []
        there = PatientLink.objects.in_force().among(some).values_list("one_id", "other_id")
        assert sorted(there) == sorted(new)
        assert principals_of(some) == principals(some, new)
    require_clean()


def _join_all(pairs: Sequence[tuple[int, int]]) -> None:
    for pair in pairs:
        links.link(*pair)


def _part_all(known: Sequence[PatientLink]) -> None:
    for link in known:
        with suppress(LinkHasEnded):
            links.unlink(link)


def test_two_officers_who_decide_one_pair_at_once_leave_what_one_of_them_said() -> None:
    officers = [accounts.staff((Role.OFFICER, "vn")) for _ in range(2)]
    for number in range(ROUNDS):
        pair = matching.linked(number)
        refused = together(
            *(
                partial(
                    decide_pair, pair_id=pair.pk, verdict=verdict, note="", known="", by=by, at=AT
                )
                for by, verdict in zip(officers, (Verdict.SAME, Verdict.DIFFERENT), strict=True)
            )
        )
        assert [type(each) for each in refused] == [SomebodyDecidedMeanwhile]
        pair = MatchPair.objects.get(pk=pair.pk)
        assert are_one_person(pair.one_id, pair.other_id) == (pair.verdict == Verdict.SAME)
    require_clean()


def require_clean() -> None:
    """What `sotiem check` looks at agrees."""
    seal_all(AT)
    assert run_checks()
