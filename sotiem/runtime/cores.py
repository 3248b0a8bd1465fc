"""The same work on all cores: slices of a file, each done by one of several processes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import connections

from sotiem.foundation.processes import side_by_side
from sotiem.runtime.terminal import progress

Slice = TypeVar("Slice")
Done = TypeVar("Done")


def on_all_cores(
    work: Callable[[Slice], Done], slices: Sequence[Slice], *, processes: int, what: str
) -> Iterator[Done]:
    """What `work` makes of each slice, in their order, with a bar that says how far it is."""
    processes = min(processes, len(slices))
    if processes > 1:
        connections.close_all()
    with progress() as bar, side_by_side(processes=processes) as each:
        task = bar.add_task(what, total=len(slices))
        for done in each(work, slices):
            yield done
            bar.advance(task)
