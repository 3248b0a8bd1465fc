"""Bringing a database up to date: its tables, and the facts everybody shares."""

import importlib
from typing import Final

from django.core.management import call_command
from django.utils import timezone

from sotiem.runtime.terminal import console

REFERENCE_DATA: Final = {
    "places": "sotiem.places.operations:load_places",
    "vaccines": "sotiem.vaccines.operations:load_vaccines",
}


def migrate() -> None:
    """Change the tables as this version needs them, then load places and vaccines.

    Both can be repeated: what is already there stays as it is.
    """
    with console.status("Preparing the tables"):
        call_command("migrate", interactive=False, verbosity=0)
    for what, path in REFERENCE_DATA.items():
        module, name = path.split(":")
        with console.status(f"Loading {what}"):
            getattr(importlib.import_module(module), name)(at=timezone.now())
    console.print("The database is up to date.", style="dim")
