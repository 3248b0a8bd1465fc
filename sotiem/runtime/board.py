"""`sotiem board rebuild`: the figures of units, counted anew."""

from django.utils import timezone

from sotiem.foundation.actors import machine
from sotiem.indicators.operations import rebuild_figures
from sotiem.runtime.terminal import console


def rebuild() -> None:
    """Count all reports anew."""
    with console.status("Counting all reports on record"):
        rebuild_figures(by=machine("board"), at=timezone.now())
    console.print("The figures say again what the reports say.")
