"""The same work by several processes of this machine, each with its own place in the database."""

import gc
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

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


class Map(Protocol):
    """Does one kind of work with each of some; its answers come in their order."""

    def __call__(self, work: Callable[[Some], Done], some: Iterable[Some], /) -> Iterator[Done]: ...


@contextmanager
def side_by_side(*, processes: int) -> Iterator[Map]:
    """Give a `map` whose work several processes do; one process alone does it here.

    They begin at once, beside whatever the caller does before there is work for them, each with
    Python anew: a copy of threads that hold locks would hang. A work is sent to each of them once.
    It sees what is committed and nothing else. Whoever breaks off does not wait for what they do:
    it is rolled back.
    """
    if processes < 2:
        yield map
        return
    # Polars hears Ctrl-C in such a way that who waits for an answer is not woken by it.
    signal.siginterrupt(signal.SIGINT, True)
    strangers = multiprocessing.active_children()
    pool = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(str(connection.settings_dict["NAME"]),),
    )
    with tempfile.TemporaryDirectory() as folder:
        try:
            for _ in range(processes):
                pool.submit(os.getpid)
            yield partial(_sent, pool, Path(folder))
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            for each in multiprocessing.active_children():
                if each not in strangers:
                    each.terminate()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _sent(
    pool: ProcessPoolExecutor, folder: Path, work: Callable[[Some], Done], some: Iterable[Some]
) -> Iterator[Done]:
    """The answers of a pool; each of its processes reads the work from a file."""
    descriptor, path = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        pickle.dump(work, file)
    return pool.map(partial(_do, path), some)


def cut(some: Sequence[Some], *, at_once: int) -> list[Sequence[Some]]:
    """Parts of so many, in order."""
    return [some[start : start + at_once] for start in range(0, len(some), at_once)]


def _begin(database: str) -> None:
    # Ctrl-C is for who began us, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # All cores are taken by processes.
    os.environ["POLARS_MAX_THREADS"] = "1"
    load_django()
    connections.databases["default"]["NAME"] = database
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Nobody waits for the answers of a process whose parent was killed.

    The kernel would watch the thread that began us (`runtime.children`): here it is any job's.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: str, some: Any) -> Any:
    return _read_work(work)(some)


@lru_cache(maxsize=1)
def _read_work(path: str) -> Callable[[Any], Any]:
    work: Callable[[Any], Any] = pickle.loads(Path(path).read_bytes())
    return work
