"""The stand-in answers the same in the process and over HTTP; the client survives a bad one."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Final

import pytest

from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Question, Verdict
from sotiem.population.queries import ask
from sotiem.population.registries import RegistryUnreachable, configured_registry
from sotiem.population.registries.breaker import FAILURES, REST, Breaker
from sotiem.population.registries.http import HttpRegistry
from sotiem.population.registries.stand_in import SLOW_SECONDS, Manner, StandIn, people
from sotiem.population.registries.stand_in_server import server
from sotiem.population.registries.wire import MOST_QUESTIONS
from tests.factories import patients

AGREES: Final = PopulationAnswer(Verdict.AGREES)
HOA: Final = Question("Nguyễn Thị Hoa", "1990-03-04", "female", "001190100001")
SILENT: Final = Question("Đặng Thị Lụa", "1970-06-06", "female", "001170100007")
SLOW: Final = Question("Bùi Đức Anh", "1988-12-24", "male", "075088100008")
ANYBODY: Final = Question("Trần Thị Mẫu", "1987-04-03", "female", "079187001234")


def differs(*fields: str) -> PopulationAnswer:
    return PopulationAnswer(Verdict.DIFFERS, fields)


CONTRACT: Final = [
    (HOA, AGREES),
    (Question("Nguyễn Thị Hoà", "1990-03-04", "female", HOA.number), differs("full_name")),
    (Question("Nguyen Thi Hoa", "1990-03-04", "female", HOA.number), differs("full_name")),
    (Question("NGUYỄN THỊ HOA", "1990", "", HOA.number), AGREES),
    (Question("Nguyễn Thị Hoa", "1990-04-03", "male", HOA.number), differs("birth_date", "sex")),
    (SILENT, NO_ANSWER),
    (ANYBODY, AGREES),
    (Question("Trần Thị Mẫu", "", "", ANYBODY.number), AGREES),
    (Question("Trần Thị Mẫu", "1986", "female", ANYBODY.number), differs("birth_date")),
    (Question("Trần Văn Mẫu", "1987", "male", ANYBODY.number), differs("sex")),
    (Question("Trần Thị Mẫu", "1987", "female", "079187000000"), differs("number")),
    (Question("Trần Thị Mẫu", "1987", "female", "079987001234"), differs("number")),
    (Question("Trần Thị Mẫu", "1987", "female", "023456789"), AGREES),
    (Question("Trần Thị Mẫu", "1987", "female", "079187009990"), NO_ANSWER),
]


@contextmanager
def serving(made: ThreadingHTTPServer) -> Iterator[str]:
    made.daemon_threads = False  # closing waits for them
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}"
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


@pytest.fixture
def address() -> Iterator[str]:
    """The stand-in, really served."""
    with serving(server(0)) as where:
        yield where


def answering(status: int, body: bytes) -> ThreadingHTTPServer:
    """A registry that says this to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.mark.parametrize(("question", "answer"), CONTRACT)
def test_the_stand_in_says_the_same_within_the_process(
    question: Question, answer: PopulationAnswer
) -> None:
    assert StandIn().ask([question], within=1.5) == [answer]


def test_client_and_served_stand_in_understand_one_another(address: str) -> None:
    questions = [question for question, _ in CONTRACT]
    answers = HttpRegistry(address).ask(questions, within=20)
    assert answers == [answer for _, answer in CONTRACT]


def test_a_full_request_is_answered_in_order(address: str) -> None:
    numbers = [f"07918700{number:04}" for number in range(1, MOST_QUESTIONS + 1)]
    questions = [Question("Trần Thị Mẫu", "1987", "", number) for number in numbers]
    questions[7] = HOA
    assert HttpRegistry(address).ask(questions, within=20) == [AGREES] * MOST_QUESTIONS


def test_more_questions_than_the_protocol_allows_are_refused(address: str) -> None:
    with pytest.raises(RegistryUnreachable, match="413"):
        HttpRegistry(address).ask([HOA] * (MOST_QUESTIONS + 1), within=20)


def test_who_waits_less_than_it_takes_gets_no_answer(address: str) -> None:
    began = time.monotonic()
    with pytest.raises(RegistryUnreachable):
        HttpRegistry(address).ask([SLOW], within=0.1)
    assert time.monotonic() - began < SLOW_SECONDS
    assert StandIn().ask([SLOW, HOA], within=0.1) == [NO_ANSWER, AGREES]


