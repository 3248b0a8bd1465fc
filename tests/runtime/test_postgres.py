"""The embedded database: it starts anywhere, survives crashes, and meets nobody else's data."""

import os
import signal
import socket
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sotiem.runtime.postgres import DURABLE, PostgreSQL
from sotiem.runtime.postgres_programs import PostgresNotInstalled, programs_folder
from sotiem.runtime.unprivileged import account, reachable_folder
from tests.runtime.waiting import Script, ends, offspring


def _ask(server: PostgreSQL, question: str) -> Any:
    with psycopg.connect(server.url()) as connection:
        answer = connection.execute(question)
        return answer.fetchall() if answer.description else None


def test_data_survives_a_stop(server: PostgreSQL) -> None:
    server.start()
    _ask(server, "CREATE TABLE dose AS SELECT 1 AS number")
    server.stop()
    assert not server.is_running()
    server.start()
    assert _ask(server, "SELECT number FROM dose") == [(1,)]


@pytest.mark.parametrize("attached", [False, True])
def test_data_survives_a_killed_server(server: PostgreSQL, attached: bool) -> None:
    durable = PostgreSQL(server.folder, settings=DURABLE)
    durable.start(attached=attached)
    _ask(durable, "CREATE TABLE dose AS SELECT generate_series(1, 1000) AS number")
    killed = durable.pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert ends(killed)
    durable.start(attached=attached)
    assert durable.pid() != killed
    assert _ask(durable, "SELECT count(*) FROM dose") == [(1000,)]
    durable.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")
def test_a_start_waits_for_the_last_child_of_a_dead_server(
    server: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    killed = server.pid()
    assert killed is not None
    survivor = offspring(killed)[0]
    os.kill(survivor, signal.SIGSTOP)
    os.kill(killed, signal.SIGKILL)
    assert ends(killed)
    pauses = []

    def release(seconds: float) -> None:
        pauses.append(seconds)
        os.kill(survivor, signal.SIGCONT)
        assert ends(survivor)

    with monkeypatch.context() as patched:
        # Its own name, not the one of the module `time`: other threads of this process sleep too.
        patched.setattr("sotiem.runtime.postgres.sleep", release)
        server.start()
    assert len(pauses) == 1
    assert server.is_running()


def test_two_homes_never_meet(server: PostgreSQL, new_server: PostgreSQL) -> None:
    server.start()
    new_server.start()
    assert server.port() != new_server.port()
    foreign = server.url().replace(f":{server.port()}/", f":{new_server.port()}/")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(foreign)


def test_a_port_taken_meanwhile_is_left_to_its_taker(server: PostgreSQL) -> None:
    server.start()
    server.stop()
    before = server.port()
    with socket.socket() as taker:
        taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taker.bind(("127.0.0.1", before))
        taker.listen()
        server.start()
        assert server.port() != before
        assert _ask(server, "SELECT 1") == [(1,)]


def test_the_port_stays_the_same_while_it_is_free(server: PostgreSQL) -> None:
    server.start()
    before = server.url()
    server.stop()
    server.start()
    assert server.url() == before


def test_many_starters_make_one_server(server: PostgreSQL) -> None:
    starters = [PostgreSQL(server.folder) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        for started in [threads.submit(starter.start) for starter in starters]:
            started.result()
    assert len({starter.pid() for starter in starters}) == 1


def test_a_cluster_that_was_never_finished_is_made_again(new_server: PostgreSQL) -> None:
    draft = reachable_folder(new_server.folder, account()) / "data.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18")
    new_server.start()
    assert _ask(new_server, "SELECT 1") == [(1,)]


def test_a_stale_number_of_another_process_does_not_hinder_the_start(server: PostgreSQL) -> None:
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")
    assert not server.is_running()
    server.start()
    assert server.is_running()


def test_what_a_row_holds_never_reaches_the_log(server: PostgreSQL) -> None:
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE person (phone text UNIQUE, age int CHECK (age > 0))")
        connection.execute("INSERT INTO person VALUES ('0900000001', 1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES (%s, 1)", ["0900000001"])
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("INSERT INTO person VALUES ('0900000001', -1)")
    said = server.log.read_text()
    assert "violates unique constraint" in said
    assert "0900000001" not in said


def test_it_listens_to_this_machine_and_keeps_its_password(server: PostgreSQL) -> None:
    server.start()
    assert _ask(server, "SHOW listen_addresses") == [("127.0.0.1",)]
    assert _ask(server, "SELECT upper('đặng ă')") == [("ĐẶNG Ă",)]
    assert stat.S_IMODE((server.folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_only_tests_give_up_durability(server: PostgreSQL) -> None:
    durable = PostgreSQL(server.folder)
    durable.start()
    assert _ask(durable, "SHOW fsync") == [("on",)]
    assert _ask(durable, "SHOW full_page_writes") == [("on",)]
    durable.stop()
    server.start()
    assert _ask(server, "SHOW fsync") == [("off",)]


_HOLDER = """
import signal, sys
from pathlib import Path
from sotiem.runtime.postgres import FAST, PostgreSQL
server = PostgreSQL(Path(sys.argv[1]), settings=FAST)
server.start(attached=True)
print(server.pid(), flush=True)
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a dead parent")
def test_an_attached_server_ends_with_its_killed_owner(server: PostgreSQL) -> None:
    with Script(_HOLDER, server.folder) as owner:
        pid = int(owner.says())
        owner.kill()
        assert ends(pid)
    server.start()
    assert _ask(server, "SELECT 1") == [(1,)]


def test_missing_programs_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTIEM_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(PostgresNotInstalled, match=str(tmp_path)):
        programs_folder()


def test_removing_leaves_nothing(new_server: PostgreSQL) -> None:
    new_server.start()
    place, pid = new_server.folder.resolve(), new_server.pid()
    assert pid is not None
    new_server.remove()
    assert ends(pid)
    assert not new_server.folder.exists()
    assert not place.exists()
