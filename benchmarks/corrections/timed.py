"""What is measured of many requests, and how it is printed."""

import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass
class Timed:
    """Milliseconds by kind of request, how long the whole took, and what was answered otherwise."""

    seconds: float = 0.0
    processor: float = 0.0  # seconds that asking took of it
    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Timed") -> None:
        for kind, times in other.times.items():
            self.times[kind] += times
        self.wrong += other.wrong

    def keep(self, target: Path) -> None:
        told = {
            "seconds": self.seconds,
            "processor": time.process_time(),
            "times": self.times,
            "wrong": self.wrong,
        }
        target.write_text(json.dumps(told), encoding="utf-8")

    @classmethod
    def read(cls, source: Path) -> "Timed":
        told = json.loads(source.read_text(encoding="utf-8"))
        times: defaultdict[str, list[float]] = defaultdict(list, told["times"])
        return cls(told["seconds"], told["processor"], times, told["wrong"])

    def lines(self, names: Mapping[str, str]) -> list[str]:
        """One line of a table for each kind: its name, number, rate and percentiles."""
        lines = []
        for kind, name in names.items():
            if times := self.times.get(kind, []):
                p50, p95, p99 = np.percentile(times, (50, 95, 99))
                lines.append(
                    f"| {name} | {len(times):,} | {len(times) / self.seconds:.1f} | {p50:.0f} "
                    f"| {p95:.0f} | {p99:.0f} | {max(times):.0f} |"
                )
        return lines

    def otherwise(self) -> str:
        return ", ".join(f"{what}: {self.wrong.count(what)}" for what in sorted(set(self.wrong)))


HEAD = "| | number | a second | p50 ms | p95 ms | p99 ms | most ms |\n|---|" + "---:|" * 6
