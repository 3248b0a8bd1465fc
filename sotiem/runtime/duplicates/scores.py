"""How probably two records are one person's: the same words on every engine.

This runs on the machines of a cluster, which have no database: nothing here needs Django.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import pyarrow as pa

from sotiem.matching.rules.compare import compare
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.records import Records, Traits

EDGES: Final = pa.schema(
    [("newer", pa.int64()), ("older", pa.int64()), ("probability", pa.float64())]
)


def score(
    pairs: Iterable[pa.RecordBatch], *, judge: Judge, threshold: float
) -> Iterator[pa.RecordBatch]:
    """The pairs that are one person's at least as probably as the threshold, batch by batch."""
    for batch in pairs:
        probability = probabilities(batch, judge)
        kept = np.flatnonzero(probability >= threshold)
        edges = batch.select(["newer", "older"]).take(pa.array(kept))
        yield pa.RecordBatch.from_arrays(
            [*edges.columns, pa.array(probability[kept])], schema=EDGES
        )


def probabilities(pairs: pa.RecordBatch, judge: Judge) -> "np.typing.NDArray[np.float64]":
    """The newer record is a claim, and the older one is its person, or nobody is."""
    claims, people = _records(pairs, "newer"), _records(pairs, "older")
    levels = compare(
        claims,
        people,
        phone_shared_by=pairs.column("shared_by").to_numpy(),
        namesakes=judge.namesakes(people.name),
    )
    odds = np.clip(judge.weights.scores(levels), -500, 500)
    return judge.calibrated(1 / (1 + np.exp(-odds)))


def _records(pairs: pa.RecordBatch, side: str) -> Records:
    return Records.of_columns(
        [pairs.column(f"{side}_{field}").to_numpy(zero_copy_only=False) for field in Traits._fields]
    )
