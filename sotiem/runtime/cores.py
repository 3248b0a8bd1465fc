"""The same work on all cores: slices of a file, each done by one of several processes."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import connections

from sotiem.runtime import django
from sotiem.runtime.terminal import progress

Slice = TypeVar("Slice")
Done = TypeVar("Done")


def on_all_cores(
    work: Callable[[Slice], Done], slices: Sequence[Slice], *, processes: int, what: str
) -> Iterator[Done]:
    """What `work` makes of each slice, in their order, with a bar that says how far it is.

    Processes begin anew instead of being copied: a copy of threads that hold locks would hang.
    """
    with progress() as bar:
        task = bar.add_task(what, total=len(slices))
        if processes < 2 or len(slices) < 2:
            for some in slices:
                yield work(some)
                bar.advance(task)
            return
        connections.close_all()
        new = multiprocessing.get_context("spawn")
        with new.Pool(min(processes, len(slices)), initializer=begin) as pool:
            for done in pool.imap(work, slices):
                yield done
                bar.advance(task)


def begin() -> None:
    """Make a new process ready: Django, and one thread for columns, since all cores are taken."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    django.load()
