"""Several connections at the same moment."""

import time
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Final

from django.db import connection, transaction

LONGEST_IN_S: Final = 60
SOMEBODY_WAITS_FOR_ME: Final = """
SELECT EXISTS (
    SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
)
"""


def together(*calls: Callable[[], object]) -> list[Exception]:
    """Make the calls at the same moment, each on a connection of its own; give what they raised."""
    start, raised = Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        try:
            start.wait()
            call()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> list[Exception]:
    """Make the second call while the first one is done and not committed; give what it raised.

    The first one commits when the second one has come as far as it can: to its end, or to a lock.
    """
    raised: list[Exception] = []

    def run() -> None:
        try:
            second()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        until = time.monotonic() + LONGEST_IN_S
        while thread.is_alive() and not _somebody_waits() and time.monotonic() < until:
            time.sleep(0.01)
    thread.join()
    return raised


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS_FOR_ME)
        (waits,) = cursor.fetchone()
    return bool(waits)
