"""Figures of doses follow the ledger, whatever happens to a dose, a person or a link.

What is proved stands twice: in SQL (`sotiem check`), and here in Python, from the doses that a
person's page shows.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sotiem.doses.facts import DoseReason, DoseStatus, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, record_doses, withdraw_dose
from sotiem.doses.rules import Entry, doubles
from sotiem.indicators import proof
from sotiem.indicators.dose_measures import DOSES
from sotiem.indicators.models import CountedDose, DoseEntry, Figure
from sotiem.indicators.operations import count_doses_again, fold_figures, rebuild_figures
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import PatientLink
from sotiem.patients.operations import amend_patient
from tests.factories import doses, links, patients, reference
from tests.indicators.histories import (
    BY,
    START,
    Told,
    assert_figures_say,
    live,
    nothing_kept,
    only_these_follow,
)

pytestmark = pytest.mark.django_db

DAYS: Final = tuple(date(2021, 8, 1) + timedelta(days=28 * month) for month in range(4))
VACCINES: Final = ("ASTRAZENECA", "COMIRNATY", "JANSSEN", "ABDALA")
FACILITIES: Final = ("79101", "79102")
BIRTHS: Final = ("1987-08-29", "1987", "1941-10", "2015-12-31")
COVID: Final = "840539006"

Step = tuple[str, int, int, int]  # what happens, to whom or with which dose, and how


class World:
    """Some people, what is recorded of them, and what may happen to it."""

    def __init__(self) -> None:
        self.people = [
            patients.patient(patients.facts(full_name=f"Trần Văn Mẫu {letter}", cccd=""))
            for letter in "ABC"
        ]

    def do(self, step: Step, at: datetime) -> None:
        verb, *numbers = step
        happen: Callable[..., None] = getattr(self, verb)
        happen(*numbers, at)

    def record(self, whose: int, day: int, how: int, at: datetime) -> None:
        who = self.people[whose % 3]
        facility = FACILITIES[how % 2] if how < 6 else None
        facts = replace(
            doses.facts(DAYS[day % 4], vaccine=VACCINES[how % 4]),
            facility_id=reference.facility(facility).pk if facility else None,
        )
        new = NewDose(patient_id=who.pk, facts=facts, origin="test")
        record_doses(doses=[new], reason=DoseReason.RECORDED, by=BY, at=at)

    def amend(self, which: int, day: int, vaccine: int, at: datetime) -> None:
        if dose := self._dose(which):
            facts = replace(
                dose.current.facts,
                administered_on=DAYS[day % 4],
                vaccine_id=reference.vaccine(VACCINES[vaccine % 4]).pk,
            )
            amend_dose(
                dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="t", by=BY, at=at
            )

    def withdraw(self, which: int, _: int, __: int, at: datetime) -> None:
        if dose := self._dose(which):
            withdraw_dose(dose_id=dose.pk, origin="t", by=BY, at=at)

    def born(self, whose: int, birth: int, sex: int, at: datetime) -> None:
        who = self.people[whose % 3]
        who.refresh_from_db()
        facts = replace(
            who.current.facts, birth_date=BIRTHS[birth % 4], sex=("male", "female", "")[sex % 3]
        )
        amend_patient(
            patient_id=who.pk, facts=facts, reason=PatientReason.REPORT, origin="t", by=BY, at=at
        )

    def link(self, one: int, other: int, _: int, at: datetime) -> None:
        links.link(self.people[one % 3].pk, self.people[other % 3].pk, at=at)

    def unlink(self, which: int, _: int, __: int, at: datetime) -> None:
        ties = list(PatientLink.objects.in_force().order_by("pk"))
        if ties:
            links.unlink(ties[which % len(ties)], at=at)

    def fold(self, *_: object) -> None:
        fold_figures()

    def _dose(self, which: int) -> Dose | None:
        found = list(Dose.objects.select_related("current").order_by("pk"))
        return found[which % len(found)] if found else None


def counted_by_hand() -> Counter[Told]:
    """The same figures, dose by dose."""
    found: Counter[Told] = Counter()
    given = Dose.objects.select_related(
        "current__vaccine", "current__facility", "patient__principal__current"
    ).filter(current__status=DoseStatus.COMPLETED)
    entries = [
        Entry(
            each.pk,
            each.patient.principal_id,
            each.current.vaccine.disease_id,
            each.current.administered_on,
            each.recorded_at,
        )
        for each in given
    ]
    again = doubles(entries)
    of_people: dict[int, list[Dose]] = {}
    for dose in sorted(given, key=lambda each: (each.current.administered_on, each.pk)):
        if dose.pk not in again:
            of_people.setdefault(dose.patient.principal_id, []).append(dose)
    for several in of_people.values():
        course = several[0].current.vaccine.doses_in_primary_course
        for number, dose in enumerate(several, start=1):
            for told in _told(dose, number, course):
                found[told] += 1
    return found


def _told(dose: Dose, number: int, course: int) -> Iterator[Told]:
    version, person = dose.current, dose.patient.principal.current
    day = (version.administered_on - date(1970, 1, 1)).days
    entered = (dose.recorded_at.date() - date(1970, 1, 1)).days
    group = _age_group(person.birth_date, version.administered_on)
    steps = version.facility.path.split("/") if version.facility else ["vn"]
    for depth in range(1, len(steps) + 1):
        path = "/".join(steps[:depth])
        yield path, "doses", version.vaccine.code, day
        yield path, "entered", "", entered
        yield path, "delay", "", min(entered - day, 366)
        for what, aged, holds in (
            ("first", "first_age", number == 1),
            ("full", "full_age", number == course),
            ("booster", "boost_age", number > course),
        ):
            if holds:
                yield path, what, COVID, day
                yield path, aged, f"{COVID} {person.sex}", group


def _age_group(born: str, on: date) -> int:
    before = len(born) == 10 and (on.month, on.day) < (int(born[5:7]), int(born[8:]))
    return min(max(on.year - int(born[:4]) - before, 0) // 5, 16) if born else -1


@pytest.fixture(autouse=True)
def figures_alone_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    only_these_follow(monkeypatch, "sotiem.indicators")


number = st.integers(0, 7)
verbs = st.sampled_from(
    ["record"] * 5 + ["amend"] * 2 + ["link"] * 2 + ["withdraw", "born", "unlink", "fold"]
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([("record", 0, 0, 0), ("record", 1, 0, 1), ("link", 0, 1, 0), ("withdraw", 0, 0, 0)])
@example([("record", 0, 0, 2), ("record", 0, 1, 0), ("amend", 0, 2, 1), ("born", 0, 2, 0)])
@example([("record", 0, 1, 0), ("record", 1, 0, 0), ("link", 0, 1, 0), ("unlink", 0, 0, 0)])
@given(st.lists(st.tuples(verbs, number, number, number), min_size=4, max_size=14))
def test_figures_are_what_the_ledger_says_after_any_history(history: list[Step]) -> None:
    with nothing_kept():
        live(World(), history)
        assert list(proof.figures_that_disagree()) == []
        fold_figures()
        assert not DoseEntry.objects.exists()
        assert_figures_say(counted_by_hand(), DOSES.whats)


def test_a_dose_that_moves_leaves_one_day_and_enters_its_true_one() -> None:
    dose = doses.dose(patients.patient(), DAYS[0])
    fold_figures()
    facts = replace(dose.current.facts, administered_on=DAYS[1])
    amend_dose(dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="t", by=BY, at=START)
    fold_figures()
    (figure,) = Figure.objects.filter(path="vn", what="doses")
    assert (figure.bucket, figure.number) == ((DAYS[1] - date(1970, 1, 1)).days, 1)


def test_counting_again_writes_nothing() -> None:
    person = patients.patient()
    doses.dose(person)
    assert DoseEntry.objects.count() == 1
    count_doses_again(patient_ids=[person.pk])
    assert DoseEntry.objects.count() == 1


def test_a_dose_counted_otherwise_and_a_wrong_sum_are_found_and_put_right() -> None:
    dose = doses.dose(patients.patient())
    fold_figures()
    CountedDose.objects.update(nth=2)
    found = list(proof.figures_that_disagree())
    assert f"dose {dose.pk}: it is not counted as it stands" in found
    rebuild_figures(by=BY, at=START)
    Figure.objects.filter(path="vn", what="doses").update(number=7)
    (wrong,) = proof.figures_that_disagree()
    assert "7 were added up, there are 1" in wrong
    rebuild_figures(by=BY, at=START)
    assert list(proof.figures_that_disagree()) == []
