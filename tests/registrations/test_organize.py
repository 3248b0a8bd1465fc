"""An organization registers its people; each of them decides."""

from datetime import timedelta
from uuid import uuid4

import pytest

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.messages.models import Message
from sotiem.registrations import operations, queries
from sotiem.registrations.facts import Wish
from sotiem.registrations.models import Organization, Registration
from sotiem.registrations.operations import ConsentIsOld, GroupIsHers, NotTheSamePerson
from sotiem.registrations.operations.change import RegistrationIsOver
from sotiem.registrations.states import WithdrawnBecause
from sotiem.rosters.operations import IsListed, RowIsWrong, add_person
from tests.factories import accounts
from tests.factories.registrations import sender
from tests.factories.rosters import (
    AT,
    CONTACT,
    described,
    organization,
    roster,
    sent,
    sheet,
    worker,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("figures_follow")]
HERS = "0901000001"


@pytest.fixture
def listed() -> Registration:
    sent(roster(organization(), sheet(worker(1), worker(2))))
    return Registration.objects.get(sender_phone=HERS)


def take_over(one: Registration, birth_date: str = "1960-06-05", phone: str = HERS) -> Registration:
    return operations.take_over(
        registration_id=one.pk, birth_date=birth_date, group=9, by=sender(phone), at=AT
    )


def test_an_organization_is_taken_in_once_by_its_contact_person() -> None:
    key = uuid4()
    made = [
        operations.register_organization(
            described=described(), submission_key=key, by=sender(CONTACT), at=AT
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0].code.startswith("TC-")
    with pytest.raises(NotAllowed):
        operations.register_organization(
            described=described(), submission_key=uuid4(), by=sender("0909999999"), at=AT
        )
    with pytest.raises(ConsentIsOld):
        organization(consent="1999-1")
    with pytest.raises(GroupIsHers):
        organization(group=9)
    with pytest.raises(TooManyRequests):
        for number in range(9):
            organization(name=f"Công ty {number}")


def test_each_is_told_on_her_own_phone(listed: Registration) -> None:
    told = Message.objects.filter(purpose="registration_enrolled")
    assert sorted(told.values_list("phone", flat=True)) == ["0901000001", "0901000002"]
    entry = AuditEntry.objects.get(action="registration.enrolled", object_id=listed.pk)
    assert entry.details["organization"] == listed.organization.code  # type: ignore[union-attr]


def test_she_takes_it_over_by_her_birth_date_and_names_her_group(listed: Registration) -> None:
    with pytest.raises(NotTheSamePerson):
        take_over(listed, "1961-06-05")
    with pytest.raises(NotAllowed):
        take_over(listed, phone="0909999999")
    mine = take_over(listed)
    assert (mine.taken_over_at, mine.group.code, mine.consent) == (AT, 9, "2026-1")
    wish = Wish(not_before=AT.date() + timedelta(days=9))
    with pytest.raises(NotAllowed):
        operations.change_wish(registration_id=listed.pk, wish=wish, by=sender(CONTACT), at=AT)
    operations.change_wish(registration_id=listed.pk, wish=wish, by=sender(HERS), at=AT)
    with pytest.raises(TooManyRequests):
        for _ in range(9):
            take_over(listed)


def test_until_then_whoever_holds_her_phone_changes_nothing(listed: Registration) -> None:
    wish = Wish(not_before=AT.date())
    with pytest.raises(NotAllowed):
        operations.change_wish(registration_id=listed.pk, wish=wish, by=sender(HERS), at=AT)
    with pytest.raises(NotAllowed):
        operations.withdraw_registration(
            registration_id=listed.pk, because=WithdrawnBecause.ILL, by=sender(HERS), at=AT
        )


def test_the_contact_person_takes_somebody_out_and_says_nothing_of_her_health(
    listed: Registration,
) -> None:
    def out(because: WithdrawnBecause) -> None:
        operations.withdraw_registration(
            registration_id=listed.pk, because=because, by=sender(CONTACT), at=AT
        )

    with pytest.raises(NotAllowed):
        out(WithdrawnBecause.ILL)
    out(WithdrawnBecause.MOVED)
    assert Message.objects.filter(purpose="registration_withdrawn", phone=HERS).exists()
    with pytest.raises(RegistrationIsOver):
        out(WithdrawnBecause.MOVED)


def test_the_contact_person_answers_no_invitation(listed: Registration) -> None:
    for answer in (operations.confirm_invitation, operations.decline_invitation):
        with pytest.raises(NotAllowed):
            answer(registration_id=listed.pk, by=sender(CONTACT), at=AT)


def test_a_hand_over_is_told_to_both_and_the_old_phone_sees_nothing(listed: Registration) -> None:
    found = Organization.objects.get()
    new = "0907777666"
    operations.hand_over(
        organization_id=found.pk, name="Lê Mới", phone=new, email="", by=sender(CONTACT), at=AT
    )
    told = Message.objects.filter(purpose="organization_handed_over")
    assert set(told.values_list("phone", flat=True)) == {CONTACT, new}
    assert queries.organization_of(sender(CONTACT), found.code) is None
    assert queries.organizations_of(sender(new)) == [found]
    with pytest.raises(NotAllowed):
        operations.hand_over(
            organization_id=found.pk, name="A", phone=CONTACT, email="", by=sender(CONTACT), at=AT
        )


def test_one_more_is_read_as_a_row_and_double_clicked_once(listed: Registration) -> None:
    found, key = Organization.objects.get(), uuid4()

    def add(cells: dict[str, str], submission_key: object = None) -> Registration:
        return add_person(
            organization_id=found.pk,
            cells=cells,
            submission_key=submission_key or uuid4(),  # type: ignore[arg-type]
            by=sender(CONTACT),
            at=AT,
        )

    with pytest.raises(RowIsWrong) as wrong:
        add(worker(3, phone="12"))
    assert [one.column for one in wrong.value.findings] == ["phone"]
    with pytest.raises(IsListed):
        add(worker(1))
    assert add(worker(3), key) == add(worker(3), key)
    assert found.registrations.count() == 3


def test_an_officer_approves_a_whole_list_and_no_other(listed: Registration) -> None:
    province = listed.list_path
    officer = accounts.staff((Role.OFFICER, province))
    (line,) = queries.organizations_in(officer, province)
    assert (line.received, line.approved) == (2, 0)
    facts = {"list_path": province, "organization": line.code, "at": AT}
    elsewhere = accounts.staff((Role.OFFICER, "vn/2025:79"))
    if province != "vn/2025:79":
        with pytest.raises(NotAllowed):
            operations.approve_organization(by=elsewhere, **facts)  # type: ignore[arg-type]
    assert operations.approve_organization(by=officer, **facts) == 2  # type: ignore[arg-type]
    assert operations.approve_organization(by=officer, **facts) == 0  # type: ignore[arg-type]
    (line,) = queries.organizations_in(officer, province)
    assert (line.received, line.approved) == (0, 2)
