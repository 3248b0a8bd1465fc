"""A reaction is told once, however many tell of it; what is urgent reaches who must know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from sotiem.accounts.facts import Citizen, Role, Staff
from sotiem.deadlines.operations import choose_phone
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.indicators.operations import fold_figures, rebuild_figures
from sotiem.indicators.proof import figures_that_disagree
from sotiem.indicators.reaction_queries import reaction_counts
from sotiem.messages.models import Message
from sotiem.reactions import queries
from sotiem.reactions.facts import (
    SIGNS,
    About,
    Deed,
    Group,
    Outcome,
    Reporter,
    Said,
    Sign,
)
from sotiem.reactions.models import Reaction, ReactionStep, ReactionVersion
from sotiem.reactions.operations import (
    DoseIsTooLongAgo,
    NoSignIsSaid,
    OnsetDoesNotFit,
    OutcomeIsNeeded,
    follow_reaction,
    report_reaction,
)
from tests.factories import accounts, doses, patients, reference

pytestmark = pytest.mark.django_db
DAY = date(2021, 10, 1)
AT = datetime.fromisoformat("2021-10-03T09:00:00+07:00")


@pytest.fixture(autouse=True)
def proved() -> Iterator[None]:
    """Whatever a test did, figures and reactions agree at its end, folded or not."""
    yield
    assert list(figures_that_disagree()) == []
    fold_figures()
    assert list(figures_that_disagree()) == []


@pytest.fixture
def dose() -> Dose:
    return doses.dose(patients.patient(), DAY)


def about(dose: Dose) -> About:
    return About(patient_id=dose.patient_id, dose_id=dose.pk, day=DAY)


def said(*signs: Sign, **changes: Any) -> Said:
    plain = Said(submission_key=uuid4(), reporter=Reporter.SELF, signs=signs)
    return replace(plain, **changes)


def province() -> str:
    return "/".join(reference.facility().path.split("/")[:2])


def herself(dose: Dose) -> Citizen:
    return accounts.citizen_of(dose.patient)


def clerk(code: str = "79101") -> Staff:
    return accounts.staff((Role.CLERK, reference.facility(code, f"Trạm {code}").path))


def report(
    dose: Dose, what: Said, *, by: Citizen | Staff | None = None, hours: int = 0
) -> Reaction:
    at = AT + timedelta(hours=hours)
    return report_reaction(about=about(dose), said=what, by=by or herself(dose), at=at)


def numbers(path: str = "vn") -> dict[tuple[str, bool], int]:
    found = reaction_counts(path, since=DAY, until=DAY)
    return {(one.label, one.is_serious): one.number for one in found}


def test_the_list_knows_each_sign() -> None:
    assert set(SIGNS) == set(Sign)


def test_a_reaction_belongs_to_a_dose_and_reaches_its_facility_and_place(dose: Dose) -> None:
    reaction = report(dose, said(Sign.FEVER, Sign.PAIN))
    assert (reaction.dose, reaction.path) == (dose, reference.facility().path)
    assert not reaction.is_urgent
    assert reaction.due_at == AT + timedelta(hours=24)
    assert queries.open_at(reference.facility()) == [reaction]
    officer = accounts.staff((Role.OFFICER, province()))
    assert queries.open_in_reach(officer) == [reaction]
    assert queries.open_in_reach(accounts.staff((Role.OFFICER, "vn/2025:96"))) == []
    assert not Message.objects.exists()


def test_what_is_urgent_stands_first_with_a_short_clock_and_an_sms_that_tells_nothing(
    dose: Dose,
) -> None:
    head = accounts.staff(
        (Role.HEAD, reference.facility().path), (Role.CLERK, reference.facility().path)
    )
    choose_phone(facility=reference.facility(), phone="0903000999", by=head, at=AT)
    other = doses.dose(patients.patient(patients.facts(cccd="", full_name="Lê Văn Tú")), DAY)
    calm = report(other, said(Sign.PAIN))
    urgent = report(dose, said(Sign.BREATHING), hours=2)
    assert queries.open_at(reference.facility()) == [urgent, calm]
    assert urgent.due_at == AT + timedelta(hours=2, minutes=30)
    message = Message.objects.get(purpose="reaction_urgent")
    assert message.phone == "0903000999"
    assert set(message.values) == {"code", "address"}
    assert urgent.texted_at == AT + timedelta(hours=2)


def test_who_tells_of_the_same_dose_adds_to_it(dose: Dose) -> None:
    first = report(dose, said(Sign.PAIN))
    again = report(dose, said(Sign.PAIN, Sign.CHEST_PAIN), hours=5)
    by_team = report(dose, said(Sign.FEVER, reporter=Reporter.VACCINATOR), by=clerk(), hours=6)
    assert first == again == by_team
    assert Reaction.objects.get().signs == ["pain", "chest_pain", "fever"]
    assert Reaction.objects.get().is_urgent
    versions = ReactionVersion.objects.order_by("number").values_list("number", "reporter")
    assert list(versions) == [(1, "self"), (2, "self"), (3, "vaccinator")]


def test_the_same_submission_twice_is_one(dose: Dose) -> None:
    same = said(Sign.PAIN)
    assert report(dose, same) == report(dose, same)
    assert ReactionVersion.objects.count() == 1


def test_versions_and_steps_are_never_altered(dose: Dose) -> None:
    reaction = report(dose, said(Sign.PAIN))
    follow(reaction, Deed.CONTACTED)
    for table in ("reactionversion", "reactionstep"):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE reactions_{table} SET number = 9")


def test_without_a_recorded_dose_it_belongs_to_the_day() -> None:
    person = patients.patient()
    undosed = About(patient_id=person.pk, dose_id=None, day=DAY)
    by = accounts.citizen_of(person)
    first = report_reaction(about=undosed, said=said(Sign.RASH), by=by, at=AT)
    again = report_reaction(about=undosed, said=said(Sign.FEVER), by=by, at=AT)
    other = report_reaction(
        about=replace(undosed, day=DAY + timedelta(days=1)), said=said(Sign.FEVER), by=by, at=AT
    )
    assert first == again != other
    assert (first.path, first.facility) == ("vn", None)
    assert queries.reactions_of(person.pk) == [other, first]


def test_nobody_reports_or_follows_for_strangers(dose: Dose) -> None:
    stranger = patients.patient(patients.facts(full_name="Lê Văn Tú", cccd="", phone=""))
    with pytest.raises(NotAllowed):
        report(dose, said(Sign.PAIN), by=accounts.citizen_of(stranger))
    with pytest.raises(NotAllowed):
        report(dose, said(Sign.PAIN), by=clerk("79102"))
    reaction = report(dose, said(Sign.PAIN))
    assert queries.find_for_staff(clerk("79102"), reaction.public_id) is None
    assert queries.find_for_staff(clerk(), reaction.public_id) == reaction
    with pytest.raises(NotAllowed):
        follow(reaction, Deed.CONTACTED, by=clerk("79102"))


def test_what_says_nothing_or_cannot_be_is_refused(dose: Dose) -> None:
    with pytest.raises(NoSignIsSaid):
        report(dose, said(words="  "))
    with pytest.raises(OnsetDoesNotFit):
        report(dose, said(Sign.PAIN, onset_at=AT + timedelta(minutes=1)))
    with pytest.raises(OnsetDoesNotFit):
        report(dose, said(Sign.PAIN, onset_at=AT - timedelta(days=5)))
    with pytest.raises(DoseIsTooLongAgo):
        report(dose, said(Sign.PAIN), hours=24 * 40)
    assert not Reaction.objects.exists()
    report(dose, said(Sign.PAIN, reporter=Reporter.VACCINATOR), by=clerk(), hours=24 * 40)


def test_a_telephone_cannot_report_without_end(dose: Dose) -> None:
    for _ in range(20):
        report(dose, said(Sign.PAIN))
    with pytest.raises(TooManyRequests):
        report(dose, said(Sign.PAIN))


def follow(
    reaction: Reaction,
    deed: Deed,
    outcome: Outcome = Outcome.UNKNOWN,
    *,
    by: Staff | None = None,
    note: str = "",
) -> Reaction:
    at = AT + timedelta(hours=1)
    return follow_reaction(
        reaction_id=reaction.pk, deed=deed, outcome=outcome, note=note, by=by or clerk(), at=at
    )


def test_what_was_done_is_kept_and_twice_is_once(dose: Dose) -> None:
    reaction, by = report(dose, said(Sign.BREATHING)), clerk()
    for _ in range(2):
        follow(reaction, Deed.CONTACTED, by=by, note="Đã gọi")
    assert ReactionStep.objects.count() == 1
    followed = follow(reaction, Deed.TO_HOSPITAL, by=by)
    assert (followed.outcome, followed.is_serious) == (Outcome.HOSPITALISED, True)
    with pytest.raises(OutcomeIsNeeded):
        follow(reaction, Deed.CLOSED, by=by)
    ended = follow(reaction, Deed.CLOSED, Outcome.RECOVERED, by=by)
    assert (ended.is_open, ended.due_at, ended.is_serious) == (False, None, True)
    assert queries.open_at(reference.facility()) == []
    assert queries.closed_at(reference.facility()) == [reaction]
    told = AuditEntry.objects.filter(action__startswith="reaction.", patient_id=dose.patient_id)
    assert told.count() == 4
    report(dose, said(Sign.CONVULSION), hours=9)
    assert queries.open_at(reference.facility()) == [reaction]


def test_counts_are_by_day_place_vaccine_group_and_seriousness(dose: Dose) -> None:
    path = reference.facility().path
    reaction = report(dose, said(Sign.PAIN, Sign.FEVER, Sign.HIGH_FEVER))
    expected = {("all", False): 1, (Group.GENERAL, False): 1, (Group.LOCAL, False): 1}
    assert numbers() == numbers(path) == expected
    fold_figures()
    assert numbers() == numbers(path) == expected
    follow(reaction, Deed.TO_HOSPITAL)
    assert numbers() == {(label, True): 1 for label, _ in expected}
    (one, *_rest) = reaction_counts("vn", since=DAY, until=DAY)
    assert (one.day, one.vaccine) == (DAY, "ASTRAZENECA")
    assert reaction_counts("vn", since=DAY + timedelta(days=1), until=AT.date()) == []
    places = {one.path for one in reaction_counts("vn", since=DAY, until=DAY, with_parts=True)}
    assert places == {"vn", province()}
    rebuild_figures(by=reference.BY, at=AT)
    assert numbers() == {(label, True): 1 for label, _ in expected}


def test_counts_follow_the_dose(dose: Dose) -> None:
    report(dose, said(Sign.PAIN))
    facts = replace(dose.current.facts, vaccine_id=reference.vaccine("COMIRNATY").pk)
    by = reference.BY
    amend_dose(dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="test", by=by, at=AT)
    assert {one.vaccine for one in reaction_counts("vn", since=DAY, until=DAY)} == {"COMIRNATY"}
    withdraw_dose(dose_id=dose.pk, origin="test", by=by, at=AT)
    assert numbers() == {}


def test_what_is_counted_wrong_is_found(dose: Dose) -> None:
    report(dose, said(Sign.PAIN))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_countedreaction SET day = day + 1")
    assert len(list(figures_that_disagree())) > 1
    rebuild_figures(by=reference.BY, at=AT)
    assert list(figures_that_disagree()) == []
