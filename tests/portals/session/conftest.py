import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from tests.factories import accounts, reference


@pytest.fixture
def clerk(db: None) -> User:
    reference.lot()
    return accounts.user((Role.CLERK, reference.facility().path))


@pytest.fixture
def browser(clerk: User) -> Client:
    return browser_of(clerk)


@pytest.fixture
def stranger(clerk: User) -> Client:
    """The browser of a clerk of another facility."""
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    return browser_of(accounts.user((Role.CLERK, elsewhere.path)))


def browser_of(user: User) -> Client:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(user)
    return client
