"""Bringing a database up to date: its tables, the facts everybody shares, the key that signs."""

from django.core.management import call_command
from django.utils import timezone

from sotiem.certificates.operations import ensure_signing_key
from sotiem.places.operations import load_places
from sotiem.runtime.terminal import console
from sotiem.vaccines.operations import load_vaccines


def migrate() -> None:
    """Change the tables as this version needs them, then load what every copy needs.

    All of it can be repeated: what is already there stays as it is.
    """
    with console.status("Preparing the tables"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    with console.status("Preparing the pages"):
        call_command("collectstatic", interactive=False, verbosity=0)
    with console.status("Loading provinces, communes and vaccines"):
        load_places(at=timezone.now())
        load_vaccines(at=timezone.now())
    ensure_signing_key(at=timezone.now())
    console.print("The database is up to date.", style="dim")
