"""Several connections at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


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
