from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Role, Staff
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.guardians.facts import EndedBecause, Relation
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations import (
    ChildHasToAgree,
    GuardianIsNotOfAge,
    NoSuchChild,
    TermNotPossible,
    claim_child,
    end_guardianship,
    end_passed,
    grant_guardianship,
    open_ward,
)
from sotiem.guardians.operations.grant import TRIES
from sotiem.guardians.queries import (
    disagreements_on_record,
    guardians_of,
    is_closed_to,
    right_held,
    wards_of,
)
from sotiem.messages.models import Message
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient
from tests.factories import accounts, doses, patients, reference
from tests.factories.guardians import (
    AT,
    CHILD_BORN,
    CHILD_NAME,
    OF_AGE_ON,
    acting,
    child,
    claimed,
    family,
    parent,
)

pytestmark = pytest.mark.django_db
PHONE = "0901234567"
COMES_OF_AGE = datetime(2027, 5, 5, 17, tzinfo=UTC)  # midnight in Viet Nam
NIGHT = machine("guardians")


def officer(path: str = "vn") -> Staff:
    return accounts.staff((Role.OFFICER, path))


def granted(guardian: Patient, ward: Patient, **changes: object) -> Guardianship:
    said = {
        "relation": Relation.GUARDIAN,
        "document": "Quyết định 12/QĐ-UBND ngày 03/04/2021",
        "ends_on": date(2023, 1, 1),
        "ward_agreed": True,
        "by": officer(),
        "at": AT,
        **changes,
    }
    return grant_guardianship(guardian_id=guardian.pk, ward_id=ward.pk, **said)  # type: ignore[arg-type]


def test_a_parent_whose_phone_the_child_s_record_has_keeps_it_until_the_child_is_of_age() -> None:
    mother, ward, right = family()
    assert (right.ward, right.guardian, str(right.ends_on)) == (ward, mother, OF_AGE_ON)
    assert wards_of(mother.pk, at=AT) == [right]
    assert guardians_of(ward.pk, at=AT) == [right]
    for person in (mother, ward):
        assert AuditEntry.objects.filter(
            action="guardianship.granted", patient_id=person.pk, object_id=right.pk
        ).exists()
    assert list(disagreements_on_record()) == []


def test_claiming_again_gives_the_right_there_is() -> None:
    mother, _, right = family()
    assert claimed(accounts.citizen_of(mother)) == right
    assert Guardianship.objects.count() == 1


@pytest.mark.parametrize("what", ["nobody", "other phone", "of age", "herself"])
def test_whether_there_is_such_a_child_is_told_to_nobody(what: str) -> None:
    mother = parent()
    said = {"full_name": CHILD_NAME, "birth_date": CHILD_BORN}
    if what == "other phone":
        child(phone="0909999999")
    elif what == "of age":
        child("2003-05-06")
        said["birth_date"] = "2003-05-06"
    elif what == "herself":
        said = {"full_name": "Nguyễn Thị Bảo Lộc", "birth_date": "1987-04-03"}
    with pytest.raises(NoSuchChild) as refused:
        claimed(
            accounts.citizen_of(mother),
            full_name=said["full_name"],
            birth_date=said["birth_date"],
        )
    assert refused.value.details == {}
    assert not Guardianship.objects.exists()


def test_tries_are_counted() -> None:
    by = accounts.citizen_of(parent())
    for _ in range(TRIES):
        with pytest.raises(NoSuchChild):
            claimed(by)
    child()
    with pytest.raises(TooManyRequests):
        claimed(by)
    assert claimed(by, at=AT + timedelta(days=2)).pk


@pytest.mark.parametrize(("born", "is_asked"), [("2014-10-12", True), ("2014-10-13", False)])
def test_from_seven_years_on_the_child_agrees(born: str, is_asked: bool) -> None:
    child(born)
    by = accounts.citizen_of(parent())
    if is_asked:
        with pytest.raises(ChildHasToAgree):
            claimed(by, birth_date=born, ward_agreed=False)
    else:
        assert claimed(by, birth_date=born, ward_agreed=False).pk


def test_a_child_is_nobody_s_guardian() -> None:
    child()
    facts = replace(patients.facts(), full_name="Trần Gia Bảo", birth_date="2005-01-01", cccd="")
    with pytest.raises(GuardianIsNotOfAge):
        claimed(accounts.citizen_of(patients.patient(facts)))


def test_a_guardian_who_acts_for_a_ward_adds_nobody() -> None:
    _, _, right = family()
    with pytest.raises(NotAllowed):
        claimed(acting(right))


def test_the_right_ends_by_itself_on_the_day() -> None:
    mother, ward, right = family()
    before = COMES_OF_AGE - timedelta(seconds=1)
    assert right_held(right.public_id, guardian_id=mother.pk, at=before) == right
    assert right_held(right.public_id, guardian_id=mother.pk, at=COMES_OF_AGE) is None
    assert guardians_of(ward.pk, at=COMES_OF_AGE) == []
    with pytest.raises(NotAllowed):
        open_ward(public_id=str(right.public_id), by=accounts.citizen_of(mother), at=COMES_OF_AGE)


def test_a_corrected_birth_date_moves_the_day() -> None:
    mother, ward, right = family()
    older = replace(ward.current.facts, birth_date="2003-05-06")
    amend_patient(
        patient_id=ward.pk,
        facts=older,
        reason=PatientReason.REPORT,
        origin="report:PA-TEST-TEST",
        by=machine("test"),
        at=AT,
    )
    assert right_held(right.public_id, guardian_id=mother.pk, at=AT) is None


