"""What is known of reports when they are sorted, read in a few statements however many."""

from sotiem.triage.gathering.reports import gather

__all__ = ["gather"]
