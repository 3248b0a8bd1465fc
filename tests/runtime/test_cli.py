"""The command line: it explains itself, and quickly."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sotiem.runtime.cli import main
from sotiem.runtime.postgres import PostgreSQL


def _paths(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _paths(found, *path, name)


@pytest.mark.parametrize("path", list(_paths(main)), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    told = CliRunner().invoke(main, [*path, "--help"])
    assert told.exit_code == 0
    explanation = told.output.split("\n\n")[1].strip()
    assert explanation.endswith(".")
    _, _, commands = told.output.partition("Commands:")
    assert "..." not in commands, "a short help is cut off"


def test_the_commands_a_newcomer_needs_are_there() -> None:
    told = CliRunner().invoke(main, ["--help"]).output
    for name in ("demo", "serve", "worker", "migrate", "import", "certificate", "check"):
        assert f"\n  {name} " in told


_HELP_AND_WHAT_IT_LOADED = """
import json, sys
from click.testing import CliRunner
from sotiem.runtime.cli import main
for path in json.loads(sys.argv[1]):
    assert CliRunner().invoke(main, [*path, "--help"]).exit_code == 0
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_help_loads_nothing_heavy() -> None:
    command = [sys.executable, "-c", _HELP_AND_WHAT_IT_LOADED, json.dumps(list(_paths(main)))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert not loaded & {"django", "psycopg", "rich", "granian", "PIL", "cryptography"}


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["certificate", "verify", "HC1:NONE"],
        ["import", "doses", __file__, "--facility", "1", "--by", "x"],
    ],
    ids=itemgetter(0),
)
def test_asking_about_a_record_does_not_begin_one(command: list[str], own_home: Path) -> None:
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 1
    assert "holds no record" in told.stderr
    assert told.stderr.count("\n") == 1
    assert not own_home.exists()


def _check(database: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"SOTIEM_HOME": str(home), "SOTIEM_MODE": "test", "DATABASE_URL": database}
    return subprocess.run(
        [sys.executable, "-m", "sotiem.runtime.cli", "check"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_tables_of_another_version_are_told_in_one_line(server: PostgreSQL, tmp_path: Path) -> None:
    server.start()
    told = _check(server.url(), tmp_path)
    assert told.returncode == 1
    assert told.stderr == "Error: The tables are of another version: run `sotiem migrate` first.\n"


def test_a_database_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    told = _check("postgresql://nobody@127.0.0.1:1/nothing", tmp_path)
    assert (told.returncode, told.stderr) == (1, "Error: The database does not answer.\n")


def test_a_database_of_somebody_else_is_not_ours_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@elsewhere/registry")
    assert CliRunner().invoke(main, ["database", "stop"]).exit_code == 1
    told = CliRunner().invoke(main, ["database", "url"])
    assert told.output == "postgresql://someone@elsewhere/registry\n"
