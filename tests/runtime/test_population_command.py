import socket

import pytest

from sotiem.runtime import population
from tests.runtime.commands import Command


class Interrupted:
    """A server whose operator presses Ctrl-C at once."""

    def __enter__(self) -> "Interrupted":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def serve_forever(self) -> None:
        raise KeyboardInterrupt


def test_the_stand_in_says_where_it_is(sotiem: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "server", lambda port: Interrupted())
    told = sotiem("population", "stand-in", "--port", "8999")
    assert (told.exit_code, told.output.splitlines()) == (
        0,
        ["Invented people answer at http://127.0.0.1:8999 until Ctrl-C.", "Stopped."],
    )


def test_a_port_that_is_taken_is_said(sotiem: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        told = sotiem("population", "stand-in", "--port", str(other.getsockname()[1]))
    assert told.exit_code == 1
    assert "is taken by another program" in told.stderr
