"""The PostgreSQL server on which the tests run: one per checkout, kept running between runs.

`python -m tests.postgres start` prints its address; `stop` ends it and deletes what it kept.
"""

import os
import sys
from pathlib import Path

from sotiem.runtime.postgres import FAST, PostgreSQL

_FOLDER = Path(__file__).resolve().parent.parent / ".home" / "test-postgres"


def ensure_test_database() -> str:
    """Start the server unless it runs, and return an address with a database name of this run.

    Several runs may go on at once, and each makes and drops `test_<name>`: the name must differ.
    SOTIEM_TEST_DATABASE gives a steady one, for use with `--reuse-db`.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"p{os.getpid()}"
    return _started().url(os.environ.get("SOTIEM_TEST_DATABASE") or f"run_{run[:12]}")


def main(action: str) -> None:
    """Start or stop the server by hand, or from the Makefile."""
    if action == "stop":
        _server().remove()
    else:
        sys.stdout.write(_started().url() + "\n")


def _server() -> PostgreSQL:
    return PostgreSQL(_FOLDER, settings=FAST)


def _started() -> PostgreSQL:
    server = _server()
    server.start()
    return server


if __name__ == "__main__":
    main(sys.argv[1])
