"""A certificate of another country, shown at a door: genuine, and what we cannot know is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from certificate_format import LabTestPayload
from certificate_format.payload import LabTestEntry
from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from tests.certificates.foreign import Signer, signer, take
from tests.portals.api.contract import fits
from tests.portals.public.door import LISTS, PAGE, recorded, served, take_away
from tests.stories import looking
from tests.stories.browsing import started_browser

pytestmark = pytest.mark.django_db
CHECK = "/api/v1/certificates/verify"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """What travellers show."""

    valid: str
    expired: str
    tested: str


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def shown(now: datetime) -> Shown:
    french, stranger = signer("FR"), signer("IT")
    ensure_signing_key(at=now - DAY)
    ensure_list_key(at=now - DAY)
    take(french, stranger, at=now - DAY)
    return Shown(
        valid=french.issue(at=now - DAY),
        expired=french.issue(at=now - 200 * DAY),
        tested=of_a_test(french, at=now - DAY),
    )


def of_a_test(by: Signer, *, at: datetime) -> str:
    """A certificate of a test that found the virus."""
    person = by.payload()
    entry = LabTestEntry(
        disease="840539006",
        method="LP6464-4",
        name="PCR",
        device="",
        sampled_at=at.replace(microsecond=0),
        result="260373001",
        centre="Lab",
        country=by.country,
        issuer="Ministry",
        uci=person.vaccination.uci,
    )
    return by.issue(at=at, payload=LabTestPayload(person.name, person.birth_date, entry))


def ask(client: Client, text: str, *, language: str = "vi") -> str:
    client.cookies["django_language"] = language
    return client.post("/kiem-tra/", {"text": text}).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ("Hợp lệ, do nước khác cấp", "do Pháp cấp", "không biết giấy có bị thu hồi")),
        ("en", ("Valid, issued by another country", "France", "cannot know whether this one was")),
    ],
)
def test_the_page_says_that_it_is_genuine_and_what_is_not_known(
    client: Client, shown: Shown, language: str, said: tuple[str, ...]
) -> None:
    page = ask(client, shown.valid, language=language)
    for text in (*said, "Dupont Marie", "03/02/1990", "Vaxzevria"):
        assert text in page
    unknown = {"vi": "Không có danh sách thu hồi của nơi cấp", "en": "no list of what its issuer"}
    assert unknown[language] in page


def test_what_has_expired_is_to_be_renewed_where_it_was_issued(
    client: Client, shown: Shown
) -> None:
    page = ask(client, shown.expired)
    assert "Đã hết hạn" in page
    assert "xin giấy mới ở nơi cấp" in page
    assert "Người được tiêm mở Sổ Tiêm" not in page


def test_a_test_is_shown_with_what_it_found(client: Client, shown: Shown) -> None:
    page = ask(client, shown.tested)
    for text in ("Xét nghiệm", "Dương tính", "Dupont Marie", "Pháp"):
        assert text in page
    assert "Mũi thứ" not in page


def test_a_program_is_told_the_country_and_that_no_record_was_asked(
    client: Client, shown: Shown
) -> None:
    answer = client.post(CHECK, {"text": shown.valid}, content_type="application/json")
    told = fits(answer, "post", CHECK).json()
    assert (told["verdict"], told["standing"], told["country"]) == ("valid", "foreign", "FR")
    assert told["steps"][-1] == {"step": "record", "outcome": "not_reached", "reason": None}
    assert told["payload"]["vaccination"]["country"] == "FR"


@pytest.fixture
def server(shown: Shown, now: datetime) -> Iterator[ThreadingHTTPServer]:
    publish_revocations(at=now)
    kid = ensure_signing_key(at=now).kid
    lists = [LISTS, f"{LISTS}/tin-cay", f"{LISTS}/thu-hoi/{kid}"]
    with served(recorded([PAGE, "/kiem-tra/sw.js", "/kiem-tra/doc-ma.js", *lists])) as started:
        yield started


@pytest.fixture
def page(server: ThreadingHTTPServer) -> Iterator[Page]:
    """A phone that has fetched the lists once, and has no network any more."""
    with started_browser() as browser:
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{server.server_port}",
            viewport={"width": 360, "height": 740},
        )
        context.add_init_script(path=looking.AXE)
        page = context.new_page()
        page.goto(PAGE)
        expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
        page.wait_for_function("navigator.serviceWorker.ready.then(it => it.active !== null)")
        take_away(server)
        context.set_offline(True)
        page.reload()
        expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
        yield page


def test_a_phone_without_a_network_says_the_same(page: Page, shown: Shown) -> None:
    result = page.locator("[data-result]")
    for text, expected in (
        (shown.valid, ("Hợp lệ, do nước khác cấp", "do Pháp cấp", "Dupont Marie", "Không có danh")),
        (shown.expired, ("Đã hết hạn", "do Pháp cấp", "xin giấy mới ở nơi cấp")),
        (shown.tested, ("Hợp lệ, do nước khác cấp", "Dương tính", "Nước cấp", "Pháp")),
        (signer("FR").issue(at=timezone.now() - DAY), ("Không xác minh được",)),
    ):
        page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()
        page.get_by_label("Nội dung mã QR").fill(text)
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        for sentence in expected:
            expect(result).to_contain_text(sentence)
        assert (looking.violations(page), looking.sideways(page)) == ([], [])
        page.get_by_role("button", name="Quét tiếp").click()
        page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()
