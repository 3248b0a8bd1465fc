"""How probably two records are one person's: the same words on every engine.

This runs on the machines of a cluster, which have no database: nothing here needs Django.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa

from sotiem.matching.rules.compare import compare
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.model import Scores
from sotiem.matching.rules.records import Records, Traits
from sotiem.runtime.duplicates.names_left_out import BestScores

EDGES: Final = pa.schema(
    [("newer", pa.int64()), ("older", pa.int64()), ("probability", pa.float64())]
)
# Sums in another order differ in their last digits.
_ALMOST: Final = 1e-6


def score(
    pairs: Iterable[pa.RecordBatch], *, judge: Judge, threshold: float
) -> Iterator[pa.RecordBatch]:
    """The pairs that are one person's at least as probably as the threshold, batch by batch."""
    best = BestScores(judge.weights)
    for batch in pairs:
        kept, probability = likely(batch, judge=judge, threshold=threshold, best=best)
        edges = batch.select(["newer", "older"]).take(pa.array(kept))
        yield pa.RecordBatch.from_arrays([*edges.columns, pa.array(probability)], schema=EDGES)


def likely(
    pairs: pa.RecordBatch, *, judge: Judge, threshold: float, best: BestScores
) -> "tuple[np.typing.NDArray[np.intp], Scores]":
    """The places of pairs as probable as that, and their probabilities.

    The newer record is a claim, and the older one is its person, or nobody is. Names are compared
    last: they take most of the time, and few pairs need them.
    """
    claims, people = records_of(pairs, "newer"), records_of(pairs, "older")
    shared_by = pairs.column("shared_by").to_numpy()
    namesakes = judge.namesakes(people.name)
    nameless = np.full(len(namesakes), "", dtype=object)
    levels = compare(
        replace(claims, name=nameless),
        replace(people, name=nameless),
        phone_shared_by=shared_by,
        namesakes=namesakes,
    )
    worth = _probability(best.of(levels) + _ALMOST, judge) >= threshold
    hopeful = np.flatnonzero(worth)
    levels = compare(
        claims.take(hopeful),
        people.take(hopeful),
        phone_shared_by=shared_by[hopeful],
        namesakes=namesakes[hopeful],
    )
    probability = _probability(judge.weights.scores(levels), judge)
    enough = probability >= threshold
    return hopeful[enough], probability[enough]


def records_of(pairs: pa.RecordBatch, side: str) -> Records:
    """The newer or the older records of pairs."""
    return Records.of_columns(
        [pairs.column(f"{side}_{field}").to_numpy(zero_copy_only=False) for field in Traits._fields]
    )


def _probability(scores: Scores, judge: Judge) -> Scores:
    return judge.calibrated(1 / (1 + np.exp(-np.clip(scores, -500, 500))))
