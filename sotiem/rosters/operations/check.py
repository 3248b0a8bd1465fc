from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.foundation import files
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import insert_many
from sotiem.imports.facts import RowProblem
from sotiem.imports.operations.communes import KnownCommunes
from sotiem.imports.rules.lists import Lists
from sotiem.imports.rules.phones import shared_phones
from sotiem.imports.rules.reading import DoseFile
from sotiem.imports.rules.workbook import BadSheet
from sotiem.registrations.models import Organization
from sotiem.rosters.facts import TOO_MANY_ROWS, Finding, ReadRow, RowTrouble
from sotiem.rosters.models import Roster, RosterRow
from sotiem.rosters.operations.move import lock_roster, move_roster
from sotiem.rosters.queries import listed_traits
from sotiem.rosters.rules import (
    Known,
    PeopleList,
    TooManyRows,
    numbers_of_others,
    read_people,
    read_rows,
    same_person,
    traits_of,
)
from sotiem.rosters.states import NOTED, Fate, RosterStatus
from sotiem.vaccines.models import PriorityGroup

TOLD_EVERY: Final = 1_000  # rows
BY: Final = machine("rosters")


def check_roster(*, roster_id: int, at: datetime) -> Roster:
    """Tell the fate of every row of a file. Asking again changes nothing."""
    roster = Roster.objects.select_related("file", "organization__group").get(pk=roster_id)
    if roster.status != RosterStatus.CHECKING:
        return roster
    try:
        people = read_people(files.read(roster.file))
    except BadSheet as bad:
        return _refuse(roster_id, bad.problem, bad.details, at=at)
    except TooManyRows:
        return _refuse(roster_id, TOO_MANY_ROWS, {}, at=at)
    return _keep(roster_id, people, _read(roster, people, at), at=at)


def known_for(organization: Organization, *, needs_communes: bool, at: datetime) -> Known:
    """What the rows of an organization are held against."""
    sensitive = PriorityGroup.objects.filter(is_sensitive=True)
    return Known(
        communes=KnownCommunes(needed=needs_communes),
        home=organization.commune_id,
        group=organization.group.code,
        hers=frozenset(sensitive.values_list("code", flat=True)),
        today=timezone.localdate(at),
    )


def _read(roster: Roster, people: PeopleList, at: datetime) -> list[ReadRow]:
    """Every row in normal form; whoever waits sees how many were read."""
    needed = any(row.person.get("commune") for row in people.rows)
    known = known_for(roster.organization, needs_communes=needed, at=at)
    rows: list[ReadRow] = []
    _tell(roster.pk, total=len(people.rows), done=0)
    for row in read_rows(people, known):
        rows.append(row)
        if len(rows) % TOLD_EVERY == 0:
            _tell(roster.pk, total=len(people.rows), done=len(rows))
    return _beside_one_another(people, rows)


def _beside_one_another(people: PeopleList, rows: Sequence[ReadRow]) -> list[ReadRow]:
    """What is seen only when rows stand beside one another: a number that two people bear is
    refused, a telephone of two is told."""
    of_others = numbers_of_others(rows)
    shared = shared_phones(DoseFile([people.listed], {}), Lists([{"name": ""}]))
    wrong = Finding("number", RowTrouble.NUMBER_OF_ANOTHER)
    told = []
    for row in rows:
        if row.number in of_others:
            row = replace(row, person=None, findings=(*row.findings, wrong))
        if where := shared.get(row.number):
            also = Finding("phone", RowProblem.PHONE_SHARED, where)
            row = replace(row, findings=(*row.findings, also))
        told.append(row)
    return told


def _tell(roster_id: int, *, total: int, done: int) -> None:
    waiting = Roster.objects.filter(pk=roster_id, status=RosterStatus.CHECKING)
    waiting.update(rows_total=total, rows_done=done)


@transaction.atomic
def _keep(roster_id: int, people: PeopleList, rows: Sequence[ReadRow], *, at: datetime) -> Roster:
    roster = lock_roster(roster_id)
    if roster.status != RosterStatus.CHECKING:
        return roster
    listed, twice = listed_traits(roster.organization), same_person(rows)
    made = [_row(roster, row, twice, listed) for row in rows]
    insert_many(RosterRow, made)
    roster.rows_total = roster.rows_done = len(rows)
    roster.counts = dict(Counter(str(each.fate) for each in made))
    if noted := sum(each.fate == Fate.NEW and bool(each.findings) for each in made):
        roster.counts[NOTED] = noted
    roster.headers = people.headers
    roster.save(update_fields=["rows_total", "rows_done", "counts", "headers"])
    move_roster(roster, to=RosterStatus.READY, by=BY, at=at)
    return roster


def _row(
    roster: Roster, row: ReadRow, twice: dict[int, int], listed: frozenset[tuple[str, ...]]
) -> RosterRow:
    fate = Fate.NEW
    if row.person is None:
        fate = Fate.REFUSED
    elif row.number in twice:
        fate = Fate.TWICE
    elif any(trait in listed for trait in traits_of(row.person)):
        fate = Fate.LISTED
    return RosterRow(
        roster=roster,
        number=row.number,
        fate=fate,
        cells=dict(row.cells),
        person=asdict(row.person) if row.person and fate == Fate.NEW else {},
        group=row.group,
        wish=dict(row.wish),
        findings=[one.kept() for one in row.findings],
        earlier=twice.get(row.number),
    )


@transaction.atomic
def _refuse(roster_id: int, problem: str, details: dict[str, str], *, at: datetime) -> Roster:
    roster = lock_roster(roster_id)
    if roster.status == RosterStatus.CHECKING:
        roster.problem, roster.problem_details = problem, details
        roster.save(update_fields=["problem", "problem_details"])
        move_roster(roster, to=RosterStatus.REFUSED, by=BY, at=at)
    return roster
