"""What people were told is kept is kept, whatever dies in that moment."""

import hashlib
import json
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.stories.submitting import Senders, Submission, submissions
from tests.stories.system import System, copied_system
from tests.stories.waiting import until

REPORTS = 200
PEOPLE = 25
LONGEST_IN_SECONDS = 120

ON_RECORD = """
SELECT report.submission_key, report.tracking_code, file.sha256, (
    SELECT count(*) FROM foundation_auditentry entry
    WHERE entry.object_kind = 'correctionreport' AND entry.object_id = report.id
    AND entry.action = 'correction_report.submitted'
)
FROM corrections_correctionreport report
JOIN corrections_evidence evidence ON evidence.report_id = report.id
JOIN foundation_storedfile file ON file.id = evidence.original_id
WHERE report.submission_key = ANY(%s)
"""


@pytest.fixture(scope="module")
def system(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Its own: it is killed."""
    with copied_system(tmp_path_factory.mktemp("system"), country) as running:
        yield running


def test_no_acknowledged_report_is_lost_when_web_server_and_database_are_killed(
    system: System,
) -> None:
    with system.sql() as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    sessions = json.loads(system.program("tests.stories.open_sessions", str(PEOPLE)))
    assert len(sessions) == PEOPLE
    reports = submissions(sessions, REPORTS)

    senders = Senders(system, reports)
    try:
        senders.wait_for(REPORTS // 4, within=LONGEST_IN_SECONDS)
        kill_web_server(system)
        senders.wait_for(REPORTS * 5 // 8, within=LONGEST_IN_SECONDS)
        kill_database(system)
        senders.finish()
    finally:
        senders.close()

    assert all(each.code for each in reports)
    assert sum(each.attempts for each in reports) > REPORTS, "nobody met a crash"
    kept = on_record(system, reports)
    assert [each.code for each in reports if kept.get(each.key) != one_of(each)] == []
    assert [each.code for each in reports if not photo_is_intact(system, each)] == []
    checked = system.command("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def kill_web_server(system: System) -> None:
    """End every process of the web server without a word of warning; the supervisor sees it."""
    before = system.web_server
    assert len(before) >= 3
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: system.web_server[:1] not in ([], before[:1]))


def kill_database(system: System) -> None:
    before = system.database.pid()
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: system.database.pid() not in (None, before))


def one_of(each: Submission) -> list[tuple[str, str, int]]:
    """What must be on record of it: one report, one photo, one trace."""
    return [(each.code, each.photo_sha256, 1)]


def on_record(system: System, reports: Sequence[Submission]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    with system.sql() as connection:
        rows = connection.execute(ON_RECORD, [[each.key for each in reports]])
        for key, code, sha256, traces in rows:
            found.setdefault(key, []).append((code, sha256, traces))
    return found


def photo_is_intact(system: System, each: Submission) -> bool:
    """Whether the photo lies on the disk, byte for byte as it was sent."""
    name = each.photo_sha256
    path = system.home / "files" / name[:2] / name[2:4] / name
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == name
