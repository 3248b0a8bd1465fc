"""The demonstration keeps to its own folder."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from sotiem.config.home import open_home, secret
from sotiem.runtime.cli import main
from sotiem.runtime.demo import MARK
from sotiem.runtime.locks import locked


@pytest.mark.parametrize("command", [["demo"], ["demo", "--reset"], ["demo-reset", "--yes"]])
def test_a_real_registry_is_neither_filled_nor_deleted(own_home: Path, command: list[str]) -> None:
    kept = open_home() / "postgres" / "data"
    kept.mkdir(parents=True)
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 1
    assert "not a demonstration" in told.output
    assert kept.is_dir()


def test_one_home_has_one_running_copy(own_home: Path) -> None:
    with locked(open_home() / "running.lock"):
        told = CliRunner().invoke(main, ["demo-reset", "--yes"])
    assert told.exit_code == 1
    assert "already runs" in told.output


def test_a_reset_deletes_what_the_demonstration_kept(own_home: Path) -> None:
    (open_home() / MARK).touch()
    secret()
    for name in ("files", "outbox", "logs", "static", "postgres"):
        (own_home / name / "deep").mkdir(parents=True)
    (own_home / "test-postgres").mkdir()
    assert CliRunner().invoke(main, ["demo-reset", "--yes"]).exit_code == 0
    left = {path.name for path in own_home.iterdir()}
    assert left == {MARK, "running.lock", "test-postgres"}


def test_a_demonstration_whose_port_is_taken_says_so(own_home: Path) -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", 0))
        taker.listen()
        port = str(taker.getsockname()[1])
        told = CliRunner().invoke(main, ["demo", "--port", port])
    assert told.exit_code == 1
    assert f"Port {port} is taken" in told.output
