"""Reports as browsers send them, again and again until they are acknowledged."""

import hashlib
import http.client
import io
import re
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Condition
from typing import Final

from PIL import Image

from sotiem.runtime.serving import HOST
from tests.stories.system import System
from tests.stories.waiting import until

AT_ONCE: Final = 20
PATIENCE_IN_SECONDS: Final = 20
FIRST_DAY: Final = date(2022, 1, 3)
TOKEN: Final = "c" * 32
MOST_ATTEMPTS: Final = 12
# Django answers so when a session cannot be saved, as when the database dies at that moment.
TROUBLE: Final = frozenset({400})
CONFIRMED: Final = re.compile(r"/so-tiem/phan-anh/(PA-[0-9A-Z-]+)/da-gui/")


@dataclass
class Submission:
    """One report of one person: the same key however often it is sent."""

    session: str
    day: date
    photo: bytes
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    attempts: int = 0
    code: str = ""  # once it is acknowledged

    @property
    def photo_sha256(self) -> str:
        return hashlib.sha256(self.photo).hexdigest()


def submissions(sessions: Sequence[str], count: int) -> list[Submission]:
    """So many reports of missing doses, each with its own day and its own photo."""
    return [
        Submission(
            session=sessions[number % len(sessions)],
            day=FIRST_DAY + timedelta(days=number // len(sessions)),
            photo=_photo(),
        )
        for number in range(count)
    ]


class Senders:
    """Many browsers that send at the same time, and try again when they get no answer."""

    def __init__(self, system: System, waiting: Sequence[Submission]) -> None:
        self._system = system
        self._waiting = waiting
        self._progress = Condition()
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._sent = [self._threads.submit(self._send, each) for each in waiting]

    def wait_for(self, acknowledged: int, *, within: float) -> None:
        """Wait until so many are acknowledged while others are under way."""

        def reached() -> bool:
            for sent in self._sent:
                if sent.done():
                    sent.result()
            return sum(bool(each.code) for each in self._waiting) >= acknowledged

        with self._progress:
            assert self._progress.wait_for(reached, within), "the senders do not get on"

    def finish(self) -> None:
        """Wait for the last; raise what a sender met that no crash explains."""
        for sent in self._sent:
            sent.result()

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _send(self, each: Submission) -> None:
        try:
            while not each.code:
                each.attempts += 1
                assert each.attempts <= MOST_ATTEMPTS, "it is refused again and again"
                each.code = _attempt(self._system, each)
                if not each.code:
                    until(self._system.answers)
        finally:
            with self._progress:
                self._progress.notify_all()


def _attempt(system: System, each: Submission) -> str:
    """Send once: the tracking code if it was acknowledged, nothing if the server was in trouble."""
    body, boundary = _form(each)
    connection = http.client.HTTPConnection(HOST, system.port, timeout=PATIENCE_IN_SECONDS)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Cookie": f"sessionid={each.session}; csrftoken={TOKEN}",
    }
    try:
        connection.request("POST", "/so-tiem/bao-thieu/", body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()
    if answer.status >= 500 or answer.status in TROUBLE:
        return ""
    confirmed = CONFIRMED.fullmatch(answer.getheader("Location", ""))
    assert answer.status == 302 and confirmed, f"{answer.status}: {text}"
    return confirmed[1]


def _form(each: Submission) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    values = {
        "csrfmiddlewaretoken": TOKEN,
        "submission_key": str(each.key),
        "anyway": "1",  # its photo is no slip
        "vaccine": "COMIRNATY",
        "administered_on": f"{each.day:%d/%m/%Y}",
        "lot_number": "FD7219",
        "place": "Điểm tiêm lưu động",
        "story": "",
    }
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="photos"; filename="phieu.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return b"".join(
        [*parts, head.encode(), each.photo, f"\r\n--{boundary}--\r\n".encode()]
    ), boundary


def _photo() -> bytes:
    content = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(content, "JPEG")
    return content.getvalue()
