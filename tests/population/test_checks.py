"""Asked later: once, of everybody who has a number, until there is an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest
from django.db import IntegrityError, transaction

from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient
from sotiem.population import rules
from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Question, Verdict
from sotiem.population.models import PopulationCheck
from sotiem.population.operations import ask_about_the_unasked, ask_later, run_checks
from sotiem.population.queries import identity_figures, latest_checks
from sotiem.population.registries import RegistryUnreachable
from tests.factories import doses, patients

pytestmark = pytest.mark.django_db

BY: Final = machine("test")
AGREES: Final = PopulationAnswer(Verdict.AGREES)
DIFFERS: Final = PopulationAnswer(Verdict.DIFFERS, ("full_name", "sex"))


class Scripted:
    """A registry that gives one answer to everything, and remembers what it was asked."""

    def __init__(self, answer: PopulationAnswer | None) -> None:
        self.answer = answer
        self.asked: list[Question] = []

    def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
        self.asked.extend(questions)
        if self.answer is None:
            raise RegistryUnreachable
        return [self.answer] * len(questions)


def run(registry: Scripted, at: datetime, most: int = 10) -> int | None:
    return run_checks(registry=registry, most=most, by=BY, at=at)


def amend(patient: Patient, facts: PatientFacts, at: datetime) -> None:
    reason = PatientReason.REPORT
    amend_patient(patient_id=patient.pk, facts=facts, reason=reason, origin="t", by=BY, at=at)


def latest(patient: Patient) -> PopulationCheck:
    return latest_checks([patient.pk])[patient.pk]


def notes(patient: Patient) -> list[dict[str, object]]:
    entries = AuditEntry.objects.filter(
        action="population_check.answered", patient_id=patient.pk
    ).order_by("pk")
    return [entry.details for entry in entries]


def test_the_answer_is_kept_with_the_dose_and_told_on_the_record(at: datetime) -> None:
    someone = patients.patient()
    dose = doses.dose(someone)
    ask_later(patient_id=someone.pk, dose_id=dose.pk, by=BY, at=at)
    registry = Scripted(DIFFERS)
    assert run(registry, at) == 1
    check = latest(someone)
    assert registry.asked == [Question.about(patients.facts())]
    assert (check.dose, check.answer, check.next_try_at) == (dose, DIFFERS, None)
    assert (check.asked_at, check.version_id) == (at, someone.current_id)
    assert notes(someone) == [{"verdict": "differs", "differs": ["full_name", "sex"]}]
    assert run(registry, at + timedelta(days=30)) == 0


def test_asking_twice_before_the_answer_is_asking_once(at: datetime) -> None:
    someone = patients.patient()
    for _ in range(2):
        ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    assert PopulationCheck.objects.count() == 1


def test_someone_with_whom_it_agreed_is_not_asked_about_again(at: datetime) -> None:
    someone = patients.patient()
    for _ in range(2):
        ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
        run(Scripted(AGREES), at)
    assert PopulationCheck.objects.count() == 1


def test_someone_from_whom_it_differed_is_asked_about_with_the_next_dose(at: datetime) -> None:
    someone = patients.patient()
    for answer in (DIFFERS, AGREES):
        ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
        run(Scripted(answer), at)
        assert latest(someone).answer == answer


def test_nobody_is_asked_about_without_a_number(at: datetime) -> None:
    someone = patients.patient(patients.facts(cccd=""))
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    assert ask_about_the_unasked(most=10, by=BY, at=at) == 0
    assert latest_checks([someone.pk]) == {}


def test_an_old_card_s_number_is_asked_by(at: datetime) -> None:
    someone = patients.patient(patients.facts(cccd="", cmnd="023456789"))
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    registry = Scripted(AGREES)
    run(registry, at)
    assert [question.number for question in registry.asked] == ["023456789"]


@pytest.mark.parametrize("answer", [NO_ANSWER, None])
def test_without_an_answer_it_is_asked_again_later(
    answer: PopulationAnswer | None, at: datetime
) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    assert run(Scripted(answer), at) == (None if answer is None else 1)
    again = rules.next_try(1, at=at)
    assert (latest(someone).next_try_at, latest(someone).tries) == (again, 1)
    assert run(Scripted(AGREES), again - timedelta(seconds=1)) == 0
    assert run(Scripted(AGREES), again) == 1
    assert latest(someone).answer == AGREES


def test_a_registry_that_said_nothing_leaves_no_trace(at: datetime) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    run(Scripted(None), at)
    assert notes(someone) == []


def test_it_is_asked_less_and_less_often_and_daily_in_the_end(at: datetime) -> None:
    waits = [rules.next_try(tries, at=at) - at for tries in range(1, 40)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=5), timedelta(days=1))


def test_whoever_is_being_asked_about_is_not_asked_about_twice(at: datetime) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    other = Scripted(AGREES)

    class Meanwhile(Scripted):
        def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
            assert run(other, at) == 0
            ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
            return super().ask(questions, within=within)

    run(Meanwhile(AGREES), at)
    assert other.asked == []
    assert notes(someone) == [{"verdict": "agrees", "differs": []}]


def test_a_check_whose_asker_died_is_taken_up_by_another(at: datetime) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)

    class Late(Scripted):
        def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
            run(Scripted(DIFFERS), at + rules.TAKEN_UP)
            return super().ask(questions, within=within)

    run(Late(AGREES), at)
    assert latest(someone).answer == DIFFERS
    assert len(notes(someone)) == 1


@pytest.mark.parametrize("answer", [AGREES, DIFFERS])
def test_someone_amended_is_asked_about_again(answer: PopulationAnswer, at: datetime) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    run(Scripted(answer), at)
    amend(someone, patients.facts(full_name="Nguyễn Thị Bảo Lan"), at)
    registry = Scripted(AGREES)
    assert run(registry, at) == 1
    assert [question.full_name for question in registry.asked] == ["Nguyễn Thị Bảo Lan"]


def test_another_phone_is_no_reason_to_ask_again(at: datetime) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
    run(Scripted(DIFFERS), at)
    amend(someone, patients.facts(phone="0907654321"), at)
    assert run(Scripted(AGREES), at) == 0


def test_an_answer_about_what_was_amended_meanwhile_is_not_taken(at: datetime) -> None:
    someone = patients.patient()
    ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)

    class Slow(Scripted):
        def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
            amend(someone, patients.facts(birth_date="1987-03-04"), at)
            return super().ask(questions, within=within)

    run(Slow(AGREES), at)
    assert latest(someone).answer == NO_ANSWER
    registry = Scripted(DIFFERS)
    run(registry, at)
    assert [question.birth_date for question in registry.asked] == ["1987-03-04"]
    assert latest(someone).answer == DIFFERS


def test_those_whom_a_sheet_brought_are_asked_about_at_night(at: datetime) -> None:
    known = patients.facts()
    three = [patients.patient(replace(known, cccd=f"07918700123{i}")) for i in range(3)]
    ask_later(patient_id=three[1].pk, dose_id=None, by=BY, at=at)
    assert ask_about_the_unasked(most=1, by=BY, at=at) == 1
    assert ask_about_the_unasked(most=10, by=BY, at=at) == 1
    assert ask_about_the_unasked(most=10, by=BY, at=at) == 0
    registry = Scripted(AGREES)
    assert run(registry, at, most=2) == 2
    assert run(registry, at, most=2) == 1


def test_each_record_stands_in_one_figure(at: datetime) -> None:
    answers = (AGREES, DIFFERS, NO_ANSWER)
    for number, answer in enumerate(answers):
        someone = patients.patient(patients.facts(cccd=f"07918700123{number}"))
        ask_later(patient_id=someone.pk, dose_id=None, by=BY, at=at)
        run(Scripted(answer), at)
    patients.patient()
    patients.patient(patients.facts(cccd=""))
    figures = identity_figures()
    assert (figures.agree, figures.differ, figures.unanswered) == (1, 1, 1)
    assert (figures.unasked, figures.without_number, figures.not_verified) == (1, 1, 4)


@pytest.mark.parametrize(
    "broken",
    [
        {"verdict": "perhaps"},
        {"verdict": "agrees", "next_try_at": "at"},
        {"verdict": "differs"},
        {"verdict": "agrees", "differs": ["sex"]},
    ],
)
def test_a_check_that_contradicts_itself_cannot_be_kept(
    broken: dict[str, object], at: datetime
) -> None:
    values = {name: at if value == "at" else value for name, value in broken.items()}
    someone = patients.patient()
    with pytest.raises(IntegrityError), transaction.atomic():
        PopulationCheck.objects.create(patient=someone, requested_at=at, **values)
