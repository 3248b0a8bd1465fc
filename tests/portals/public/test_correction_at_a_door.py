"""A correction reaches the doors that have fetched the next list, and no other door."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http.server import ThreadingHTTPServer

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from sotiem.config.subscriptions import AFTER_COMMIT, IN_TRANSACTION
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose
from sotiem.foundation import events
from sotiem.foundation.actors import machine
from tests.factories import certificates
from tests.portals.public.door import LISTS, PAGE, Answer, recorded, served
from tests.stories.browsing import started_browser

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Corrected:
    """A person's certificate before and after a correction, another's that stays, and what the
    server says before it, and once the next lists are issued."""

    old: str
    new: str
    other: str
    desk: str
    before: dict[str, Answer]
    after: dict[str, Answer]


@pytest.fixture
def corrected(client: Client, monkeypatch: pytest.MonkeyPatch) -> Corrected:
    monkeypatch.setattr(events, "_in_transaction", {})
    monkeypatch.setattr(events, "_after_commit", {})
    events.subscribe(in_transaction=IN_TRANSACTION, after_commit=AFTER_COMMIT)
    kid = ensure_signing_key(at=NOW - timedelta(days=1)).kid
    ensure_list_key(at=NOW - timedelta(days=1))
    one, two = (certificates.vaccinated(date(2021, 8, day)) for day in (12, 13))
    certificates.sign_and_refresh([one.pk, two.pk], at=NOW - 3 * HOUR)
    publish_revocations(at=NOW - 2 * HOUR)
    old, other = (certificates.in_force(each.pk).text for each in (one, two))
    lists, revocations = [LISTS, f"{LISTS}/tin-cay"], f"{LISTS}/thu-hoi/{kid}"
    before = recorded([PAGE, "/kiem-tra/sw.js", "/kiem-tra/doc-ma.js", *lists, revocations])
    amend(one.pk)
    desk = client.post("/kiem-tra/", {"text": old}).content.decode()
    publish_revocations(at=NOW)
    # The whole list is gone: only what was added can be fetched.
    after = recorded([*lists, f"{revocations}?since=1"])
    return Corrected(old, certificates.in_force(one.pk).text, other, desk, before, after)


def amend(person: int) -> None:
    """Give the dose another day, as an officer's decision does."""
    dose = Dose.objects.get(patient_id=person)
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, administered_on=date(2021, 8, 20)),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=NOW - HOUR,
    )


@pytest.fixture
def answers(corrected: Corrected) -> dict[str, Answer]:
    """What the server says; the test changes it."""
    return dict(corrected.before)


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[ThreadingHTTPServer]:
    with served(answers) as started:
        yield started


@pytest.fixture
def browser(server: ThreadingHTTPServer) -> Iterator[Browser]:
    with started_browser() as started:
        yield started


def phone(browser: Browser, server: ThreadingHTTPServer) -> Page:
    """A checker's phone that has just fetched what there is."""
    page = browser.new_context(
        base_url=f"http://127.0.0.1:{server.server_port}", viewport={"width": 360, "height": 740}
    ).new_page()
    page.goto(PAGE)
    expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.ready.then(it => it.active !== null)")
    return page


def says(page: Page, text: str) -> str:
    """The answer of a phone."""
    page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()
    page.get_by_label("Nội dung mã QR").fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    heading = page.locator("[data-title]")
    expect(heading).to_be_visible()
    found = heading.inner_text()
    page.get_by_role("button", name="Quét tiếp").click()
    page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()
    return found


VALID, REVOKED = "Hợp lệ", "Đã bị thay thế hoặc thu hồi"


def test_the_old_code_is_refused_where_the_next_delta_is_known_and_nowhere_else(
    browser: Browser,
    server: ThreadingHTTPServer,
    answers: dict[str, Answer],
    corrected: Corrected,
) -> None:
    assert "Đã được thay thế" in corrected.desk
    informed, uninformed = phone(browser, server), phone(browser, server)
    uninformed.context.set_offline(True)
    for page in (informed, uninformed):
        assert says(page, corrected.old) == VALID
    answers.clear()
    answers.update(corrected.after)
    with informed.expect_response(lambda answer: answer.url.endswith("since=1")):
        informed.get_by_role("button", name="Cập nhật").click()
    expect(informed.get_by_role("button", name="Cập nhật")).to_be_enabled()
    assert says(informed, corrected.old) == REVOKED
    assert says(uninformed, corrected.old) == VALID
    for page in (informed, uninformed):
        assert [says(page, text) for text in (corrected.new, corrected.other)] == [VALID, VALID]
