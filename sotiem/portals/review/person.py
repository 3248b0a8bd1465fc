"""The person a report is about, hidden as far as a decision does not need to know."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sotiem.corrections.models import CorrectionReport
from sotiem.identity import Cccd, Cmnd, InvalidIdentity, PartialDate, PersonName, PhoneNumber
from sotiem.population.queries import latest_checks
from sotiem.portals.components.population import PopulationLine, line_of


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """What the officer sees of someone; empty where nothing is known."""

    full_name: str
    birth_date: str
    sex: str
    phone: str
    cccd: str
    cmnd: str
    commune: str
    is_on_record: bool
    population: PopulationLine | None  # of people on record


def shown_person(report: CorrectionReport, *, is_full: bool) -> ShownPerson | None:
    """The person on record, or who the sender says to be."""
    source: Any = report.patient.current if report.patient else report.said.person
    if source is None:
        return None
    commune = getattr(source, "commune", None)
    show = partial(shown, is_full=is_full)
    return ShownPerson(
        full_name=show(source.full_name, PersonName),
        birth_date=PartialDate.from_iso(source.birth_date).vietnamese,
        sex=source.sex,
        phone=show(source.phone, PhoneNumber),
        cccd=show(source.cccd, Cccd),
        cmnd=show(source.cmnd, Cmnd),
        commune=commune.full_name if commune else "",
        is_on_record=report.patient is not None,
        population=_population(report.patient_id),
    )


def _population(patient_id: int | None) -> PopulationLine | None:
    if patient_id is None:
        return None
    return line_of(latest_checks([patient_id]).get(patient_id))


def shown(text: str, kind: Callable[[str], Any], *, is_full: bool) -> str:
    """A name or number, hidden as far as its kind hides it; empty where nothing is known."""
    if not text or is_full:
        return text
    try:
        return str(kind(text).masked())
    except InvalidIdentity:
        return "•••"
