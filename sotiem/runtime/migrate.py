"""Bringing a database up to date: its tables, the facts everybody shares, the key that signs."""

from typing import Final

from django.core.management import call_command
from django.utils import timezone

from sotiem.certificates.operations import (
    TokenCannotBeUsed,
    ensure_card_key,
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from sotiem.matching.operations import build_key_index, keep_keys
from sotiem.patients.models import Patient
from sotiem.patients.operations import check_references
from sotiem.places.operations import load_places
from sotiem.runtime.terminal import console
from sotiem.vaccines.operations import load_vaccines

PEOPLE_AT_ONCE: Final = 5_000


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
    with console.status("Making people found"):
        build_key_index()
        check_references()
        _keep_missing_keys()
    now = timezone.now()
    try:
        ensure_signing_key(at=now)
    except TokenCannotBeUsed as refusal:
        console.print(
            f"No key signs certificates: the token cannot be used ({refusal.details['problem']})."
        )
    ensure_list_key(at=now)
    ensure_card_key(at=now)
    publish_revocations(at=now)
    console.print("The database is up to date.", style="dim")


def _keep_missing_keys() -> None:
    """People recorded by an earlier version have no keys and traits yet: nobody would find them."""
    unfound = Patient.objects.filter(trait=None).order_by("pk").values_list("pk", flat=True)
    while some := list(unfound[:PEOPLE_AT_ONCE]):
        keep_keys(patient_ids=some)
