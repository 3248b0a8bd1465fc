"""A door with a checker: a phone's browser, and a small server that can be taken away from it."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple

from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from certificate_format import qr

PAGE: Final = "/kiem-tra/quet/"
LISTS: Final = "/kiem-tra/du-lieu"
FAKE_CAMERA: Final = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--use-file-for-fake-video-capture={film}",
)
WIDTH, HEIGHT = 960, 720


class Answer(NamedTuple):
    """What the server says to one address."""

    kind: str
    policy: str
    body: bytes


def recorded(addresses: list[str], *, language: str = "vi") -> dict[str, Answer]:
    """What Django answers at these addresses, to be said again without it."""
    client = Client()
    client.cookies["django_language"] = language
    answers = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        policy = answer.headers.get("Content-Security-Policy", "default-src 'self'")
        answers[address] = Answer(answer["Content-Type"], policy, answer.content)
    return answers


@contextmanager
def served(
    answers: Mapping[str, Answer], *, for_others: bool = False
) -> Iterator[ThreadingHTTPServer]:
    """Serve these answers and our static files on this machine, `for_others` to pages of other
    hosts as well."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            if path.startswith("/static/"):
                name = path.removeprefix("/static/")
                found = finders.find(name)
                kind = "application/wasm" if name.endswith("wasm") else str(guess_type(name)[0])
                self._say(Answer(kind, "", Path(str(found)).read_bytes()))
            elif path in answers:
                self._say(answers[path])
            else:
                self.send_error(404)

        def _say(self, answer: Answer) -> None:
            self.send_response(200)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            if for_others:
                self.send_header("Access-Control-Allow-Origin", "*")
            if answer.policy:
                self.send_header("Content-Security-Policy", answer.policy)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        take_away(server)


def take_away(server: ThreadingHTTPServer) -> None:
    """From now on nobody answers."""
    server.shutdown()
    server.server_close()


def film_of(text: str, path: Path) -> Path:
    """A film in which a camera sees the code of a certificate on a table."""
    code = Image.open(BytesIO(qr.png(text))).convert("L")
    code = code.resize((620, 620), Image.Resampling.LANCZOS)
    frame = Image.new("L", (WIDTH, HEIGHT), 120)
    frame.paste(code, ((WIDTH - 620) // 2, (HEIGHT - 620) // 2))
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + frame.tobytes() + grey) * 3)
    return path
