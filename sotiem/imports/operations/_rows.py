"""Between a checked dose and the row that keeps it."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

from sotiem.doses.facts import DoseFacts
from sotiem.identity import Problem
from sotiem.imports.facts import CheckedDose, Decided, Finding, RowProblem
from sotiem.imports.models import DoseImport, ImportRow, RowDecision
from sotiem.imports.operations._resolve import Fate
from sotiem.imports.states import Decision
from sotiem.patients.facts import PatientFacts

_OF_ROWS: Final = frozenset(RowProblem)


def row_of(dose_import: DoseImport, fate: Fate) -> ImportRow:
    """The row that keeps a dose of the sheet and its fate."""
    checked = fate.checked
    return ImportRow(
        dose_import=dose_import,
        number=checked.number,
        slot=checked.slot,
        raw=checked.raw,
        facts=_facts(checked),
        problems=problems_of(checked),
        outcome=fate.outcome,
        patient_id=fate.patient_id,
    )


def checked_of(row: ImportRow) -> CheckedDose:
    """The checked dose that a row keeps."""
    dose = row.facts.get("dose")
    answer = row.standing_answer
    person, decision = row.facts.get("person"), row.standing_decision
    return CheckedDose(
        number=row.number,
        slot=row.slot,
        raw=row.raw,
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
        facts["person"] = asdict(checked.person)
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
