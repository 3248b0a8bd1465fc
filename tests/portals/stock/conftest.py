import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from tests.factories import accounts, reference


@pytest.fixture
def clerk(db: None) -> User:
    return accounts.user((Role.CLERK, reference.facility().path))


@pytest.fixture
def browser(clerk: User) -> Client:
    return browser_of(clerk)


@pytest.fixture
def officer(db: None) -> Client:
    """The browser of an officer of the country."""
    return browser_of(accounts.user((Role.OFFICER, "vn")))


def browser_of(user: User) -> Client:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(user)
    return client
