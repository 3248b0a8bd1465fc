"""`sotiem reports triage`: all reports that wait are sorted, on all cores."""

from collections import Counter
from time import perf_counter

from django.utils import timezone

from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.terminal import console
from sotiem.triage.facts import Did, Route
from sotiem.triage.operations import AT_ONCE, sort_reports
from sotiem.triage.queries import unsorted_reports, waiting_reports


def triage_reports(*, anew: bool, processes: int) -> None:
    """Sort what was not sorted yet, or all that waits, and tell where it went."""
    started = perf_counter()
    ids = waiting_reports() if anew else unsorted_reports()
    slices = [ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)]
    routes, did = Counter[Route](), Counter[Did]()
    for some_routes, some_did in on_all_cores(
        sort_slice, slices, processes=processes, what="Reports"
    ):
        routes += some_routes
        did += some_did
    seconds = perf_counter() - started
    told = ", ".join(f"{route} {routes[route]:,}" for route in Route)
    console.print(
        f"{routes.total():,} reports sorted: {told}; {did[Did.ANSWERED]:,} answered and "
        f"{did[Did.JOINED]:,} joined by the machine; {seconds:.1f} s, "
        f"{routes.total() / seconds:,.0f} a second",
        soft_wrap=True,
    )


def sort_slice(report_ids: list[int]) -> tuple[Counter[Route], Counter[Did]]:
    """Sort some reports; how many went where, and what the machine did."""
    advice = sort_reports(report_ids=report_ids, at=timezone.now()).values()
    return Counter(told.route for told in advice), Counter(told.did for told in advice)
