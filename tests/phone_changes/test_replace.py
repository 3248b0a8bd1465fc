from dataclasses import replace
from datetime import timedelta

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.operations import CodeIsWrong
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.matching.queries import find_exact
from sotiem.messages.models import Message
from sotiem.messages.texts import text_of
from sotiem.patients.facts import LinkReason, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient, link_patients
from sotiem.phone_changes.facts import ChangeState, WaitsBecause
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.operations import (
    ChangeIsDecided,
    ChangeIsOpen,
    ObjectionIsLate,
    PhoneIsFrozen,
    PhoneIsTheSame,
    ask_new_phone,
    decide_change,
    find_by_papers,
    note_use,
    object_to_change,
    replace_phone,
)
from sotiem.phone_changes.queries import deeds_since, waiting_for
from sotiem.phone_changes.rules import CHANGES_AN_HOUR, OBJECTION_PERIOD, reasons_to_wait
from tests.factories import accounts, patients, reference
from tests.factories.phone_changes import (
    AT,
    NEW_PHONE,
    clerk,
    code,
    papers,
    replaced,
    vaccinated,
    wanted,
)

pytestmark = pytest.mark.django_db
OLD_PHONE = "0901234567"
LATER = AT + timedelta(hours=3)


def phone_of(person: Patient) -> str:
    return Patient.objects.select_related("current").get(pk=person.pk).current.phone


def actions(person: Patient) -> list[str]:
    entries = AuditEntry.objects.filter(patient_id=person.pk, action__startswith="phone_change.")
    return list(entries.order_by("pk").values_list("action", flat=True))


def objected(change: PhoneChange) -> PhoneChange:
    return object_to_change(code=change.code, words="Tôi không đổi.", at=LATER)


def officer() -> Staff:
    return accounts.staff((Role.OFFICER, "vn"))


def test_the_new_number_opens_the_record_and_the_old_one_no_more() -> None:
    person = vaccinated()
    change = replaced()
    assert change.state == ChangeState.IN_FORCE
    assert phone_of(person) == NEW_PHONE
    known = {"full_name": "Nguyễn Thị Bảo Lộc", "birth_date": "1987-04-03"}
    assert find_exact(**known, phone=NEW_PHONE) == person.pk
    assert find_exact(**known, phone=OLD_PHONE) is None
    version = Patient.objects.get(pk=person.pk).current
    assert (version.number, version.reason) == (2, "phone")
    assert actions(person) == ["phone_change.searched", "phone_change.made"]


def test_a_family_phone_is_replaced_for_one_of_the_family_only() -> None:
    person = vaccinated()
    child = patients.patient(
        replace(patients.facts(), full_name="Lê Bảo An", birth_date="2015-01-02", cccd="")
    )
    replaced()
    assert (phone_of(person), phone_of(child)) == (NEW_PHONE, OLD_PHONE)


def test_every_record_of_a_joined_person_gets_the_number() -> None:
    person = vaccinated()
    other = patients.patient(patients.facts(phone="0903333333", cccd=""))
    link_patients(
        one_id=person.pk, other_id=other.pk, reason=LinkReason.REVIEWED, evidence={},
        origin="test", by=officer(), at=AT,
    )  # fmt: skip
    change = replaced()
    assert {phone_of(person), phone_of(other)} == {NEW_PHONE}
    assert change.old_phones == [OLD_PHONE, "0903333333"]
    decide_change(
        change_id=objected(change).pk, for_new=False, reason="Số cũ", by=officer(), at=LATER
    )
    assert (phone_of(person), phone_of(other)) == (OLD_PHONE, "0903333333")


def test_the_old_number_is_told_nothing_of_the_person() -> None:
    vaccinated()
    change = replaced()
    told = Message.objects.get(phone=OLD_PHONE)
    said = text_of(told.purpose, told.values)
    assert change.code in said
    for secret in ("Lộc", "1987", "079187", "tiêm chủng", "vắc xin", NEW_PHONE):
        assert secret not in said.replace("Sổ Tiêm", "")


def test_a_wrong_code_replaces_nothing_and_the_same_code_twice_is_one_change() -> None:
    person, by = vaccinated(), clerk()
    found = find_by_papers(papers=papers(), by=by, at=AT)
    sent = ask_new_phone(wanted=wanted(found), address="127.0.0.1", by=by, at=AT)
    wrong = "000000" if code() != "000000" else "111111"
    with pytest.raises(CodeIsWrong):
        replace_phone(code_key=sent.public_id, code=wrong, by=by, at=AT)
    assert phone_of(person) == OLD_PHONE
    with pytest.raises(NotAllowed):
        replace_phone(code_key=sent.public_id, code=code(), by=clerk(), at=AT)


def test_a_double_click_is_one_change() -> None:
    vaccinated()
    by = clerk()
    change = replaced(by=by)
    again = replace_phone(code_key=change.code_key, code=code(), by=by, at=AT)
    assert again == change
    assert PhoneChange.objects.count() == 1


def test_the_same_number_is_no_change() -> None:
    vaccinated()
    with pytest.raises(PhoneIsTheSame):
        replaced(phone=OLD_PHONE)


