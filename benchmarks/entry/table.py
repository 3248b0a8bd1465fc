"""What is printed of a run."""

from typing import Final

import numpy as np

from benchmarks.entry.clerks import Timed

WANTED: Final = {"look": 80, "save": 120}


def table(timed: Timed) -> str:
    """One line a kind of request."""
    lines = [
        "| | number | a second | p50 ms | p95 ms | p99 ms | most ms | wanted p95 |",
        "|---|" + "---:|" * 7,
    ]
    for kind, times in sorted(timed.times.items()):
        p50, p95, p99 = np.percentile(times, (50, 95, 99))
        lines.append(
            f"| {kind} | {len(times):,} | {len(times) / timed.seconds:.1f} | {p50:.0f} "
            f"| {p95:.0f} | {p99:.0f} | {max(times):.0f} | {WANTED[kind]} |"
        )
    wrong = ", ".join(f"{what}: {timed.wrong.count(what)}" for what in sorted(set(timed.wrong)))
    return "\n".join(lines) + f"\n\nAnswered otherwise: {wrong or 'none'}.\n"
