"""The same work by several processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection

from sotiem.foundation.models import AuditEntry
from sotiem.foundation.processes import cut, side_by_side


def plus(more: int, number: int) -> tuple[int, int]:
    return os.getpid(), number + more


def count_entries(_: int) -> tuple[str, int]:
    return str(connection.settings_dict["NAME"]), AuditEntry.objects.count()


def end(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(_: int) -> None:
    sys.stdout.write("asleep\n")
    sys.stdout.flush()
    time.sleep(600)


def refuse(number: int) -> None:
    raise ValueError(number)


def test_one_process_does_it_here_when_it_is_asked() -> None:
    asked = iter([1, 2])
    with side_by_side(processes=1) as each:
        done = each(partial(plus, 10), asked)
        assert next(done) == (os.getpid(), 11)
        assert next(asked) == 2


def test_several_processes_give_their_answers_in_order() -> None:
    with side_by_side(processes=2) as each:
        done = list(each(partial(plus, 10), range(20)))
    assert [number for _, number in done] == list(range(10, 30))
    assert os.getpid() not in {process for process, _ in done}


@pytest.mark.usefixtures("committed_db")
def test_they_work_on_the_database_of_their_parent() -> None:
    with side_by_side(processes=2) as each:
        assert set(each(count_entries, range(2))) == {(connection.settings_dict["NAME"], 0)}


def test_what_one_of_them_raises_is_raised_here() -> None:
    with side_by_side(processes=2) as each, pytest.raises(ValueError, match="3"):
        list(each(refuse, [3]))


def test_a_process_that_ends_is_noticed() -> None:
    with side_by_side(processes=2) as each, pytest.raises(BrokenProcessPool):
        list(each(end, [1]))


_PARENT = """
import time
from sotiem.foundation.processes import load_django, side_by_side
load_django()
from tests.foundation.test_processes import plus
from functools import partial
if __name__ == "__main__":
    with side_by_side(processes=2) as each:
        print(next(each(partial(plus, 1), range(2)))[0], flush=True)
        time.sleep(300)
"""


def test_they_end_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)
        parent.kill()
    for _ in range(600):
        if not _runs(child):
            return
        time.sleep(0.1)
    pytest.fail("it still runs")


_BROKEN_OFF = """
import multiprocessing
from sotiem.foundation.processes import load_django, side_by_side
load_django()
from tests.foundation.test_processes import sleep
if __name__ == "__main__":
    with side_by_side(processes=2) as each:
        print(*(one.pid for one in multiprocessing.active_children()), flush=True)
        list(each(sleep, range(9)))
"""


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["the parent", "all of them"])
def test_who_breaks_off_does_not_wait_for_what_they_do(whom: Callable[[int, int], None]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _BROKEN_OFF],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        try:
            assert parent.stdout is not None
            children = [int(pid) for pid in parent.stdout.readline().split()]
            assert len(children) == 2
            assert parent.stdout.readline() == "asleep\n"
            whom(parent.pid, signal.SIGINT)
            parent.wait(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(parent.pid, signal.SIGKILL)
    assert not any(map(_runs, children))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_parts_are_cut_in_order() -> None:
    assert cut([1, 2, 3, 4, 5], at_once=2) == [[1, 2], [3, 4], [5]]
    assert cut([], at_once=2) == []
