"""`sotiem supply rebuild`: the sums of vaccine, made anew."""

from django.utils import timezone

from sotiem.foundation.actors import machine
from sotiem.runtime.terminal import console
from sotiem.supply.operations import rebuild_supply


def rebuild() -> None:
    """Sum all movements anew."""
    with console.status("Summing all movements on record"):
        rebuild_supply(by=machine("supply"), at=timezone.now())
    console.print("The sums say again what the movements say.")
