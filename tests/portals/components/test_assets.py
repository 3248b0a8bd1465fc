import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

import sotiem.portals.components as components
from sotiem.portals.components.errors import not_found
from tests.portals.components.pages import Page

HERE = Path(components.__file__).parent
STATIC = HERE / "static" / "sotiem"


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
