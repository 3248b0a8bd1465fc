"""What is published says what is so."""

import json
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from sotiem.portals.api.description import ADDRESSES
from sotiem.portals.api.examples import DOSES
from sotiem.portals.api.urls import urlpatterns
from tests.portals.api import calls, contract

pytestmark = pytest.mark.django_db


def test_every_address_is_described_and_no_other() -> None:
    there = {
        f"/api/{pattern.pattern}".replace("<uuid:public_id>", "{id}").replace(
            "<str:code>", "{code}"
        )
        for pattern in urlpatterns
    }
    assert there - {"/api/", "/api/v1/openapi.json"} == {each.path for each in ADDRESSES}


def test_every_schema_is_one_and_is_used() -> None:
    text = json.dumps(contract.PUBLISHED)
    for name, schema in contract.PUBLISHED["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert f'"#/components/schemas/{name}"' in text


@pytest.mark.parametrize(("language", "title"), [("vi", "cho phần mềm"), ("en", "for programs")])
def test_the_description_is_published_in_both_languages(language: str, title: str) -> None:
    answer = Client(headers={"Accept-Language": language}).get("/api/v1/openapi.json")
    published = json.loads(answer.content)
    assert published["openapi"] == "3.1.0"
    assert title in published["info"]["title"]


@pytest.mark.parametrize(("language", "word"), [("vi", "Bắt đầu"), ("en", "How to begin")])
def test_people_read_it_as_a_page(language: str, word: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/api/").content.decode()
    assert word in page
    for each in ADDRESSES:
        assert each.path in page


def test_the_examples_are_what_they_say(at: datetime) -> None:
    for each in ADDRESSES:
        if each.example:
            contract.require_shape(each.example, each.sent["application/json"])
    token = calls.token_of_clerk(at)
    assert (
        calls.told(calls.send(token, {**DOSES, "facility": "79101"}))["doses"][0]["outcome"]
        == "recorded"
    )
