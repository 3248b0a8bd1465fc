"""Everything on the screen is said in English too, and what is compiled is what is written."""

from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.sources import PACKAGE
from tests.architecture.texts import texts_of

PORTALS: Final = sorted(folder.parent for folder in (PACKAGE / "portals").glob("*/locale"))


def _forms(said: object) -> list[str]:
    """A text, or its forms for one and for many."""
    return [said] if isinstance(said, str) else list(said or ())  # type: ignore[call-overload]


def said_in(catalogue: Catalog) -> dict[str, list[str]]:
    """Texts by their (singular) Vietnamese."""
    found = {}
    for message in catalogue:
        one = next(iter(_forms(message.id)), "")
        said = _forms(message.string)
        if one and said and all(said) and not message.fuzzy:
            found[one] = said
    return found


def written_in(portal: Path) -> dict[str, list[str]]:
    with (portal / "locale/en/LC_MESSAGES/django.po").open(encoding="utf-8") as file:
        return said_in(read_po(file))


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_every_text_has_an_english_one(portal: Path) -> None:
    known = {text for each in PORTALS for text in written_in(each)}
    assert texts_of(portal) - known == set()


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_no_english_text_is_left_over(portal: Path) -> None:
    assert written_in(portal).keys() - texts_of(portal) == set()


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.name)
def test_what_is_compiled_is_what_is_written(portal: Path) -> None:
    with (portal / "locale/en/LC_MESSAGES/django.mo").open("rb") as file:
        assert said_in(read_mo(file)) == written_in(portal)


def test_a_text_is_the_same_english_text_in_every_portal() -> None:
    """All catalogues are one: of two translations of a text, a reader would get either."""
    said: dict[str, dict[str, str]] = {}
    for portal in PORTALS:
        for text, english in written_in(portal).items():
            said.setdefault(text, {})[str(english)] = portal.name
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


def test_texts_are_shown_by_portals_only() -> None:
    """A module below says codes; a portal finds the words."""
    speaking = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if "gettext" in path.read_text(encoding="utf-8")
    }
    assert speaking == {"portals"}
