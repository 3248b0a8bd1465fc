from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from sotiem.accounts.facts import Jurisdiction, Role, paths_within
from sotiem.accounts.models import Membership
from sotiem.accounts.operations import withdraw_role
from sotiem.accounts.queries import staff_of
from sotiem.foundation.actors import machine
from tests.factories import accounts

HCMC = Jurisdiction("vn/2025:79")


def test_a_jurisdiction_covers_itself_and_what_lies_below() -> None:
    assert HCMC.covers("vn/2025:79")
    assert HCMC.covers("vn/2025:79/2025:27193/79101")
    assert not HCMC.covers("vn/2025:7")
    assert not HCMC.covers("vn/2025:790")
    assert not HCMC.covers("vn")
    assert Jurisdiction.country().covers("vn/2025:01")


def test_the_same_code_of_another_version_is_another_place() -> None:
    assert not Jurisdiction("vn/2025:15").covers("vn/2004:15")


def test_paths_covered_by_another_are_left_out() -> None:
    assert paths_within([HCMC, HCMC.within("2025:27193"), Jurisdiction("vn/2025:01")]) == (
        "vn/2025:01",
        "vn/2025:79",
    )


@pytest.mark.django_db
def test_a_role_ends_when_it_is_withdrawn(at: datetime) -> None:
    user = accounts.user((Role.CLERK, "vn/2025:79"))
    assert staff_of(user, at=at).may(Role.CLERK, "vn/2025:79/2025:27193")
    assert not staff_of(user, at=at).may(Role.OFFICER, "vn/2025:79")
    withdraw_role(membership_id=user.memberships.get().pk, by=machine("test"), at=at)
    assert not staff_of(user, at=at).has(Role.CLERK)
    assert staff_of(user, at=at - timedelta(seconds=1)).has(Role.CLERK)


@pytest.mark.django_db
def test_an_account_that_is_closed_may_nothing(at: datetime) -> None:
    user = accounts.user((Role.CLERK, "vn"))
    user.is_active = False
    assert staff_of(user, at=at).grants == ()


@pytest.mark.django_db
def test_a_membership_cannot_end_before_it_begins(at: datetime) -> None:
    with pytest.raises(IntegrityError, match="membership_ends_after_it_begins"):
        Membership.objects.create(
            user=accounts.user(),
            role=Role.CLERK,
            jurisdiction="vn",
            valid_from=at,
            valid_to=at - timedelta(days=1),
        )


@pytest.mark.django_db
def test_an_unknown_role_is_refused(at: datetime) -> None:
    with pytest.raises(IntegrityError, match="membership_role_is_known"):
        Membership.objects.create(
            user=accounts.user(), role="king", jurisdiction="vn", valid_from=at
        )