def test_the_night_writes_it_down_once_and_the_guardian_is_told() -> None:
    _, _, right = family()
    assert end_passed(by=NIGHT, at=COMES_OF_AGE - timedelta(hours=1)) == 0
    assert end_passed(by=NIGHT, at=COMES_OF_AGE + timedelta(minutes=5)) == 1
    assert end_passed(by=NIGHT, at=COMES_OF_AGE + timedelta(days=1)) == 0
    right.refresh_from_db()
    assert right.ended_because == EndedBecause.OF_AGE
    told = Message.objects.get(purpose="guardian_of_age")
    assert (told.phone, CHILD_NAME in str(told.values)) == (PHONE, False)


def test_the_parent_s_phone_opens_the_grown_child_s_record_no_longer() -> None:
    _, ward, _ = family()
    assert not is_closed_to(PHONE, ward.pk, at=COMES_OF_AGE - timedelta(seconds=1))
    assert is_closed_to(PHONE, ward.pk, at=COMES_OF_AGE)
    assert not is_closed_to("0909999999", ward.pk, at=COMES_OF_AGE)


def test_who_gives_a_right_back_may_claim_it_again() -> None:
    mother, ward, right = family()
    by = accounts.citizen_of(mother)
    assert end_guardianship(guardianship_id=right.pk, by=by, at=AT).ended_because == "returned"
    assert not is_closed_to(PHONE, ward.pk, at=AT)
    assert claimed(by) != right
    assert Guardianship.objects.count() == 2


def test_what_the_ward_ended_is_not_claimed_again_by_the_same_phone() -> None:
    mother, ward, right = family()
    ended = end_guardianship(
        guardianship_id=right.pk, by=accounts.citizen_of(ward, "0911222333"), at=AT
    )
    assert ended.ended_because == EndedBecause.WARD
    assert Message.objects.filter(purpose="guardian_ended", phone=PHONE).exists()
    assert is_closed_to(PHONE, ward.pk, at=AT)
    with pytest.raises(NoSuchChild):
        claimed(accounts.citizen_of(mother))


def test_another_guardian_may_end_a_right_and_a_stranger_may_not() -> None:
    _, ward, right = family()
    father = patients.patient(
        patients.facts(full_name="Trần Văn Khải", phone="0912345678", cccd="079080001111")
    )
    stranger = accounts.citizen_of(father, "0912345678")
    with pytest.raises(NotAllowed):
        end_guardianship(guardianship_id=right.pk, by=stranger, at=AT)
    his = granted(father, ward)
    ended = end_guardianship(guardianship_id=right.pk, by=acting(his), at=AT)
    assert ended.ended_because == EndedBecause.OTHER_GUARDIAN
    assert guardians_of(ward.pk, at=AT) == [his]


def test_an_officer_grants_by_a_document_until_a_day() -> None:
    guardian, ward = parent(), child(phone="")
    right = granted(guardian, ward)
    assert right.document
    assert right.granted_by_unit
    held = right_held(
        right.public_id, guardian_id=guardian.pk, at=datetime(2022, 12, 31, 16, tzinfo=UTC)
    )
    assert held == right
    over = datetime(2022, 12, 31, 17, tzinfo=UTC)
    assert right_held(right.public_id, guardian_id=guardian.pk, at=over) is None
    assert end_passed(by=NIGHT, at=over) == 1


@pytest.mark.parametrize("ends_on", [date(2021, 10, 12), date(2027, 5, 7)])
def test_a_child_s_right_neither_ended_already_nor_goes_beyond_its_age(ends_on: date) -> None:
    with pytest.raises(TermNotPossible) as refused:
        granted(parent(), child(phone=""), ends_on=ends_on)
    assert refused.value.details["latest"] == "06/05/2027"


def test_an_officer_of_elsewhere_grants_and_ends_nothing() -> None:
    guardian, ward = parent(), child(phone="")
    doses.dose(ward)
    elsewhere = officer("vn/2025:96")
    with pytest.raises(NotAllowed):
        granted(guardian, ward, by=elsewhere)
    right = granted(guardian, ward, by=officer(reference.facility().path))
    with pytest.raises(NotAllowed):
        end_guardianship(guardianship_id=right.pk, by=elsewhere, at=AT)


def test_other_guardians_are_told_of_a_new_one() -> None:
    _, ward, _ = family()
    grandmother = patients.patient(
        patients.facts(full_name="Lê Thị Mận", phone="0913000111", cccd="079150002222")
    )
    granted(grandmother, ward)
    assert Message.objects.filter(purpose="guardian_added", phone=PHONE).count() == 1


def test_opening_a_ward_s_record_leaves_a_trace_on_it() -> None:
    mother, ward, right = family()
    open_ward(public_id=str(right.public_id), by=accounts.citizen_of(mother), at=AT)
    entry = AuditEntry.objects.get(action="guardianship.opened", patient_id=ward.pk)
    assert entry.actor_key == str(mother.public_id)


def test_nobody_opens_by_somebody_else_s_right() -> None:
    _, _, right = family()
    other = patients.patient(
        patients.facts(full_name="Lê Thị Mận", phone="0913000111", cccd="079150002222")
    )
    with pytest.raises(NotAllowed):
        open_ward(public_id=str(right.public_id), by=accounts.citizen_of(other), at=AT)


def test_a_right_never_changes_but_ends_once() -> None:
    _, _, right = family()
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.filter(pk=right.pk).update(ends_on=date(2040, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.filter(pk=right.pk).delete()


def test_claim_needs_a_record_of_one_s_own() -> None:
    child()
    nobody = replace(accounts.citizen_of(parent()), patient_id=None)
    with pytest.raises(NotAllowed):
        claim_child(
            full_name=CHILD_NAME,
            birth_date=CHILD_BORN,
            relation=Relation.PARENT,
            ward_agreed=True,
            by=nobody,
            at=AT,
        )
