"""What Django's settings read: a pytest plugin, because they load before any conftest."""

import os
import tempfile
from pathlib import Path

from tests.postgres import ensure_test_database

_HOME = tempfile.TemporaryDirectory(prefix="sotiem-tests-")

os.environ["SOTIEM_HOME"] = _HOME.name
os.environ["SOTIEM_MODE"] = "test"
(Path(_HOME.name) / "static").mkdir()  # pages look for their files there
os.environ["DATABASE_URL"] = ensure_test_database()
