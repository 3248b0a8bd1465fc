"""Commands run in the test's own process, on the test's database."""

from collections.abc import Callable
from os import fspath
from pathlib import Path

from click.testing import CliRunner, Result

from sotiem.runtime.cli import main

Command = Callable[..., Result]


def run(*arguments: str | Path, given: bytes = b"") -> Result:
    """Run `sotiem` with these arguments and this standard input; a crash is the test's crash."""
    told = CliRunner().invoke(main, [fspath(each) for each in arguments], input=given)
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told
