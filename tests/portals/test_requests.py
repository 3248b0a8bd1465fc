"""What is logged of a request, and what people read when we fail."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from structlog.testing import capture_logs

from sotiem.config.logs import WithoutTexts
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.portals.components.access import public

PERSONAL = "Nguyễn Thị Bảo Lộc 0901234567"


def failing(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    @public
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view  # type: ignore[return-value]


urlpatterns = [
    path("defect/", failing(ValueError(PERSONAL))),
    path("away/", failing(OperationalError(PERSONAL))),
    path("refused/", failing(NotAllowed(PERSONAL))),
    path("too-often/", failing(TooManyRequests(minutes=7))),
]
handler500 = "sotiem.portals.components.errors.server_error"


@pytest.fixture(autouse=True)
def these_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


def test_a_request_is_one_line_without_what_was_asked(client: Client, logged: list[Any]) -> None:
    client.get("/refused/", {"ten": PERSONAL})
    (line,) = logged
    assert (line["route"], line["status"], line["method"]) == ("refused/", 403, "GET")
    assert "0901234567" not in str(logged)


def test_a_defect_is_logged_by_type_and_place_never_by_its_text(
    client: Client, logged: list[Any]
) -> None:
    response = client.get("/defect/")
    defect, request = logged
    assert (defect["event"], defect["error"]) == ("defect", "ValueError")
    assert str(defect["at"][-1]).startswith("test_requests.py:")
    assert defect["id"] == request["id"]
    assert "0901234567" not in str(logged)
    assert response.status_code == 500


def test_the_error_page_shows_the_id_that_stands_in_the_log(
    client: Client, logged: list[Any]
) -> None:
    response = client.get("/defect/")
    (_, line) = logged
    assert str(line["id"]) in response.text
    assert response["X-Request-Id"] == line["id"]
    assert PERSONAL not in response.text


def test_a_database_that_is_away_is_said_to_be_away(client: Client) -> None:
    response = client.get("/away/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_a_refusal_is_a_page_with_its_sentence(client: Client) -> None:
    response = client.get("/too-often/")
    assert response.status_code == 429
    assert "7 phút" in response.text


def test_whatever_is_logged_elsewhere_loses_the_texts_of_errors() -> None:
    try:
        raise ValueError(PERSONAL)
    except ValueError as error:
        record = logging.LogRecord(
            "any", logging.ERROR, __file__, 1, "failed for %s", (PERSONAL,),
            (type(error), error, error.__traceback__),
        )  # fmt: skip
    line = json.loads(WithoutTexts().format(record))
    assert (line["event"], line["error"]) == ("failed for %s", "ValueError")
    assert "0901234567" not in str(line)
