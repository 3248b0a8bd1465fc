"""The web server, as it really runs: it answers, and comes back after a crash."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from sotiem.runtime import serving
from tests.runtime import small_site
from tests.runtime.waiting import Script, ends, offspring

_COPY = """
import sys
from pathlib import Path
from sotiem.runtime.processes import Child, Supervisor
from sotiem.runtime.serving import answers, web_command
port = int(sys.argv[1])
child = Child("web server", web_command(host="127.0.0.1", port=port), Path(sys.argv[2]))
told = []
def is_ready():
    process = child.process
    if process is None or process.pid in told or not answers(f"http://127.0.0.1:{port}/healthz"):
        return False
    told.append(process.pid)
    print(process.pid, flush=True)
    return False
Supervisor(None, [child]).run(is_ready=is_ready, when_ready=lambda: None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")
def test_a_killed_web_server_answers_again_and_leaves_nobody_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", small_site.__name__)
    with Script(_COPY, str(serving.choose_port(None)), tmp_path / "log") as copy:
        first = int(copy.says())
        before = [first, *offspring(first)]
        assert len(before) >= 3
        os.kill(first, signal.SIGKILL)
        assert all(ends(pid) for pid in before)
        second = int(copy.says())
        after = [second, *offspring(second)]
        os.kill(second, signal.SIGSTOP)  # so that it cannot end its own processes
        copy.kill(signal.SIGKILL)
        os.kill(second, signal.SIGKILL)
        assert all(ends(pid) for pid in after)


def test_a_wanted_port_that_is_taken_is_refused_and_any_other_is_found() -> None:
    with socket.socket() as taker:
        taker.bind((serving.HOST, 0))
        taker.listen()
        taken = taker.getsockname()[1]
        with pytest.raises(serving.PortTaken, match=str(taken)):
            serving.choose_port(taken)
        assert serving.choose_port(None) != taken
