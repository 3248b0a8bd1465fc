import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection, transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.patients.operations import lock_patients
from sotiem.population import rules
from sotiem.population.events import PeopleAnsweredFor
from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Question
from sotiem.population.registries import Registry, RegistryUnreachable

_TAKE_UP: Final = """
WITH due AS (
  SELECT id FROM population_populationcheck WHERE next_try_at <= %(at)s
  ORDER BY next_try_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE population_populationcheck AS c
SET tries = c.tries + 1, next_try_at = %(until)s, asked_at = %(at)s, version_id = now.id
FROM due, patients_patient AS p, patients_patientversion AS now
WHERE c.id = due.id AND p.id = c.patient_id AND now.id = p.current_id
RETURNING c.id, c.patient_id, c.tries,
  now.full_name, now.birth_date, now.sex, coalesce(nullif(now.cccd, ''), now.cmnd)
"""
_KEEP: Final = """
UPDATE population_populationcheck AS c
SET verdict = told.verdict, differs = told.differs::jsonb, next_try_at = told.next_try_at
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::timestamptz[])
  AS told (id, tries, verdict, differs, next_try_at)
WHERE c.id = told.id AND c.tries = told.tries AND c.next_try_at IS NOT NULL
RETURNING c.id
"""


class _Asked(NamedTuple):
    """A check that was taken up: nobody else asks about this person meanwhile."""

    check_id: int
    patient_id: int
    tries: int
    question: Question


def run_checks(*, registry: Registry, most: int, by: Actor, at: datetime) -> int | None:
    """Ask the registry about people whose time has come; tells how many were asked about.

    Nothing when the registry does not answer at all. No transaction is open while it is asked. An
    answer that comes after someone else has asked, or after the person was amended, is not taken.
    """
    asked = _take_up(most=most, at=at)
    answers = _ask(registry, [check.question for check in asked])
    _keep(asked, answers or [NO_ANSWER] * len(asked), told=answers is not None, by=by, at=at)
    return None if answers is None else len(asked)


@transaction.atomic
def _take_up(*, most: int, at: datetime) -> list[_Asked]:
    """Lock some checks that are due, for as long as asking may take."""
    until = at + rules.TAKEN_UP
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_UP, {"at": at, "most": most, "until": until})
        return [
            _Asked(check, patient, tries, Question(*facts))
            for check, patient, tries, *facts in cursor.fetchall()
        ]


def _ask(registry: Registry, questions: Sequence[Question]) -> list[PopulationAnswer] | None:
    if not questions:
        return []
    try:
        return registry.ask(questions, within=rules.BEHIND_THE_DESK)
    except RegistryUnreachable:
        return None


@transaction.atomic
def _keep(
    asked: Sequence[_Asked],
    answers: Sequence[PopulationAnswer],
    *,
    told: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Write the answers down; whoever got none is asked about again later.

    The people are held first, as by everybody who changes something of them.
    """
    lock_patients([check.patient_id for check in asked])
    rows = [
        (
            check.check_id,
            check.tries,
            answer.verdict.value,
            json.dumps(answer.differs),
            rules.next_try(check.tries, at=at) if answer == NO_ANSWER else None,
        )
        for check, answer in zip(asked, answers, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in zip(*rows, strict=True)] or [[]] * 5)
        kept = {pk for (pk,) in cursor.fetchall()}
    people = tuple(check.patient_id for check in asked if check.check_id in kept)
    events.publish(PeopleAnsweredFor(patient_ids=people, at=at))
    if told:
        _note(asked, answers, kept, by=by, at=at)


def _note(
    asked: Sequence[_Asked],
    answers: Sequence[PopulationAnswer],
    kept: set[int],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Leave a trace on the records of those whose answer was kept."""
    audit.record_many(
        (
            audit.Note(
                action="population_check.answered",
                object_kind="populationcheck",
                object_id=check.check_id,
                patient_id=check.patient_id,
                details={"verdict": answer.verdict, "differs": list(answer.differs)},
            )
            for check, answer in zip(asked, answers, strict=True)
            if check.check_id in kept
        ),
        by=by,
        at=at,
    )
