"""`sotiem deadlines rebuild`: the figures of facilities, counted anew."""

from django.utils import timezone

from sotiem.deadlines.operations import count_open_deadlines, rebuild_figures
from sotiem.foundation.actors import machine
from sotiem.runtime.terminal import console


def rebuild() -> None:
    """Count all doses anew, then how far each facility is."""
    now = timezone.now()
    with console.status("Counting all doses on record"):
        rebuild_figures(by=machine("deadlines"), at=now)
        count_open_deadlines(at=now)
    console.print("The figures say again what the record says.")
