"""The command line: it explains itself, and quickly."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from sotiem.runtime.cli import main


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
import sys
from click.testing import CliRunner
from sotiem.runtime.cli import main
assert CliRunner().invoke(main, ["--help"]).exit_code == 0
assert CliRunner().invoke(main, ["database", "--help"]).exit_code == 0
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HELP_AND_WHAT_IT_LOADED], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert not loaded & {"django", "psycopg", "rich", "granian", "PIL", "cryptography"}


def test_a_database_of_somebody_else_is_not_ours_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@elsewhere/registry")
    assert CliRunner().invoke(main, ["database", "stop"]).exit_code == 1
    told = CliRunner().invoke(main, ["database", "url"])
    assert told.output == "postgresql://someone@elsewhere/registry\n"
