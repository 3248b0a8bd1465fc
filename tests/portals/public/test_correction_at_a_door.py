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
    """A person's certificate before a correction and after it, and another's that stays."""

    person: int
    old: str
    other: str


@pytest.fixture
def corrected(monkeypatch: pytest.MonkeyPatch) -> Corrected:
    monkeypatch.setattr(events, "_in_transaction", {})
    monkeypatch.setattr(events, "_after_commit", {})
    events.subscribe(in_transaction=IN_TRANSACTION, after_commit=AFTER_COMMIT)
    ensure_signing_key(at=NOW - timedelta(days=1))
    ensure_list_key(at=NOW - timedelta(days=1))
    one, other = (certificates.vaccinated(date(2021, 8, day)) for day in (12, 13))
    certificates.refresh([one.pk, other.pk], at=NOW - 3 * HOUR)
    publish_revocations(at=NOW - 2 * HOUR)
    texts = [certificates.in_force(each.pk).text for each in (one, other)]
    return Corrected(one.pk, *texts)


def correct(person: int) -> str:
    """Amend the dose's day as an officer's decision does; gives the new certificate."""
    dose = Dose.objects.get(patient_id=person)
    facts = replace(dose.current.facts, administered_on=date(2021, 8, 20))
    amend_dose(
        dose_id=dose.pk,
        facts=facts,
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=NOW - HOUR,
    )
    return certificates.in_force(person).text


@pytest.fixture
def answers(corrected: Corrected) -> dict[str, Answer]:
    """What the server says; a test may change it."""
    return recorded([PAGE, "/kiem-tra/sw.js", *addresses()])


def addresses(since: int | None = None) -> list[str]:
    kid = ensure_signing_key(at=NOW).kid
    return [LISTS, f"{LISTS}/tin-cay", f"{LISTS}/thu-hoi/{kid}" + (f"?since={since}" * bool(since))]


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[ThreadingHTTPServer]:
    with served(answers) as started:
        yield started


@pytest.fixture
def browser() -> Iterator[Browser]:
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
    client: Client,
    browser: Browser,
    server: ThreadingHTTPServer,
    answers: dict[str, Answer],
    corrected: Corrected,
) -> None:
    informed, uninformed = phone(browser, server), phone(browser, server)
    uninformed.context.set_offline(True)
    new = correct(corrected.person)
    for page in (informed, uninformed):
        assert says(page, corrected.old) == VALID
    desk = client.post("/kiem-tra/", {"text": corrected.old}).content.decode()
    assert "Đã được thay thế" in desk

    publish_revocations(at=NOW)
    fetched = addresses(since=1)
    answers.clear()  # the whole list is gone: only what was added can be fetched
    answers.update(recorded(fetched))
    with informed.expect_response(lambda answer: answer.url.endswith("since=1")):
        informed.get_by_role("button", name="Cập nhật").click()
    expect(informed.get_by_role("button", name="Cập nhật")).to_be_enabled()
    assert says(informed, corrected.old) == REVOKED
    assert says(uninformed, corrected.old) == VALID
    for page in (informed, uninformed):
        assert [says(page, text) for text in (new, corrected.other)] == [VALID, VALID]
