"""A part that is swapped in behaves like a freshly loaded page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.portals.components.browsing import ADDRESS, serve, started_browser
from tests.portals.components.conftest import Draw

FRAME = '{% extends "components/base.html" %}{% block content %}<h1>Thử</h1>BODY{% endblock %}'
FORM = (
    '<form id="f" method="post" hx-post="/gui" hx-select="#f" hx-swap="outerHTML">'
    '<c-error-summary :errors="errors" /><c-button key="k">Gửi</c-button></form>'
)
PROGRESS = (
    '<c-progress id="p" value="{{ done }}" max="10" label="Đang xem" poll="/dang-xem" seconds="1">'
    "{{ done }} trên 10</c-progress>"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from started_browser()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 700})
    yield context.new_page()
    context.close()


def test_after_a_swap_the_keyboard_stands_at_the_errors(page: Page, draw: Draw) -> None:
    refused = draw(FRAME.replace("BODY", FORM), errors=["Hãy chọn ảnh."])
    serve(page, draw(FRAME.replace("BODY", FORM), errors=[]))
    sent: list[dict[str, str]] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.headers)
        route.fulfill(status=422, body=refused, content_type="text/html; charset=utf-8")

    page.route("**/gui", refuse)
    page.goto(ADDRESS)
    page.get_by_role("button", name="Gửi").click()
    page.get_by_text("Hãy chọn ảnh.").wait_for()
    page.wait_for_function("document.activeElement.hasAttribute('data-error-summary')")
    assert page.locator("[aria-busy]").count() == 0
    assert page.locator("#f").count() == 1
    assert len(sent) == 1
    assert sent[0]["x-csrftoken"]


def test_progress_moves_on_by_itself_until_the_work_is_done(page: Page, draw: Draw) -> None:
    serve(page, draw(FRAME.replace("BODY", PROGRESS), done=3))
    finished = draw(FRAME.replace("BODY", PROGRESS.replace('poll="/dang-xem"', "")), done=10)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=finished, content_type="text/html; charset=utf-8")

    page.route("**/dang-xem", answer)
    page.goto(ADDRESS)
    page.get_by_text("10 trên 10").wait_for()
    assert page.locator("[hx-get]").count() == 0
    assert page.locator("main").count() == 1
    assert page.locator("progress").get_attribute("value") == "10"
    assert len(asked) == 1
