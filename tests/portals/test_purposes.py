"""Who is asked for personal data reads why, on what basis, for how long, and who sees them."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.test import Client

from sotiem.portals.components.purposes import PURPOSES
from tests.architecture.sources import PACKAGE

# Fields by which somebody says who they are, where they live, how they are reached, or tell of
# their health; and forms drawn field by field, which may hold any of them.
PERSONAL: Final = re.compile(
    r"\bform\.(full_name|birth_date|number|cccd|cmnd|phone|email|address|photos|story|history)\b"
    r"|for field in form %}"
)
TOLD: Final = re.compile(r'{% purpose "(\w+)" %}')
# Staff type of others there what the law has them record, told on the slip; or give an officer's
# own number; the rest is a filter.
OF_STAFF: Final = (
    "session/",
    "facility/",
    "review/",
    "office/",
    "stock/",
    "deadlines/",
    "channels/",
    "registering/call.html",
)


def forms() -> list[Path]:
    """Templates with a form that is sent and asks for something personal."""
    found = []
    for path in sorted((PACKAGE / "portals").rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        sends = "<c-form" in text or 'method="post"' in text
        if sends and PERSONAL.search(text) and not _name(path).startswith(OF_STAFF):
            found.append(path)
    return found


def _name(path: Path) -> str:
    return str(path).partition("/templates/")[2]


def test_the_forms_that_are_known_to_ask_are_found() -> None:
    names = {_name(path) for path in forms()}
    asked = {"look_up", "report_form", "told"}
    assert {f"citizen/{name}.html" for name in asked} <= names
    assert {"registering/fill_in.html", "phones/find.html", "phones/new_phone.html"} <= names


@pytest.mark.parametrize("path", forms(), ids=_name)
def test_a_form_that_asks_for_personal_data_says_why(path: Path) -> None:
    told = TOLD.findall(path.read_text(encoding="utf-8"))
    assert told, _name(path)
    assert set(told) <= set(PURPOSES)


def test_every_purpose_is_shown_where_it_is_asked() -> None:
    shown = {
        key
        for path in (PACKAGE / "portals").rglob("templates/**/*.html")
        for key in TOLD.findall(path.read_text(encoding="utf-8"))
    }
    on_paper = {"session"}  # on the slip that everybody gets
    follows = {"record"}  # from the others
    assert shown | on_paper | follows == set(PURPOSES)


@pytest.mark.django_db
def test_the_page_about_privacy_shows_the_whole_register(client: Client) -> None:
    page = client.get("/quyen-rieng-tu/").text
    for told in PURPOSES.values():
        for words in (told.name, told.purpose, told.basis, told.kept, told.seen_by):
            assert str(words) in page


@pytest.mark.django_db
def test_a_form_shows_it_folded_and_links_the_register(client: Client) -> None:
    page = client.get("/so-tiem/").text
    assert 'data-purpose="look_up"' in page
    assert "/quyen-rieng-tu/#du-lieu" in page
