"""Whatever happens while records are joined, parting them leaves what would be without any link.

Each history is lived twice: by people whose records are joined and parted on the way, and by their
twins, of whom the same is recorded and whom nobody joins.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sotiem.certificates.models import Certificate
from sotiem.certificates.queries import disagreements_on_record as certificates_amiss
from sotiem.config.subscriptions import IN_TRANSACTION
from sotiem.corrections.facts import DoseClaim
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import reports_of
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.doses.queries import doses_of
from sotiem.foundation import events
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations import amend_patient
from sotiem.patients.queries import disagreements_on_record as links_amiss
from sotiem.patients.queries import whole_of
from tests.factories import certificates, corrections, doses, links, patients, reference

pytestmark = pytest.mark.django_db

BY: Final = machine("test")
START: Final = datetime.fromisoformat("2021-10-01T03:00:00+00:00")
DAYS: Final = tuple(date(2021, 8, 1) + timedelta(days=7 * week) for week in range(4))
VACCINES: Final = ("ASTRAZENECA", "COMIRNATY")
PEOPLE: Final = 4

Step = tuple[str, int, int, int]  # what happens, to whom or with which dose, and how


class World:
    """Some people and what is recorded of them, each under the number by which steps name it."""

    def __init__(self) -> None:
        self.people = [
            patients.patient(patients.facts(full_name=f"Nguyễn Thị Mẫu {'ABCD'[number]}"))
            for number in range(PEOPLE)
        ]
        self.doses: list[Dose] = []
        self.reports: list[CorrectionReport] = []

    def do(self, step: Step, at: datetime) -> None:
        """Take a step, unless it is refused."""
        verb, *numbers = step
        happen: Callable[..., None] = getattr(self, verb)
        happen(*numbers, at)

    def record(self, whose: int, day: int, vaccine: int, at: datetime) -> None:
        who = self.people[whose % PEOPLE]
        given_on, product = DAYS[day % len(DAYS)], VACCINES[vaccine % len(VACCINES)]
        self.doses.append(doses.dose(who, given_on, vaccine=product))

    def amend(self, which: int, day: int, vaccine: int, at: datetime) -> None:
        if dose := self._dose(which):
            facts = replace(
                dose.current.facts,
                administered_on=DAYS[day % len(DAYS)],
                vaccine_id=reference.vaccine(VACCINES[vaccine % len(VACCINES)]).pk,
            )
            amend_dose(
                dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="t", by=BY, at=at
            )

    def withdraw(self, which: int, _: int, __: int, at: datetime) -> None:
        if dose := self._dose(which):
            withdraw_dose(dose_id=dose.pk, origin="t", by=BY, at=at)

    def rename(self, whose: int, name: int, _: int, at: datetime) -> None:
        who = self.people[whose % PEOPLE]
        amend_patient(
            patient_id=who.pk,
            facts=patients.facts(full_name=f"Nguyễn Thị Đổi {'ABC'[name % 3]}"),
            reason=PatientReason.REPORT,
            origin="t",
            by=BY,
            at=at,
        )

    def report(self, which: int, lot: int, _: int, at: datetime) -> None:
        if dose := self._dose(which):
            claim = DoseClaim(lot_number=f"ABX{lot}")
            self.reports.append(corrections.about(dose, claim=claim, photos=0, at=at))

    def _dose(self, which: int) -> Dose | None:
        if not self.doses:
            return None
        return Dose.objects.get(pk=self.doses[which % len(self.doses)].pk)

    def seen(self) -> list[dict[str, Any]]:
        """What is read through each record."""
        return [self._seen_of(person) for person in self.people]

    def _seen_of(self, person: Patient) -> dict[str, Any]:
        numbers = {dose.pk: number for number, dose in enumerate(self.doses)}
        reports = {report.pk: number for number, report in enumerate(self.reports)}
        return {
            "doses": [(numbers[dose.pk], dose.current.facts) for dose in doses_of(person.pk)],
            "versions": [
                (numbers[dose.pk], [version.facts for version in dose.versions.order_by("number")])
                for dose in Dose.objects.filter(patient=person).order_by("pk")
            ],
            "certificates": sorted(
                (
                    each.disease_id,
                    numbers[each.dose_version.dose_id],
                    each.dose_version.facts.administered_on,
                    each.dose_version.vaccine_id,
                    each.dose_number,
                    each.series_doses,
                    each.patient_version.full_name,
                    each.patient_version.number,
                )
                for each in Certificate.objects.in_force().filter(patient=person)
            ),
            "reports": [reports[report.pk] for report in reports_of(person.pk)],
            "whole": [self.people.index(Patient(pk=member)) for member in whole_of(person.pk)],
        }


class JoinedWorld(World):
    """The world in which records are joined and parted."""

    def link(self, one: int, other: int, _: int, at: datetime) -> None:
        links.link(self.people[one % PEOPLE].pk, self.people[other % PEOPLE].pk, at=at)

    def unlink(self, which: int, _: int, __: int, at: datetime) -> None:
        ties = list(PatientLink.objects.in_force().order_by("pk"))
        if ties:
            links.unlink(ties[which % len(ties)], at=at)

    def part_all(self, at: datetime) -> None:
        for link in PatientLink.objects.in_force().order_by("pk"):
            links.unlink(link, at=at)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """A history of its own: afterwards the database is as before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


number = st.integers(0, 7)
verbs = st.sampled_from(
    ["record"] * 4 + ["amend"] * 2 + ["link"] * 3 + ["withdraw", "rename", "report", "unlink"]
)
histories = st.lists(st.tuples(verbs, number, number, number), min_size=4, max_size=14)


@pytest.fixture(scope="module", autouse=True)
def they_follow() -> Iterator[None]:
    """Certificates follow; nobody is told by a message."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "_in_transaction", dict(IN_TRANSACTION))
        patch.setattr(events, "_after_commit", {})
        yield


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([("record", 0, 0, 0), ("record", 1, 0, 1), ("link", 0, 1, 0), ("withdraw", 0, 0, 0)])
@example([("record", 2, 1, 0), ("link", 1, 2, 0), ("link", 0, 2, 0), ("rename", 0, 1, 0)])
@example([("link", 0, 1, 0), ("record", 0, 0, 0), ("record", 1, 1, 0), ("report", 1, 5, 0)])
@given(histories)
def test_after_parting_each_record_is_as_if_it_had_never_been_joined(
    history: list[Step],
) -> None:
    with nothing_kept():
        certificates.signing_key()
        joined, twins = JoinedWorld(), World()
        for minute, step in enumerate(history):
            at = START + timedelta(minutes=minute)
            try:
                with transaction.atomic():
                    joined.do(step, at)
            except Refusal:
                continue
            if step[0] not in ("link", "unlink"):
                twins.do(step, at)
        assert list(certificates_amiss()) == []
        joined.part_all(START + timedelta(days=1))
        assert joined.seen() == twins.seen()
        assert list(certificates_amiss()) == []
        assert list(links_amiss()) == []