def test_a_clerk_replaces_so_many_an_hour() -> None:
    vaccinated()
    by = clerk()
    found = find_by_papers(papers=papers(), by=by, at=AT)
    for number in range(CHANGES_AN_HOUR):
        other = wanted(found, f"090765432{number}")
        ask_new_phone(wanted=other, address="127.0.0.1", by=by, at=AT)
    with pytest.raises(TooManyRequests):
        ask_new_phone(wanted=wanted(found), address="127.0.0.1", by=by, at=AT)


def test_a_number_in_use_a_record_without_one_and_a_second_change_wait_for_an_officer() -> None:
    person = vaccinated()
    note_use(by=accounts.citizen_of(person), at=AT - timedelta(days=2))
    change = replaced()
    assert change.state == ChangeState.AWAITING_SECOND
    assert change.waits_because == [WaitsBecause.OLD_PHONE_IN_USE]
    assert phone_of(person) == OLD_PHONE
    assert waiting_for(officer()) == [change]
    with pytest.raises(ChangeIsOpen):
        replaced(phone="0907654322")
    decide_change(change_id=change.pk, for_new=True, reason="Đã gọi", by=officer(), at=LATER)
    assert phone_of(person) == NEW_PHONE
    later = replaced(phone="0907654322", at=AT + timedelta(days=3))
    assert later.waits_because == [WaitsBecause.CHANGED_LATELY]


def test_nobody_is_told_of_a_record_without_a_number_so_an_officer_looks() -> None:
    vaccinated(phone="")
    assert replaced().waits_because == [WaitsBecause.NOBODY_IS_TOLD]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"changes_today": 5}, WaitsBecause.MANY_BY_ONE),
        ({"people_of_new_phone": 4}, WaitsBecause.NEW_PHONE_OF_MANY),
    ],
)
def test_many_changes_by_one_or_to_one_number_wait(
    facts: dict[str, int], reason: WaitsBecause
) -> None:
    calm = {"changes_today": 4, "people_of_new_phone": 3}
    usual = {"old_phones": [OLD_PHONE], "old_phone_in_use": False, "changed_lately": False}
    assert reasons_to_wait(**usual, **calm) == ()  # type: ignore[arg-type]
    assert reasons_to_wait(**usual, **{**calm, **facts}) == (reason,)  # type: ignore[arg-type]


def test_an_objection_freezes_the_new_number_until_an_officer_decides() -> None:
    person = vaccinated()
    change = replaced()
    thief = accounts.citizen_of(person, NEW_PHONE)
    note_use(by=thief, at=AT + timedelta(hours=1))
    assert actions(person)[-1] == "phone_change.used"
    objected(change)
    objected(change)  # twice is once
    assert actions(person).count("phone_change.objected") == 1
    with pytest.raises(PhoneIsFrozen):
        note_use(by=thief, at=LATER)
    change.refresh_from_db()
    assert [each.action for each in deeds_since(change)] == ["phone_change.used"]
    decide_change(change_id=change.pk, for_new=False, reason="SIM bị trộm", by=officer(), at=LATER)
    assert phone_of(person) == OLD_PHONE
    note_use(by=accounts.citizen_of(person, OLD_PHONE), at=LATER)
    assert actions(person)[-1] == "phone_change.returned"


def test_an_officer_may_keep_the_new_number_and_then_it_opens_again() -> None:
    person = vaccinated()
    change = objected(replaced())
    decide_change(change_id=change.pk, for_new=True, reason="Đã gặp", by=officer(), at=LATER)
    note_use(by=accounts.citizen_of(person, NEW_PHONE), at=LATER)
    with pytest.raises(ObjectionIsLate):
        objected(change)
    with pytest.raises(ChangeIsDecided):
        decide_change(change_id=change.pk, for_new=False, reason="x", by=officer(), at=LATER)


def test_who_made_the_change_never_decides_it_nor_does_another_province() -> None:
    vaccinated()
    path = reference.facility().path
    both = accounts.staff((Role.CLERK, path), (Role.OFFICER, "vn"))
    change = objected(replaced(by=both))
    for by in (both, accounts.staff((Role.OFFICER, "vn/2025:99")), clerk()):
        with pytest.raises(NotAllowed):
            decide_change(change_id=change.pk, for_new=True, reason="x", by=by, at=LATER)


def test_after_the_period_an_objection_is_late() -> None:
    vaccinated()
    change = replaced()
    end = AT + OBJECTION_PERIOD
    with pytest.raises(ObjectionIsLate):
        object_to_change(code=change.code, words="", at=end + timedelta(seconds=1))
    assert object_to_change(code=change.code, words="", at=end).state == ChangeState.OBJECTED


def test_what_was_corrected_since_is_not_taken_back() -> None:
    person = vaccinated()
    change = objected(replaced())
    third = replaced_by_hand(person, "0909999999")
    decide_change(change_id=change.pk, for_new=False, reason="Số cũ", by=officer(), at=LATER)
    assert phone_of(person) == third


def replaced_by_hand(person: Patient, phone: str) -> str:
    current = Patient.objects.get(pk=person.pk).current
    amend_patient(
        patient_id=person.pk, facts=replace(current.facts, phone=phone),
        reason=PatientReason.REPORT, origin="test", by=officer(), at=LATER,
    )  # fmt: skip
    return phone
