import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core import mail
from pytest_django.fixtures import Settings

from sotiem.foundation.actors import machine
from sotiem.messages.carriers import gateway, outbox, push, sealing
from sotiem.messages.carriers import mail as mails
from sotiem.messages.facts import Device, Letter, NeverThere, NotNow
from sotiem.messages.models import PushDevice
from sotiem.messages.operations import PushServiceUnknown, allow_push, forget_push

AT = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
TEXT = "Sổ Tiêm: phản ánh PA-7KQ4-M2XD được xem xét lại."
LINK = "https://sotiem.example/so-tiem/tra-cuu/PA-7KQ4-M2XD"
SOMEBODY = machine("test")


@dataclass
class Heard:
    """What a server beside the test was sent, and how it answers."""

    status: int = 201
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def heard() -> Iterator[Heard]:
    with listening() as found:
        yield found


@contextmanager
def listening() -> Iterator[Heard]:
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.headers.append({name.lower(): value for name, value in self.headers.items()})
            heard.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(heard.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard.address = f"http://127.0.0.1:{server.server_port}/send"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield heard
        finally:
            server.shutdown()


def letter(**changes: object) -> Letter:
    told: dict[str, object] = {"key": "k-1", "phone": "0901234567", "text": TEXT, "at": AT}
    return Letter(**{**told, "link": LINK, **changes})  # type: ignore[arg-type]


def test_the_outbox_takes_the_same_key_once() -> None:
    outbox.carry(letter())
    outbox.carry(letter())
    assert [message.text for message in outbox.delivered()] == [TEXT]


def test_the_gateway_gets_phone_text_and_the_key_that_makes_it_one(
    heard: Heard, settings: Settings
) -> None:
    settings.SMS_GATEWAY, settings.SMS_GATEWAY_KEY = heard.address, "open"
    gateway.carry(letter())
    assert json.loads(heard.bodies[0]) == {"to": "0901234567", "text": TEXT, "key": "k-1"}
    assert heard.headers[0]["idempotency-key"] == "k-1"
    assert heard.headers[0]["authorization"] == "Bearer open"


@pytest.mark.parametrize("status", [302, 400, 429, 500])
def test_what_the_gateway_does_not_take_is_for_later(
    heard: Heard, settings: Settings, status: int
) -> None:
    settings.SMS_GATEWAY, heard.status = heard.address, status
    with pytest.raises(NotNow):
        gateway.carry(letter())


def test_a_gateway_that_is_not_there_is_for_later(settings: Settings) -> None:
    with listening() as heard:
        settings.SMS_GATEWAY = heard.address
    with pytest.raises(NotNow):
        gateway.carry(letter())


def test_a_mail_says_the_text_under_a_number_made_of_the_key(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Sổ Tiêm <so-tiem@example.vn>"
    mails.carry(letter(email="an@example.com"))
    (sent,) = mail.outbox
    assert (sent.to, sent.body) == (["an@example.com"], TEXT)
    assert sent.extra_headers["Message-ID"] == "<k-1@example.vn>"


class Browser:
    """A browser that agreed: it alone can read what is pushed to it."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(sealing.CURVE)
        self._secret = b"0123456789abcdef"

    def device(self, endpoint: str) -> Device:
        key = sealing.encoded(sealing.point(self._key))
        return Device(pk=1, endpoint=endpoint, key=key, secret=sealing.encoded(self._secret))

    def read(self, body: bytes) -> dict[str, str]:
        """Open what was sealed, as RFC 8291 tells the receiver to."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self._key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(sealing.CURVE, sender)
        )
        mine = sealing.point(self._key)
        common = sealing._derive(shared, self._secret, b"WebPush: info\0" + mine + sender, 32)
        key = sealing._derive(common, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = sealing._derive(common, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        told: dict[str, str] = json.loads(plain[:-1])
        return told


def test_a_pushed_message_is_read_by_its_browser_alone(heard: Heard) -> None:
    browser = Browser()
    push.carry(letter(device=browser.device(heard.address)))
    (body,) = heard.bodies
    assert TEXT.encode() not in body
    told = browser.read(body)
    assert told == {"text": TEXT, "link": "/so-tiem/tra-cuu/PA-7KQ4-M2XD", "key": "k-1"}
    headers = heard.headers[0]
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    assert headers["topic"] == "k1"
    assert headers["authorization"].startswith("vapid t=")


@pytest.mark.parametrize(
    ("status", "answer"), [(404, NeverThere), (410, NeverThere), (429, NotNow), (503, NotNow)]
)
def test_a_browser_that_is_gone_is_told_from_a_service_that_is_busy(
    heard: Heard, status: int, answer: type[Exception]
) -> None:
    heard.status = status
    with pytest.raises(answer):
        push.carry(letter(device=Browser().device(heard.address)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.example.com/x",
        "https://evilfcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://postgres:5432/",
        "https://[bad/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_browser_sends_us_to_no_other_place(endpoint: str) -> None:
    with pytest.raises(PushServiceUnknown):
        allow(endpoint)


@pytest.mark.django_db
def test_a_phone_has_five_browsers_the_newest_and_may_forget_them() -> None:
    for number in range(7):
        allow(f"https://updates.push.services.mozilla.com/wpush/{number}")
    kept = PushDevice.objects.order_by("pk").values_list("endpoint", flat=True)
    assert [one[-1] for one in kept] == ["2", "3", "4", "5", "6"]
    forget_push(phone="0901234567", endpoint=kept[0], by=SOMEBODY, at=AT)
    assert PushDevice.objects.count() == 4
    forget_push(phone="0901234567", endpoint="", by=SOMEBODY, at=AT)
    assert not PushDevice.objects.exists()


def allow(endpoint: str) -> None:
    allow_push(
        phone="0901234567", endpoint=endpoint, key="key", secret="secret", by=SOMEBODY, at=AT
    )
