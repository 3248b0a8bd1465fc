"""Found pairs put on record: certain ones are linked, the others wait for officers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
from django.utils import timezone

from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import Loaded
from sotiem.matching.operations import JudgedPair, record_pairs
from sotiem.matching.rules.compare import compare, is_borne_out
from sotiem.matching.rules.judge import Judge
from sotiem.runtime.duplicates import statements
from sotiem.runtime.duplicates.scores import records_of

ORIGIN: Final = "duplicates"
PAIRS_AT_ONCE: Final = 10_000


def record_edges(folder: Path, edges: pa.Table, *, judge: Judge) -> Loaded:
    """Keep the pairs for officers, and link those of which the machine is certain."""
    return record_pairs(
        pairs=_judged(folder, edges, judge),
        model_version=judge.version,
        origin=ORIGIN,
        by=machine(ORIGIN),
        at=timezone.now(),
        link=True,
    )


def _judged(folder: Path, edges: pa.Table, judge: Judge) -> Iterator[JudgedPair]:
    with duckdb.connect() as database:
        people = str(folder / "people.parquet").replace("'", "''")
        database.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{people}')")
        database.register("edges", edges)
        for pairs in database.sql(statements.FOUND).to_arrow_reader(PAIRS_AT_ONCE):
            yield from _of_batch(pairs, judge)


def _of_batch(pairs: pa.RecordBatch, judge: Judge) -> Iterator[JudgedPair]:
    older = records_of(pairs, "older")
    levels = compare(
        records_of(pairs, "newer"),
        older,
        phone_shared_by=pairs.column("shared_by").to_numpy(),
        namesakes=judge.namesakes(older.name),
    )
    fields = tuple(levels)
    rows = np.stack(list(levels.values()), axis=1).tolist()
    for newer, older_id, probability, row, borne_out in zip(
        pairs.column("newer").to_pylist(),
        pairs.column("older").to_pylist(),
        pairs.column("probability").to_pylist(),
        rows,
        is_borne_out(levels).tolist(),
        strict=True,
    ):
        zone = judge.zone(probability, is_borne_out=borne_out)
        agreed = dict(zip(fields, row, strict=True))
        yield JudgedPair(newer, older_id, probability, agreed, zone)
