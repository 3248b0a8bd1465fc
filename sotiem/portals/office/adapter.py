"""How staff sign in: accounts are given, never taken; what is done to them leaves a trace."""

import base64
import hashlib
import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from certificate_format import qr
from sotiem.accounts.models import User
from sotiem.accounts.operations import choose_password
from sotiem.accounts.queries import staff_of
from sotiem.foundation import audit

PROVED_FOR_SECONDS: Final = 300


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: each page says itself what happened."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        audit.record("user.signed_in", user, by=staff_of(user, at=at), at=at)
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def set_password(self, user: User, password: str) -> None:
        at = timezone.now()
        choose_password(user=user, password=password, by=staff_of(user, at=at), at=at)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever gave the password or a code a moment ago is not asked again."""
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - record["at"] < PROVED_FOR_SECONDS for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor are never readable in the database."""

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user.get_username())

    def build_totp_svg(self, url: str) -> str:
        return qr.svg(url)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
