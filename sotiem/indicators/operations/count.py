"""Figures follow what is counted in the transaction of what happened to it."""

from collections.abc import Collection
from typing import Final

from django.db import connection, transaction

from sotiem.corrections.events import (
    ReportAccepted,
    ReportOpenedAgain,
    ReportPlaced,
    ReportRefused,
    ReportsAnswered,
    ReportsLoaded,
    ReportsMoved,
    ReportSubmitted,
    ReportWithdrawn,
)
from sotiem.doses.events import DoseAmended, DosesAmended, DosesRecorded, DosesWithdrawn
from sotiem.foundation.bulk import array_of, as_array
from sotiem.indicators.dose_measures import DOSES
from sotiem.indicators.identity_measures import IDENTITY
from sotiem.indicators.measures import Source
from sotiem.indicators.reaction_measures import REACTIONS
from sotiem.indicators.registration_measures import REGISTRATIONS
from sotiem.indicators.report_measures import REPORTS
from sotiem.patients.events import (
    PatientAmended,
    PatientsAmended,
    PatientsLinked,
    PatientsRegistered,
    PatientsUnlinked,
)
from sotiem.patients.operations import lock_patients
from sotiem.population.events import PeopleAnsweredFor
from sotiem.reactions.events import ReactionFollowed, ReactionReported
from sotiem.reactions.models import Reaction
from sotiem.registrations.events import RegistrationsChanged, RegistrationsErased

# What stands as it was counted is not written again.
_COUNT: Final = """
WITH stands AS MATERIALIZED ({source.chosen_stand}),
changed AS MATERIALIZED (
    SELECT stands.* FROM stands LEFT JOIN {source.counted} AS counted USING ({source.thing}_id)
    WHERE counted.{source.thing}_id IS NULL OR ({new}) IS DISTINCT FROM ({old})
), stood AS (
    SELECT {source.columns} FROM {source.counted}
    WHERE {source.thing}_id IN (SELECT {source.thing}_id FROM changed)
), entries AS (
    INSERT INTO {source.entries} ({source.columns}, number)
    SELECT {source.columns}, sum(number) FROM (
        SELECT {source.columns}, 1 AS number FROM changed
        UNION ALL SELECT {source.columns}, -1 FROM stood
    ) AS differing GROUP BY {source.columns} HAVING sum(number) <> 0
)
INSERT INTO {source.counted} ({source.thing}_id, {source.columns})
SELECT {source.thing}_id, {source.columns} FROM changed
ON CONFLICT ({source.thing}_id) DO UPDATE SET ({source.columns}) = ROW ({excluded})
"""
# What is no more counts as nothing.
_FORGET: Final = """
WITH gone AS (
    DELETE FROM {source.counted} WHERE {source.thing}_id = ANY(%s::bigint[])
    RETURNING {source.columns}
)
INSERT INTO {source.entries} ({source.columns}, number)
SELECT {source.columns}, -count(*) FROM gone GROUP BY {source.columns}
"""


def follow_report(
    event: ReportSubmitted
    | ReportPlaced
    | ReportAccepted
    | ReportRefused
    | ReportOpenedAgain
    | ReportWithdrawn,
) -> None:
    """Count a report as it stands now, and no longer as it stood."""
    count_reports_again(report_ids=(event.report_id,))


def follow_reports(event: ReportsLoaded | ReportsAnswered | ReportsMoved) -> None:
    """The same for many, in one statement."""
    count_reports_again(report_ids=event.report_ids)


def follow_new_doses(event: DosesRecorded) -> None:
    """Count new doses, and again the others of their people. Who records doses holds them."""
    count_doses_again(patient_ids=event.patient_ids)


def follow_person(event: DoseAmended | PatientAmended) -> None:
    """Count the doses of a person again: one is another now, or she is born on another day."""
    lock_patients([event.patient_id])
    count_doses_again(patient_ids=(event.patient_id,))


def follow_people(
    event: DosesAmended | DosesWithdrawn | PatientsAmended | PatientsLinked | PatientsUnlinked,
) -> None:
    """The same for many; joined and parted records have their doses in another order."""
    lock_patients(event.patient_ids)
    count_doses_again(patient_ids=event.patient_ids)


def follow_reaction(event: ReactionReported | ReactionFollowed) -> None:
    """Count a reaction as it stands now, and no longer as it stood."""
    count_reactions_again(reaction_ids=(event.reaction_id,))


def follow_dose_of_reaction(event: DoseAmended) -> None:
    """The same where its dose was put right, or no longer counts."""
    _count_reactions_after((event.dose_id,))


def follow_doses_of_reactions(event: DosesAmended | DosesWithdrawn) -> None:
    """The same for many doses, few of which had a reaction."""
    _count_reactions_after(event.dose_ids)


def follow_registrations(event: RegistrationsChanged) -> None:
    """Count registrations as they stand now. Whoever changed them holds them."""
    if event.registration_ids:
        _count(REGISTRATIONS, event.registration_ids)


def follow_erased_registrations(event: RegistrationsErased) -> None:
    """Count registrations no longer."""
    with connection.cursor() as cursor:
        statement = _FORGET.format(source=REGISTRATIONS)
        cursor.execute(statement, [as_array(event.registration_ids)])


def follow_new_people(event: PatientsRegistered | PeopleAnsweredFor) -> None:
    """Count how far it is known who people are. They are new, or held by who has the answers."""
    if event.patient_ids:
        _count(IDENTITY, event.patient_ids)


def follow_identity(event: PatientAmended) -> None:
    """The same of one who is recorded otherwise now."""
    lock_patients([event.patient_id])
    _count(IDENTITY, (event.patient_id,))


def follow_identities(event: PatientsAmended | PatientsLinked | PatientsUnlinked) -> None:
    """The same of many, and of records that were joined or parted."""
    lock_patients(event.patient_ids)
    _count(IDENTITY, event.patient_ids)


def count_reports_again(*, report_ids: Collection[int]) -> None:
    """Count reports as they stand now. Counting again changes nothing.

    Whoever changed them holds them until the transaction ends.
    """
    _count(REPORTS, report_ids)


def count_doses_again(*, patient_ids: Collection[int]) -> None:
    """Count all doses of these people as they stand now, whichever record holds them.

    Whoever changed them holds the people until the transaction ends.
    """
    _count(DOSES, patient_ids)


@transaction.atomic(savepoint=False)
def count_reactions_again(*, reaction_ids: Collection[int]) -> None:
    """Count reactions as they stand now. Counting again changes nothing.

    They are held first: two who change one count one after the other.
    """
    held = Reaction.objects.select_for_update().filter(pk__in=array_of(list(reaction_ids)))
    list(held.order_by("pk").values_list("pk", flat=True))
    _count(REACTIONS, reaction_ids)


def _count_reactions_after(dose_ids: Collection[int]) -> None:
    found = Reaction.objects.filter(dose__in=array_of(list(dose_ids))).order_by("pk")
    if ids := list(found.values_list("pk", flat=True)):
        count_reactions_again(reaction_ids=ids)


@transaction.atomic(savepoint=False)
def _count(source: Source, ids: Collection[int]) -> None:
    columns = source.columns.split(", ")
    statement = _COUNT.format(
        source=source,
        new=", ".join(f"stands.{each}" for each in columns),
        old=", ".join(f"counted.{each}" for each in columns),
        excluded=", ".join(f"EXCLUDED.{each}" for each in columns),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_array(ids)])
