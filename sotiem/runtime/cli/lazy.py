"""Commands that load their work only when they run, so that help is quick."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


def attribute(path: str) -> Any:
    """Import what `module:attribute` names."""
    module, name = path.split(":")
    return getattr(importlib.import_module(module), name)


def call(path: str, /, **arguments: Any) -> Any:
    """Import the function that `module:function` names, and call it."""
    return attribute(path)(**arguments)


def call_with_django(path: str, /, **arguments: Any) -> Any:
    """The same, for work that needs Django and the database."""
    call("sotiem.runtime.django:setup")
    return call(path, **arguments)


def call_on_record(path: str, /, **arguments: Any) -> Any:
    """The same, for work on a record that must be there already."""
    call("sotiem.runtime.django:setup_on_record")
    return call(path, **arguments)


class LazyGroup(click.Group):
    """A group whose commands are imported one by one, when somebody names them."""

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which a newcomer needs them."""
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        path = self._lazy.get(cmd_name)
        if path is None:
            return super().get_command(ctx, cmd_name)
        command = attribute(path)
        if not isinstance(command, click.Command):
            raise TypeError(f"{path} is not a command")
        return command
