"""Deadlines, and what facilities say they used."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sotiem.accounts.facts import Jurisdiction
from sotiem.deadlines import queries
from sotiem.deadlines.models import EntryDeadline
from sotiem.deadlines.operations import set_deadline
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import record_doses
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import machine
from sotiem.supply.facts import UsedOnDay
from tests.factories import doses, patients

AT = datetime(2021, 9, 10, 3, tzinfo=UTC)
SINCE, UNTIL, BY_DAY = date(2021, 8, 1), date(2021, 9, 15), date(2021, 9, 20)


def deadline(
    path: str = "vn", *, name: str = "Chiến dịch tháng 8", enter_by: date = BY_DAY
) -> EntryDeadline:
    """Doses of August until 15 September must be in by 20 September."""
    return set_deadline(
        name=name,
        given_since=SINCE,
        given_until=UNTIL,
        enter_by=enter_by,
        jurisdiction=Jurisdiction(path),
        by=machine("test"),
        at=AT,
    )


def entered(
    facility: Facility, count: int, day: date = date(2021, 8, 12), *, at: datetime = AT
) -> list[Dose]:
    """Doses of as many people, given at a facility on a day, entered at a moment."""
    facts = replace(doses.facts(day), facility_id=facility.pk)
    news = [
        NewDose(patient_id=patients.patient().pk, facts=facts, origin="test") for _ in range(count)
    ]
    return record_doses(doses=news, reason=DoseReason.RECORDED, by=machine("test"), at=at)


def says_used(monkeypatch: pytest.MonkeyPatch, told: Mapping[Facility, Mapping[date, int]]) -> None:
    """The facilities said that they used so many doses on these days."""

    def doses_used(paths: Collection[str], since: date, until: date) -> Iterable[UsedOnDay]:
        for facility, days in told.items():
            inside = any(Jurisdiction(path).covers(facility.path) for path in paths)
            for day, used in days.items():
                if inside and since <= day <= until:
                    yield UsedOnDay(facility.pk, day, used)

    monkeypatch.setattr(queries, "doses_used", doses_used)
