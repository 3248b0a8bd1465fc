"""Figures of registrations, and of how far people are known, follow whatever happens to them.

What is proved stands twice: in SQL (`sotiem check`), and here in Python, from the rows themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sotiem.accounts.facts import Role
from sotiem.indicators import proof
from sotiem.indicators.models import CountedIdentity, CountedRegistration
from sotiem.indicators.operations import fold_figures
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations import amend_patient
from sotiem.population.facts import PopulationAnswer, Question, Verdict
from sotiem.population.models import PopulationCheck
from sotiem.population.operations import ask_later, run_checks
from sotiem.registrations import operations
from sotiem.registrations.models import Registration
from sotiem.registrations.states import WithdrawnBecause
from tests.factories import accounts, links, patients, reference, registrations
from tests.indicators.histories import (
    BY,
    Told,
    assert_figures_say,
    live,
    nothing_kept,
    only_these_follow,
)

pytestmark = pytest.mark.django_db

ANSWERS: Final = (
    PopulationAnswer(Verdict.AGREES),
    PopulationAnswer(Verdict.DIFFERS, ("sex",)),
    PopulationAnswer(Verdict.NO_ANSWER),
)
NUMBERS: Final = ("079187001234", "", "079187009999")
PHONES: Final = ("0901234567", "0907654321")
GROUPS: Final = (15, 9)

Step = tuple[str, int, int]


class Answering:
    """A population registry that says the same of everybody."""

    def __init__(self, answer: PopulationAnswer) -> None:
        self.answer = answer

    def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
        return [self.answer] * len(questions)


class World:
    """A few people on record, a few who register, and what may happen to them."""

    def __init__(self) -> None:
        self.communes = [reference.commune(), reference.commune("00070"), None]
        self.people = [
            patients.patient(
                replace(
                    patients.facts(full_name=f"Trần Văn Mẫu {letter}", cccd=number),
                    commune_id=commune.pk if commune else None,
                )
            )
            for letter, number, commune in zip("ABC", NUMBERS, self.communes, strict=True)
        ]
        self.city = registrations.registration().list_path
        self.officer = accounts.staff((Role.OFFICER, self.city))

    def do(self, step: Step, at: datetime) -> None:
        verb, *numbers = step
        happen: Callable[..., None] = getattr(self, verb)
        happen(*numbers, at)

    def amend(self, whose: int, how: int, at: datetime) -> None:
        who = self.people[whose % 3]
        who.refresh_from_db()
        commune = self.communes[how % 3]
        facts = replace(
            who.current.facts,
            cccd=NUMBERS[how % 3],
            commune_id=commune.pk if commune else None,
            full_name=f"Trần Văn Mẫu {'ABCD'[how % 4]}",
        )
        amend_patient(
            patient_id=who.pk, facts=facts, reason=PatientReason.REPORT, origin="t", by=BY, at=at
        )

    def answer(self, whose: int, how: int, at: datetime) -> None:
        ask_later(patient_id=self.people[whose % 3].pk, dose_id=None, by=BY, at=at)
        run_checks(registry=Answering(ANSWERS[how % 3]), most=9, by=BY, at=at)

    def link(self, one: int, other: int, at: datetime) -> None:
        links.link(self.people[one % 3].pk, self.people[other % 3].pk, at=at)

    def unlink(self, which: int, _: int, at: datetime) -> None:
        ties = list(PatientLink.objects.in_force().order_by("pk"))
        if ties:
            links.unlink(ties[which % len(ties)], at=at)

    def register(self, who: int, how: int, at: datetime) -> None:
        """The same three people again and again, from two telephones."""
        registrations.registration(
            sent_from=PHONES[how % 2],
            at=at,
            group=GROUPS[how // 2 % 2],
            **registrations.somebody_else(who % 3),
        )

    def withdraw(self, which: int, _: int, at: datetime) -> None:
        if one := self._registration(which):
            operations.withdraw_registration(
                registration_id=one.pk,
                because=WithdrawnBecause.MOVED,
                by=registrations.sender(one.sender_phone),
                at=at,
            )

    def approve(self, which: int, _: int, at: datetime) -> None:
        group = GROUPS[which % 2]
        operations.approve_group(list_path=self.city, group=group, by=self.officer, at=at)

    def assign(self, which: int, most: int, at: datetime) -> None:
        operations.assign_group(
            list_path=self.city,
            group=GROUPS[which % 2],
            most=most,
            facility=reference.facility(),
            by=self.officer,
            at=at,
        )

    def erase(self, which: int, _: int, at: datetime) -> None:
        operations.erase_registrations(phone=PHONES[which % 2], by=BY, at=at)

    def fold(self, *_: object) -> None:
        fold_figures()

    def _registration(self, which: int) -> Registration | None:
        found = list(Registration.objects.order_by("pk"))
        return found[which % len(found)] if found else None


def counted_by_hand() -> Counter[Told]:
    found: Counter[Told] = Counter()
    for one in Registration.objects.filter(same_as=None).select_related("group"):
        sent_on = (one.registered_at + timedelta(hours=7)).date() - date(1970, 1, 1)
        for path in _upwards(one.path):
            found[path, "register", f"{one.group.code} {one.state}", sent_on.days] += 1
    for person in Patient.objects.filter(principal_id__in=Patient.objects.values("principal_id")):
        if person.principal_id == person.pk:
            for path in _upwards(_home(person)):
                found[path, "identity", _known(person), 0] += 1
    return found


def _upwards(path: str) -> Iterator[str]:
    steps = path.split("/")
    for depth in range(1, len(steps) + 1):
        yield "/".join(steps[:depth])


def _home(person: Patient) -> str:
    place, steps = person.current.commune, []
    while place is not None:
        steps.append(f"{place.version}:{place.code}")
        place = place.parent
    return "/".join(["vn", *reversed(steps)])


def _known(person: Patient) -> str:
    said, has_number = set(), False
    for member in Patient.objects.filter(principal=person).select_related("current"):
        now = member.current
        has_number = has_number or bool(now.cccd or now.cmnd)
        for check in PopulationCheck.objects.filter(patient=member).exclude(version=None):
            asked = check.version
            assert asked is not None
            names = ("full_name", "birth_date", "sex", "cccd", "cmnd")
            if all(getattr(asked, name) == getattr(now, name) for name in names):
                said.add(check.verdict)
    for verdict in (Verdict.AGREES, Verdict.DIFFERS):
        if verdict in said:
            return str(verdict.value)
    return "unanswered" if has_number else "no_number"


@pytest.fixture(autouse=True)
def figures_alone_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    only_these_follow(monkeypatch, "sotiem.indicators", "sotiem.population")


number = st.integers(0, 5)
verbs = st.sampled_from(
    ["register"] * 4
    + ["amend", "answer", "link", "register", "approve"] * 2
    + ["unlink", "withdraw", "assign", "erase", "fold"]
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([("register", 0, 0), ("register", 0, 1), ("fold", 0, 0), ("erase", 0, 0)])
@example([("register", 0, 0), ("register", 0, 1), ("withdraw", 1, 0), ("approve", 0, 0)])
@example([("answer", 0, 0), ("amend", 0, 3), ("answer", 0, 1), ("link", 0, 1), ("fold", 0, 0)])
@example([("answer", 2, 0), ("link", 0, 2), ("amend", 2, 2), ("unlink", 0, 0)])
@given(st.lists(st.tuples(verbs, number, number), min_size=4, max_size=14))
def test_figures_of_people_are_what_is_on_record_after_any_history(history: list[Step]) -> None:
    with nothing_kept():
        live(World(), history)
        assert list(proof.figures_that_disagree()) == []
        fold_figures()
        assert_figures_say(counted_by_hand(), ("register", "identity"))


def test_somebody_counted_otherwise_is_found() -> None:
    person = patients.patient()
    one = registrations.registration()
    CountedIdentity.objects.update(state="agrees")
    CountedRegistration.objects.update(state="approved")
    found = set(proof.figures_that_disagree())
    assert f"identity {person.pk}: it is not counted as it stands" in found
    assert f"registration {one.pk}: it is not counted as it stands" in found
