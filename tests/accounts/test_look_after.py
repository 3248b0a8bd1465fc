import uuid
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import Membership, User
from sotiem.accounts.operations import (
    CountryNeedsAnAdministrator,
    NobodyClosesTheirOwnAccount,
    NobodyGrantsToThemselves,
    UsernameIsTaken,
    add_staff,
    close_account,
    grant_role,
    reopen_account,
    reset_sign_in,
    withdraw_role,
)
from sotiem.accounts.queries import staff_of
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from tests.concurrency import together
from tests.factories import accounts

PROVINCE = "vn/2025:79"


def administrator(path: str = PROVINCE) -> Staff:
    return accounts.staff((Role.ADMINISTRATOR, path))


def add(by: Staff, *, username: str = "thu.ly", key: uuid.UUID | None = None, at: datetime) -> User:
    return add_staff(
        public_id=key or uuid.uuid4(),
        username=username,
        full_name="Lý Thị Thử",
        unit_name="Trạm Y tế Bình Minh",
        password="mật khẩu đầu",
        role=Role.CLERK,
        jurisdiction=Jurisdiction(f"{PROVINCE}/2025:27193/79101"),
        by=by,
        at=at,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["vn", "vn/2025:7", "vn/2025:790", "vn/2004:79", "vn/2025:01"])
def test_no_role_is_given_or_taken_beyond_ones_jurisdiction(path: str, at: datetime) -> None:
    by, user = administrator(), accounts.user((Role.OFFICER, path))
    with pytest.raises(NotAllowed):
        grant_role(user=user, role=Role.CLERK, jurisdiction=Jurisdiction(path), by=by, at=at)
    with pytest.raises(NotAllowed):
        withdraw_role(membership_id=user.memberships.get().pk, by=by, at=at)
    for step in (close_account, reopen_account):
        with pytest.raises(NotAllowed):
            step(user_id=user.pk, by=by, at=at)
    with pytest.raises(NotAllowed):
        reset_sign_in(user_id=user.pk, password="x", by=by, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.AUDITOR])
def test_other_roles_give_nothing(role: Role, at: datetime) -> None:
    by = accounts.staff((role, "vn"))
    with pytest.raises(NotAllowed):
        grant_role(
            user=accounts.user(),
            role=Role.CLERK,
            jurisdiction=Jurisdiction(PROVINCE),
            by=by,
            at=at,
        )
    with pytest.raises(NotAllowed):
        add(by, at=at)
    assert not User.objects.filter(username="thu.ly").exists()


@pytest.mark.django_db
def test_nobody_gives_to_themselves_or_closes_themselves(at: datetime) -> None:
    by = administrator()
    user = User.objects.get(pk=by.user_id)
    with pytest.raises(NobodyGrantsToThemselves):
        grant_role(user=user, role=Role.OFFICER, jurisdiction=Jurisdiction(PROVINCE), by=by, at=at)
    with pytest.raises(NobodyClosesTheirOwnAccount):
        close_account(user_id=user.pk, by=by, at=at)


@pytest.mark.django_db
def test_a_role_that_is_held_is_not_given_twice(at: datetime) -> None:
    user = accounts.user()
    given = {
        grant_role(
            user=user,
            role=Role.CLERK,
            jurisdiction=Jurisdiction(PROVINCE),
            by=administrator(),
            at=at,
        ).pk
        for _ in range(2)
    }
    assert len(given) == 1


@pytest.mark.django_db
def test_an_account_without_roles_is_looked_after_by_who_gave_the_last(at: datetime) -> None:
    user = accounts.user((Role.CLERK, PROVINCE))
    withdraw_role(membership_id=user.memberships.get().pk, by=administrator(), at=at)
    later = at + timedelta(days=1)
    with pytest.raises(NotAllowed):
        close_account(user_id=user.pk, by=administrator("vn/2025:01"), at=later)
    assert not close_account(user_id=user.pk, by=administrator(), at=later).is_active
    reopened = reopen_account(user_id=user.pk, by=administrator(), at=later)
    assert reopened.is_active
    assert AuditEntry.objects.filter(action__in=["user.closed", "user.reopened"]).count() == 2


@pytest.mark.django_db
def test_a_reset_takes_the_second_factor_and_asks_for_a_new_password(at: datetime) -> None:
    user = accounts.user((Role.CLERK, PROVINCE))
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    fresh = reset_sign_in(user_id=user.pk, password="cấp lại", by=administrator(), at=at)
    assert fresh.has_start_password
    assert fresh.check_password("cấp lại")
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
def test_a_username_is_taken_whatever_its_capitals(at: datetime) -> None:
    add(administrator(), at=at)
    with pytest.raises(UsernameIsTaken):
        add(administrator(), username="Thu.Ly", at=at)


def test_one_submission_at_the_same_moment_adds_one_person(
    committed_db: None, at: datetime
) -> None:
    by, key = administrator(), uuid.uuid4()
    raised = together(*[lambda: add(by, key=key, at=at)] * 4)
    assert raised == []
    assert User.objects.filter(username="thu.ly").count() == 1
    assert Membership.objects.filter(user__username="thu.ly").count() == 1


@pytest.mark.django_db
def test_the_last_administrator_of_the_country_is_not_lost(at: datetime) -> None:
    last = administrator("vn")
    membership = Membership.objects.get(user_id=last.user_id)
    with pytest.raises(CountryNeedsAnAdministrator):
        withdraw_role(membership_id=membership.pk, by=last, at=at)
    with pytest.raises(CountryNeedsAnAdministrator):
        close_account(user_id=last.user_id, by=machine("test"), at=at)
    sleeping = administrator("vn")
    User.objects.filter(pk=sleeping.user_id).update(is_active=False)
    with pytest.raises(CountryNeedsAnAdministrator):
        withdraw_role(membership_id=membership.pk, by=last, at=at)


@pytest.mark.parametrize("by_closing", [True, False])
def test_two_administrators_cannot_put_each_other_out_at_once(
    committed_db: None, at: datetime, by_closing: bool
) -> None:
    one, other = administrator("vn"), administrator("vn")

    def put_out(whom: Staff, by: Staff) -> None:
        if by_closing:
            close_account(user_id=whom.user_id, by=by, at=at)
        else:
            held = Membership.objects.get(user_id=whom.user_id)
            withdraw_role(membership_id=held.pk, by=by, at=at)

    raised = together(lambda: put_out(one, other), lambda: put_out(other, one))
    assert [type(error) for error in raised] == [CountryNeedsAnAdministrator]
    active = [staff_of(user, at=at) for user in User.objects.filter(is_active=True)]
    assert sum(actor.may(Role.ADMINISTRATOR, "vn") for actor in active) == 1
