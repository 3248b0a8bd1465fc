"""Whatever goes wrong under /api/v1/ is told in JSON."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.portals.api import reading
from sotiem.portals.components import access
from tests.factories import accounts, keys

pytestmark = pytest.mark.django_db


def told(answer: Any, status: int) -> dict[str, str]:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    error: dict[str, str] = json.loads(answer.content)["error"]
    assert error["request"] == answer["X-Request-Id"]
    return error


def test_an_address_that_does_not_exist_is_told_in_json() -> None:
    error = told(Client().get("/api/v1/khong-co", headers={"Accept-Language": "en"}), 404)
    assert error["code"] == "not_found"
    assert error["message"].startswith("There is nothing at this address")


def test_elsewhere_people_still_read_a_page() -> None:
    assert "text/html" in Client().get("/khong-co/")["Content-Type"]


def _fail(error: Exception) -> Any:
    def fail(*given: Any) -> None:
        raise error

    return fail


def test_a_defect_is_told_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "let_in", _fail(ValueError("không nói ra")))
    answer = Client(raise_request_exception=False).post("/api/v1/match")
    assert told(answer, 500)["code"] == "failed"
    assert "không nói ra" not in answer.content.decode()


def test_a_database_that_is_away_is_told_in_json(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    token = keys.token_of(accounts.user((Role.OFFICER, "vn")), at=at)
    monkeypatch.setattr(reading, "read_claim", _fail(OperationalError()))
    answer = Client().post("/api/v1/match", headers={"Authorization": f"Bearer {token}"})
    assert told(answer, 503)["code"] == "unavailable"
    assert answer["Retry-After"] == "5"


def test_another_method_is_told_in_json(at: datetime) -> None:
    token = keys.token_of(accounts.user((Role.OFFICER, "vn")), at=at)
    answer = Client().get("/api/v1/match", headers={"Authorization": f"Bearer {token}"})
    assert told(answer, 405)["code"] == "method_not_allowed"
    assert answer["Allow"] == "POST"
