"""Work that goes on after the answer: a queue in PostgreSQL; a job commits with its cause."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

AGAIN: Final = RetryStrategy(max_attempts=8, exponential_wait=3)


def enqueue(name: str, **arguments: Any) -> None:
    """Put the job of that name (a task of some `tasks.py`) in the queue, in this transaction."""
    app.configure_task(name).defer(**arguments)


def enqueue_many(name: str, arguments: Sequence[Mapping[str, Any]]) -> None:
    """The same job many times, in one statement."""
    if arguments:
        app.configure_task(name).batch_defer(*map(dict, arguments))


def enqueue_in(seconds: int, name: str, **arguments: Any) -> None:
    """The same, but not to be done before some seconds have passed."""
    app.configure_task(name, schedule_in={"seconds": seconds}).defer(**arguments)
