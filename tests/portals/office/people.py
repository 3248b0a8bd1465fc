"""Members of staff at their browsers."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from tests.factories import accounts

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "mật khẩu thử 1"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def code(secret: str = SECRET) -> str:
    """What the app on the phone shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_second_factor(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def member(*grants: tuple[Role, str], unit_name: str = "Trạm Y tế Bình Minh") -> User:
    """Someone who has set up the second factor."""
    return with_second_factor(accounts.user(*grants, unit_name=unit_name))


def browser(user: User) -> Client:
    """The browser of someone who has signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def at_work(*grants: tuple[Role, str]) -> Client:
    """The browser of a member of staff with these roles."""
    return browser(member(*grants))
