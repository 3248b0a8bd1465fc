"""The page of every component, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page

from sotiem.portals.components.gallery import gallery
from tests.portals.components.browsing import ADDRESS, serve, started_browser

AXE = Path(__file__).parents[2] / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from started_browser()


def open_gallery(browser: Browser, language: str, width: int, *, scripts: bool = True) -> Page:
    with translation.override(language):
        html = gallery(RequestFactory().get("/")).content.decode()
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    page = context.new_page()
    serve(page, html)
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_component_is_open_to_everyone(browser: Browser, language: str, width: int) -> None:
    page = open_gallery(browser, language, width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(ADDRESS)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE.read_text()})
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert len(found["passes"]) > 40
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_moves_sideways_on_a_small_phone(browser: Browser, language: str) -> None:
    page = open_gallery(browser, language, 320)
    page.goto(ADDRESS)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    page.context.close()


def test_after_a_refused_form_the_reader_stands_at_the_errors(browser: Browser) -> None:
    page = open_gallery(browser, "vi", 360)
    page.goto(ADDRESS)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.context.close()


def test_a_double_click_sends_once(browser: Browser) -> None:
    page = open_gallery(browser, "vi", 1280)
    page.goto(ADDRESS)
    dropped = page.evaluate(
        """() => {
          const dropped = [];
          window.addEventListener("submit", (event) => {
            dropped.push(event.defaultPrevented);
            event.preventDefault();
          });
          const button = document.querySelector("form[enctype] [data-once]");
          button.click();
          button.click();
          return dropped;
        }"""
    )
    assert dropped == [False, True]
    page.context.close()


def test_the_print_button_shows_only_where_it_can_work(browser: Browser) -> None:
    for scripts in (True, False):
        page = open_gallery(browser, "vi", 1280, scripts=scripts)
        page.goto(ADDRESS)
        assert page.locator("[data-print]").is_visible() is scripts
        page.context.close()
