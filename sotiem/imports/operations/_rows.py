"""Between a checked dose and the row that keeps it."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, Final

from sotiem.doses.facts import DoseFacts
from sotiem.identity import Problem
from sotiem.imports.facts import CheckedDose, Decided, Finding, RowProblem
from sotiem.imports.models import DoseImport, ImportRow, RowDecision
from sotiem.imports.operations._resolve import Fate
from sotiem.imports.states import Decision
from sotiem.patients.facts import PatientFacts

_PERSON: Final = tuple(field.name for field in fields(PatientFacts))
_person: Final = attrgetter(*_PERSON)
_OF_ROWS: Final = frozenset(RowProblem)


COLUMNS: Final = (
    "dose_import_id",
    "number",
    "slot",
    "raw",
    "facts",
    "problems",
    "outcome",
    "patient_id",
)


def values_of(dose_import: DoseImport, fate: Fate) -> tuple[object, ...]:
    """What is kept of a dose of the sheet and its fate, in the order of `COLUMNS`."""
    checked = fate.checked
    return (
        dose_import.pk,
        checked.number,
        checked.slot,
        json.dumps(checked.raw),
        json.dumps(_facts(checked)),
        json.dumps(problems_of(checked)) if checked.findings else "[]",
        str(fate.outcome),
        fate.patient_id,
    )


def checked_of(row: ImportRow) -> CheckedDose:
    """The checked dose that a row keeps; what stood in its cells is not needed again."""
    dose = row.facts.get("dose")
    answer = row.standing_answer
    person, decision = row.facts.get("person"), row.standing_decision
    return CheckedDose(
        number=row.number,
        slot=row.slot,
        raw={},
        person=person_of(PatientFacts(**person), decision) if person else None,
        dose=_dose(dose) if dose else None,
        findings=tuple(_findings(row.problems)),
        told_apart=frozenset(answer.about) if answer else frozenset(),
        decided=Decided(decision.patient_id, frozenset(decision.about)) if decision else None,
    )


def person_of(person: PatientFacts, decision: RowDecision | None) -> PatientFacts:
    """Whom a row tells of. Two people of a sheet cannot have one number: the second has none."""
    if decision is None or decision.decision != Decision.BOTH:
        return person
    asked = {one["code"] for one in decision.asked}
    return replace(person, cccd="") if RowProblem.NUMBER_OF_ANOTHER_ROW in asked else person


def problems_of(checked: CheckedDose) -> list[dict[str, str]]:
    """The findings as they are kept with a row."""
    return [
        {"column": one.column, "code": one.code, "value_shown": one.value_shown}
        for one in checked.findings
    ]


def _facts(checked: CheckedDose) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if checked.person is not None:
        facts["person"] = dict(zip(_PERSON, _person(checked.person), strict=True))
    if checked.dose is not None:
        facts["dose"] = {
            "vaccine_id": checked.dose.vaccine_id,
            "administered_on": checked.dose.administered_on.isoformat(),
            "lot_number": checked.dose.lot_number,
            "facility_id": checked.dose.facility_id,
        }
    return facts


def _dose(facts: dict[str, Any]) -> DoseFacts:
    day = date.fromisoformat(facts["administered_on"])
    return DoseFacts(**{**facts, "administered_on": day})


def _findings(problems: list[dict[str, str]]) -> Iterable[Finding]:
    for problem in problems:
        code = problem["code"]
        known = RowProblem(code) if code in _OF_ROWS else Problem(code)
        yield Finding(problem["column"], known, problem["value_shown"])