def test_who_waits_long_enough_is_answered(address: str) -> None:
    assert HttpRegistry(address).ask([SLOW], within=20) == [AGREES]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (302, b'{"answers": []}'),
        (200, b""),
        (200, b"[]"),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
        (200, b'{"answers": [{"ref": "0", "verdict": "perhaps"}]}'),
        (200, b'{"answers": [{"ref": "0", "verdict": "differs"}]}'),
        (200, b'{"answers": [{"ref": "0", "verdict": "differs", "differs": ["shoe"]}]}'),
        (200, b'{"answers": [{"ref": "0", "verdict": "agrees", "differs": 7}]}'),
        (200, b'{"answers": [{"ref": [], "verdict": "agrees"}]}'),
        (200, b'{"answers": "' + b"x" * 2_000_000 + b'"}'),
    ],
)
def test_what_is_not_in_the_protocol_is_no_answer(status: int, body: bytes) -> None:
    with serving(answering(status, body)) as address, pytest.raises(RegistryUnreachable):
        HttpRegistry(address).ask([HOA], within=20)


def test_a_question_that_was_passed_over_has_no_answer() -> None:
    body = b'{"answers": [{"ref": "1", "verdict": "agrees"}, {"ref": "9", "verdict": "agrees"}]}'
    with serving(answering(200, body)) as address:
        assert HttpRegistry(address).ask([HOA, HOA], within=20) == [NO_ANSWER, AGREES]


def test_a_registry_that_hangs_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        registry = HttpRegistry(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(RegistryUnreachable):
            registry.ask([HOA], within=0.05)


def test_a_name_that_nobody_resolves_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up a name knows no time limit."""
    resolved = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: resolved.wait(5) and [])
    began = time.monotonic()
    with pytest.raises(RegistryUnreachable):
        HttpRegistry("http://registry.example").ask([HOA], within=0.05)
    waited = time.monotonic() - began
    resolved.set()
    assert waited < 4


def test_a_dead_registry_is_asked_only_now_and_then() -> None:
    now = [1000.0]
    with socket.create_server(("127.0.0.1", 0)) as closing:
        dead = f"http://127.0.0.1:{closing.getsockname()[1]}"
    registry = HttpRegistry(dead, breaker=Breaker(lambda: now[0]))

    def why() -> str:
        with pytest.raises(RegistryUnreachable) as refused:
            registry.ask([HOA], within=5)
        return str(refused.value)

    assert [why() for _ in range(FAILURES)] == ["ConnectionRefusedError"] * FAILURES
    assert why() == "it did not answer lately"
    now[0] += REST
    assert [why(), why()] == ["ConnectionRefusedError", "it did not answer lately"]


def test_a_registry_that_is_back_is_asked_by_everybody() -> None:
    now = [1000.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES):
        breaker.failed()
    now[0] += REST
    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]
    breaker.succeeded()
    assert [breaker.lets_through(), breaker.lets_through()] == [True, True]


def test_the_key_is_shown_to_the_registry() -> None:
    shown: list[str | None] = []
    made = answering(200, b'{"answers": []}')
    handler: Any = made.RequestHandlerClass
    answer: Callable[[Any], None] = handler.do_POST

    def remember(self: Any) -> None:
        shown.append(self.headers["Authorization"])
        answer(self)

    handler.do_POST = remember
    with serving(made) as address:
        HttpRegistry(address, key="bí-mật".encode().hex()).ask([HOA], within=20)
        HttpRegistry(address).ask([HOA], within=20)
    assert shown == [f"Bearer {'bí-mật'.encode().hex()}", None]


def test_nothing_of_a_person_stands_in_a_log(
    address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        HttpRegistry(address).ask([HOA], within=20)
        with pytest.raises(RegistryUnreachable):
            HttpRegistry(f"{address}/elsewhere").ask([HOA], within=20)
    said = f"{caplog.text}{capfd.readouterr()}{HOA!r}{HOA}"
    assert "Hoa" not in said
    assert HOA.number not in said


@pytest.mark.parametrize("wrong", ["standin", "ftp://registry.example", "http://"])
def test_a_wrong_setting_is_told_at_once(settings: Any, wrong: str) -> None:
    settings.POPULATION_REGISTRY = wrong
    with pytest.raises(ValueError, match="SOTIEM_POPULATION_REGISTRY"):
        configured_registry()


def test_the_desk_is_answered(settings: Any) -> None:
    assert ask(patients.facts()) == AGREES
    assert ask(patients.facts(cccd="")) == NO_ANSWER
    settings.POPULATION_REGISTRY = ""
    assert ask(patients.facts()) == NO_ANSWER


def test_the_invented_people_show_each_manner() -> None:
    assert {known.manner for known in people().values()} == set(Manner)
