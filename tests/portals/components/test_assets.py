import gzip
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.contrib.staticfiles import finders
from django.test import RequestFactory

import sotiem.portals.components as components
from sotiem.portals.components.errors import not_found
from tests.portals.components.pages import Page
from tests.portals.components.texts import texts_of

HERE = Path(components.__file__).parent
STATIC = HERE / "static" / "sotiem"
CATALOGUE = HERE / "locale" / "en" / "LC_MESSAGES"


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def test_the_style_stays_small_enough_for_a_slow_phone() -> None:
    assert packed((STATIC / "sotiem.css").read_bytes()) <= 25_000
    assert packed((STATIC / "sotiem.js").read_bytes()) <= 4_000


def test_a_first_page_stays_within_its_budget(rf: RequestFactory) -> None:
    page = not_found(rf.get("/")).content
    addresses = [a.get("src") for a in Page(page.decode()).all_of("script")]
    addresses += [a.get("href") for a in Page(page.decode()).all_of("link")]
    files = {(address or "").removeprefix("/static/") for address in addresses}
    found = [Path(str(finders.find(name))) for name in files]
    fonts = list((STATIC / "fonts").glob("*-latin-[47]*")) + list(
        (STATIC / "fonts").glob("*-vietnamese-*")
    )
    assert len(fonts) == 4
    sizes = [packed(path.read_bytes()) for path in {*found, *fonts}]
    assert packed(page) + sum(sizes) <= 110_000


def test_the_style_asks_only_for_files_that_are_shipped() -> None:
    wanted = set(re.findall(r'url\("?([^")]+)"?\)', (STATIC / "sotiem.css").read_text()))
    asked = {name for name in wanted if not name.startswith("data:")}
    assert len(asked) == 6
    assert all((STATIC / name).is_file() for name in asked)


@pytest.mark.parametrize("template", sorted(HERE.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_nothing_the_content_policy_blocks(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def _forms(said: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def as_texts(catalogue: Catalog) -> dict[str, list[str]]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]: _forms(message.string)
        for message in catalogue
        if message.id and not message.fuzzy
    }


def test_every_text_has_an_english_translation() -> None:
    with (CATALOGUE / "django.po").open("rb") as file:
        english = as_texts(read_po(file, locale="en"))
    texts = texts_of(HERE)
    assert len(texts) > 50
    assert sorted(texts - english.keys()) == []
    assert sorted(english.keys() - texts) == []
    assert [text for text, said in english.items() if not all(said)] == []


def test_the_compiled_translations_are_those_of_the_source() -> None:
    with (CATALOGUE / "django.po").open("rb") as source:
        written = as_texts(read_po(source, locale="en"))
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        assert as_texts(read_mo(compiled)) == written
