from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.db import connection

from sotiem.foundation.bulk import as_array
from sotiem.patients.facts import PatientFacts
from sotiem.population import rules
from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Question
from sotiem.population.models import PopulationCheck
from sotiem.population.registries import RegistryUnreachable, configured_registry


def ask(person: PatientFacts) -> PopulationAnswer:
    """What the population registry says right now, to someone who waits at a desk.

    No answer after a second and a half, without a registry, or about someone without a number.
    Call it outside a transaction.
    """
    return ask_about([person])[0]


def ask_about(people: Sequence[PatientFacts]) -> list[PopulationAnswer]:
    """What the population registry says of some people right now, in their order.

    As long in all as for one alone: whoever it cannot tell of in time gets no answer.
    """
    registry = configured_registry()
    questions = {at: Question.about(person) for at, person in enumerate(people)}
    asked = {at: question for at, question in questions.items() if question.number}
    answers = dict.fromkeys(questions, NO_ANSWER)
    if registry is not None and asked:
        with suppress(RegistryUnreachable):
            told = registry.ask(list(asked.values()), within=rules.AT_THE_DESK)
            answers |= dict(zip(asked, told, strict=True))
    return list(answers.values())


_LATEST: Final = """
SELECT DISTINCT ON (patient_id) * FROM population_populationcheck
WHERE patient_id = ANY(%s::bigint[]) ORDER BY patient_id, id DESC
"""


def latest_checks(patient_ids: Collection[int]) -> dict[int, PopulationCheck]:
    """The last check of each of these records; a record that was never to be checked has none."""
    checks = PopulationCheck.objects.raw(_LATEST, [as_array(patient_ids)])
    return {check.patient_id: check for check in checks}


@dataclass(frozen=True, slots=True)
class IdentityFigures:
    """How many records the population registry knows as we do."""

    agree: int
    differ: int
    unanswered: int
    without_number: int
    unasked: int

    @property
    def not_verified(self) -> int:
        return self.differ + self.unanswered + self.without_number + self.unasked


_FIGURES: Final = """
WITH latest AS (
  SELECT DISTINCT ON (patient_id) patient_id, verdict FROM population_populationcheck
  ORDER BY patient_id, id DESC
)
SELECT
  count(*) FILTER (WHERE latest.verdict = 'agrees'),
  count(*) FILTER (WHERE latest.verdict = 'differs'),
  count(*) FILTER (WHERE latest.verdict = 'no_answer'),
  count(*) FILTER (WHERE latest.verdict IS NULL AND now.cccd = '' AND now.cmnd = ''),
  count(*) FILTER (WHERE latest.verdict IS NULL AND (now.cccd <> '' OR now.cmnd <> ''))
FROM patients_patient AS p
JOIN patients_patientversion AS now ON now.id = p.current_id
LEFT JOIN latest ON latest.patient_id = p.id
"""


def identity_figures() -> IdentityFigures:
    """Count all records by what the registry said of them last; it reads every record."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES)
        return IdentityFigures(*cursor.fetchone())
