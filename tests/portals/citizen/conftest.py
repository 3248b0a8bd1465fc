"""Browsers of citizens, and what their phones received."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sotiem.corrections.facts import KeptPhoto
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from sotiem.portals.citizen.photo_check import Check
from sotiem.portals.citizen.views import photo_review
from tests.factories import patients

SignIn = Callable[..., Client]
PHONE = "0901234567"


@pytest.fixture(autouse=True)
def static_folder(settings: Settings) -> None:
    """The web server looks for its folder of collected files when it starts."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def without_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos are one colour here: what would be told of them is told in `test_photo_review`."""

    def check(photos: Sequence[KeptPhoto], *_: object, **__: object) -> Check:
        return Check(list(photos))

    monkeypatch.setattr(photo_review, "check", check)


@pytest.fixture
def patient(db: None) -> Patient:
    return patients.patient()


@pytest.fixture
def sign_in(client: Client, db: None) -> SignIn:
    """Open a session the way a right code does."""

    def open_session(patient: Patient | None = None, phone: str = PHONE) -> Client:
        session = client.session
        session["citizen"] = {
            "phone": phone,
            "patient_id": patient.pk if patient else None,
            "patient_public_id": str(patient.public_id) if patient else "",
            "until": (timezone.now() + timedelta(minutes=30)).isoformat(),
        }
        session.save()
        return client

    return open_session


@pytest.fixture
def last_code() -> Callable[[], str]:
    """The code in the newest message."""

    def read() -> str:
        message = Message.objects.filter(purpose="one_time_code").latest("pk")
        return str(message.values["code"])

    return read
