"""A phone at a door offers the rules that hold on its day, in both languages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from sotiem.certificates.models import SigningKey
from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from tests.factories import certificates, rules
from tests.portals.public.door import LISTS, PAGE, recorded, served
from tests.portals.public.test_scan import paste, title
from tests.stories.browsing import started_browser

pytestmark = pytest.mark.django_db
DAY: Final = timedelta(days=1)
NAMES: Final = {
    "vi": ("Thành phố Hồ Chí Minh, mùa thu 2021", "phiên bản"),
    "en": ("Ho Chi Minh City, autumn 2021", "version"),
}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def text(now: datetime) -> str:
    """A certificate of today; of the rules one version ends tomorrow, the next one begins later."""
    ensure_signing_key(at=now - DAY)
    ensure_list_key(at=now - DAY)
    person = certificates.vaccinated()
    certificates.sign_and_refresh([person.pk], at=now - timedelta(hours=2))
    publish_revocations(at=now)
    rules.published(valid_to=now + DAY, at=now - DAY)
    rules.published(rules.laxer(), valid_from=now + 3 * DAY, at=now - DAY)
    return certificates.in_force(person.pk).text


@pytest.fixture
def browser(text: str) -> Iterator[Browser]:
    with started_browser() as started:
        yield started


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(base_url=address).new_page()
    page.goto(PAGE)
    expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
    return page


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(text: str, language: str) -> Iterator[str]:
    kid = SigningKey.objects.get(kind="signer").kid
    paths = [LISTS, *(f"{LISTS}/{name}" for name in ("tin-cay", "quy-dinh", f"thu-hoi/{kid}"))]
    answers = recorded([PAGE, "/kiem-tra/sw.js", "/kiem-tra/doc-ma.js", *paths], language=language)
    with served(answers) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def test_what_was_published_takes_the_place_of_the_proposals(
    address: str, browser: Browser, language: str
) -> None:
    name, version = NAMES[language]
    page = opened(browser, address)
    options = page.locator("[data-rules] option").all_inner_texts()
    assert options[1:] == [f"{name}, {version} 1"]


@pytest.mark.parametrize("language", ["vi"])
def test_who_chose_rules_that_have_ended_checks_nothing_until_she_chooses_again(
    address: str, browser: Browser, now: datetime, text: str
) -> None:
    page = opened(browser, address)
    choice, gone = page.locator("[data-rules]"), page.locator("[data-rules-gone]")
    choice.select_option("VN-SG-2021")
    expect(gone).to_be_hidden()
    page.clock.set_fixed_time(now + 2 * DAY)
    paste(page, text)
    expect(gone).to_be_visible()
    expect(page.locator("[data-result]")).to_be_hidden()
    choice.select_option("")
    expect(gone).to_be_hidden()
    page.get_by_role("button", name="Kiểm tra", exact=True).scroll_into_view_if_needed()
    page.get_by_label("Nội dung mã QR").fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    assert title(page) == "Hợp lệ"


@pytest.mark.parametrize("language", ["vi"])
def test_what_was_published_for_later_begins_by_itself(
    address: str, browser: Browser, now: datetime
) -> None:
    page = opened(browser, address)
    page.clock.set_fixed_time(now + 4 * DAY)
    page.reload()
    name, version = NAMES["vi"]
    expect(page.locator("[data-rules] option").nth(1)).to_have_text(f"{name}, {version} 2")
