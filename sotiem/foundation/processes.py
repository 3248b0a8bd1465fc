"""The same work by several processes of this machine, each with its own place in the database."""

import gc
import multiprocessing
import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import django
from django.db import connection, connections

OBJECTS_AT_ONCE: Final = 200_000
# More processes of one job than this take memory and wait for the database.
CORES: Final = min(len(os.sched_getaffinity(0)), 4)

Some = TypeVar("Some")
Done = TypeVar("Done")


def load_django() -> None:
    """Make Django ready in a process that goes through many rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sotiem.config.settings")
    django.setup()
    # Of millions of rows hardly any refer to each other: looking for those that do takes long.
    gc.set_threshold(OBJECTS_AT_ONCE)


@contextmanager
def side_by_side(
    work: Callable[[Some], Done], *, processes: int
) -> Iterator[Callable[[Iterable[Some]], Iterator[Done]]]:
    """Give a `map` for this work whose answers come in order; one process alone does it here.

    The work is sent to each process once. It sees what is committed and nothing else. Processes
    begin anew instead of being copied: a copy of threads that hold locks would hang.
    """
    if processes < 2:
        yield partial(map, work)
        return
    # What a process is begun with must be short: nobody would notice that it ended while reading.
    with tempfile.NamedTemporaryFile() as sent:
        pickle.dump(work, sent)
        sent.flush()
        pool = ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(str(connection.settings_dict["NAME"]), sent.name),
        )
        try:
            yield partial(pool.map, _do)
        finally:
            pool.shutdown(cancel_futures=True)


def cut(some: Sequence[Some], *, at_once: int) -> list[Sequence[Some]]:
    """Parts of so many, in order."""
    return [some[start : start + at_once] for start in range(0, len(some), at_once)]


_work: list[Callable[[Any], Any]] = []


def _begin(database: str, work: str) -> None:
    # All cores are taken by processes.
    os.environ["POLARS_MAX_THREADS"] = "1"
    load_django()
    connections.databases["default"]["NAME"] = database
    _work.append(pickle.loads(Path(work).read_bytes()))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Nobody waits for the answers of a process whose parent was killed.

    The kernel would watch the thread that began us (`runtime.children`): here it is any job's.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(some: Any) -> Any:
    return _work[0](some)
