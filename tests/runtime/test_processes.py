"""The processes of one copy: kept alive, ended in order, never left behind."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotiem.runtime.processes import (
    STARTS_BEFORE_GIVING_UP,
    Child,
    ChildDidNotStart,
    Supervisor,
)
from tests.runtime.waiting import Announcements, Script, ends

_CHILD = """
import os, signal, sys
def tell(word):
    os.write(pipe, f"{sys.argv[2]} {word} {os.getpid()}\\n".encode())
def leave(number, frame):
    tell("ends")
    os._exit(0)
signal.signal(signal.SIGTERM, leave)
pipe = os.open(sys.argv[1], os.O_WRONLY)
tell("lives")
while True:
    signal.pause()
"""

_SUPERVISOR = """
import sys
from sotiem.runtime.processes import Child, Supervisor
children = [Child(name, [sys.executable, "-c", sys.argv[2], sys.argv[1], name])
            for name in ("web", "worker")]
Supervisor(None, children).run(is_ready=lambda: True, when_ready=lambda: print("ready", flush=True))
print("stopped", flush=True)
"""


@pytest.fixture
def announcements(tmp_path: Path) -> Iterator[Announcements]:
    made = Announcements(tmp_path / "pipe")
    yield made
    made.close()


def _start(announcements: Announcements) -> tuple[Script, dict[str, int]]:
    script = Script(_SUPERVISOR, announcements.path, _CHILD)
    assert script.says() == "ready"
    told = [announcements.next().split() for _ in range(2)]
    return script, {name: int(pid) for name, _, pid in told}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_ends_the_web_server_first_and_then_the_worker(
    announcements: Announcements, number: signal.Signals
) -> None:
    script, children = _start(announcements)
    with script:
        assert script.kill(number) == 0
        assert script.says() == "stopped"
    assert announcements.next() == f"web ends {children['web']}"
    assert announcements.next() == f"worker ends {children['worker']}"
    assert announcements.next() == ""


def test_a_killed_child_is_started_again(announcements: Announcements) -> None:
    script, children = _start(announcements)
    with script:
        os.kill(children["web"], signal.SIGKILL)
        name, word, pid = announcements.next().split()
        assert (name, word) == ("web", "lives")
        assert int(pid) != children["web"]
        script.kill(signal.SIGTERM)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a dead parent")
def test_no_child_outlives_a_killed_supervisor(announcements: Announcements) -> None:
    script, children = _start(announcements)
    with script:
        script.kill(signal.SIGKILL)
        assert all(ends(pid) for pid in children.values())


def test_what_a_dead_child_started_is_cleared_away_before_it_starts_again(
    announcements: Announcements,
) -> None:
    mother = f"""
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", {_CHILD!r}, sys.argv[1], "daughter"])
{_CHILD}
"""
    child = Child("web", [sys.executable, "-c", mother, str(announcements.path), "mother"])
    child.watch(may_give_up=True)
    told = [announcements.next().split() for _ in range(2)]
    pids = {name: int(pid) for name, _, pid in told}
    assert set(pids) == {"mother", "daughter"}
    os.kill(pids["mother"], signal.SIGKILL)
    assert child.process is not None
    child.process.wait()
    child.watch(may_give_up=True)
    assert ends(pids["daughter"])
    child.stop()


def test_a_child_that_cannot_start_ends_the_program_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    broken = Child("web server", [sys.executable, "-c", "raise SystemExit('no such port')"], log)
    steady = Child("worker", [sys.executable, "-c", "import signal; signal.pause()"])
    supervisor = Supervisor(None, [steady, broken])
    with pytest.raises(ChildDidNotStart, match="no such port"):
        supervisor.run(is_ready=lambda: False, when_ready=lambda: None)
    assert steady.process is None


def test_what_has_worked_once_is_tried_again_however_often_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sotiem.runtime.processes.LONGEST_PAUSE_IN_SECONDS", 0)
    broken = Child("worker", [sys.executable, "-c", ""])
    for _ in range(STARTS_BEFORE_GIVING_UP + 2):
        broken.watch(may_give_up=False)
        assert broken.process is not None
        broken.process.wait()
    with pytest.raises(ChildDidNotStart):
        broken.watch(may_give_up=True)
