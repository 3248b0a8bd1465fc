"""`sotiem indicators rebuild`: all figures, counted anew."""

from django.utils import timezone

from sotiem.foundation.actors import machine
from sotiem.indicators.operations import rebuild_figures
from sotiem.runtime.terminal import console


def rebuild() -> None:
    """Count all doses and reports anew."""
    with console.status("Counting all doses and reports on record"):
        rebuild_figures(by=machine("indicators"), at=timezone.now())
    console.print("The figures say again what the ledger says.")
