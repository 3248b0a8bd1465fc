"""Who opens the pages of what comes after a dose."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sotiem.accounts.facts import Role
from sotiem.patients.models import Patient
from tests.factories import accounts, reference

BrowserOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def static_folder(settings: Settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture
def browser_of(db: None) -> BrowserOf:
    """The browser of somebody with a role, at the facility unless a path is given."""

    def open_browser(role: Role, path: str = "") -> Client:
        user = accounts.user((role, path or reference.facility().path))
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        client = Client()
        client.force_login(user)
        return client

    return open_browser


@pytest.fixture
def herself(db: None) -> Callable[[Patient], Client]:
    """The browser of a citizen who gave her code."""

    def sign_in(patient: Patient) -> Client:
        client = Client()
        session = client.session
        session["citizen"] = {
            "phone": patient.current.phone,
            "patient_id": patient.pk,
            "patient_public_id": str(patient.public_id),
            "until": (timezone.now() + timedelta(minutes=30)).isoformat(),
        }
        session.save()
        return client

    return sign_in
