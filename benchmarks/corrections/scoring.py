"""What triage made of the reports of a world, held against what is true.

python -m benchmarks.with_django corrections.scoring TRUTH.csv OUT.md

A report answered by the machine is right where the truth says that the record held the dose by
then, and the record is the sender's; a joined one, where both are about the same dose of the same
person. What the truth leaves open counts as wrong. A proposal is right where the truth accepts; one
that says that the record holds the dose by now, where it does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from benchmarks.corrections.reports import ACCEPT, ALREADY, JOINED
from benchmarks.corrections.world import CHANNEL
from sotiem.triage.facts import Did, Route, Sign
from sotiem.triage.models import SortedReport

WITHOUT_A_LOOK: Final = (Route.MACHINE, Route.ONE_KEY)
WRONG_SHOWN: Final = 25


class Sorted(NamedTuple):
    """Where a report went: by what its export calls it, and whose record it was found to be."""

    source_id: str
    route: str
    did: str
    same_as: str
    person_id: str
    on_record: bool  # triage sees that the record says so


@dataclass
class Truths:
    """What is true of each report; records of one person count as one."""

    told: Mapping[str, Mapping[str, str]]
    person: Mapping[str, str]

    @classmethod
    def read(cls, truth: Path) -> "Truths":
        rows = pl.read_csv(truth, infer_schema=False).fill_null("")
        clusters = pl.read_csv(truth.with_name("duplicates.csv"), infer_schema=False)
        return cls(
            {row["source_id"]: row for row in rows.iter_rows(named=True)},
            dict(clusters.iter_rows()),
        )

    def first(self, source_id: str) -> str:
        """The report that was sent first of those that say the same."""
        right = self.told[source_id]["right"]
        return right.removeprefix(f"{JOINED}:") if right.startswith(f"{JOINED}:") else source_id

    def right(self, source_id: str) -> str:
        return self.told[self.first(source_id)]["right"]

    def is_person(self, source_id: str, person_id: str) -> bool:
        true = self.told[source_id]["person_id"]
        return self.person.get(true, true) == self.person.get(person_id, person_id)


@dataclass
class Score:
    """Counts of what was right and what was not."""

    routes: Counter[str] = field(default_factory=Counter)
    did: Counter[tuple[str, bool]] = field(default_factory=Counter)
    proposed: Counter[bool] = field(default_factory=Counter)
    by_kind: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        total = self.routes.total()
        yield "| route | reports | share |\n|---|---:|---:|"
        for route in Route:
            yield f"| {route} | {self.routes[route]:,} | {self.routes[route] / total:.1%} |"
        answered = sum(self.did.values())
        wrong = sum(number for (_, is_right), number in self.did.items() if not is_right)
        without = sum(self.routes[route] for route in WITHOUT_A_LOOK)
        asked = self.routes[Route.FACILITY]
        yield f"\nAnswered without a full look (machine, one key): {without / total:.1%}; "
        yield f"with those that a facility answers first: {(without + asked) / total:.1%}."
        yield f"\nMachine: {answered:,} answers, {wrong:,} wrong "
        yield f"({wrong / total:.3%} of reports, {wrong / max(answered, 1):.3%} of answers)."
        proposed, bad = self.proposed.total(), self.proposed[False]
        yield f"\nOne key: {proposed:,} proposals, {bad:,} of them not to be agreed with "
        yield f"({bad / max(proposed, 1):.2%}).\n"
        yield from _by_kind(self.by_kind)
        if self.wrong:
            yield f"\nWrong by machine, the first {WRONG_SHOWN}: {'; '.join(self.wrong)}"


def score(truths: Truths, rows: Iterable[Sorted]) -> Score:
    """Hold each against the truth."""
    found = Score()
    for row in rows:
        found.routes[row.route] += 1
        kind = truths.told[row.source_id]["kind"]
        found.by_kind[kind][row.route] += 1
        if row.did in (Did.ANSWERED, Did.JOINED):
            is_right = _is_right(truths, row)
            found.did[row.did, is_right] += 1
            if not is_right and len(found.wrong) < WRONG_SHOWN:
                found.wrong.append(f"{row.source_id} {kind} {row.did} {row.same_as}".strip())
        elif row.route == Route.ONE_KEY:
            is_right = truths.right(row.source_id) == (ALREADY if row.on_record else ACCEPT)
            found.proposed[is_right and truths.is_person(row.source_id, row.person_id)] += 1
    return found


def _is_right(truths: Truths, row: Sorted) -> bool:
    if row.did == Did.JOINED:
        return truths.first(row.source_id) == truths.first(row.same_as)
    of_her = truths.is_person(row.source_id, row.person_id)
    return truths.right(row.source_id) == ALREADY and of_her


def _by_kind(by_kind: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    yield f"| what happened | reports | {' | '.join(Route)} |\n|---|---:|{'---:|' * len(Route)}"
    for kind, routes in sorted(by_kind.items(), key=lambda item: -sum(item[1].values())):
        cells = " | ".join(f"{routes.get(route, 0):,}" for route in Route)
        yield f"| {kind} | {sum(routes.values()):,} | {cells} |"


def main(arguments: Sequence[str]) -> None:
    truth, out = map(Path, arguments)
    rows = SortedReport.objects.filter(report__channel__code=CHANNEL).order_by("pk")
    columns = ("report__source_id", "route", "did", "same_as__source_id", "patient__reference")
    told = (
        Sorted(name, route, did, same_as or "", person or "", Sign.RECORD_SAYS_SO in str(findings))
        for findings, name, route, did, same_as, person in rows.values_list("findings", *columns)
    )
    found = score(Truths.read(truth), told)
    out.write_text("\n".join(found.lines()) + "\n", encoding="utf-8")
