"""The search on one machine: DuckDB finds the pairs, a process a core scores them."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from math import ceil
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
from splink import DuckDBAPI
from splink.clustering import cluster_pairwise_predictions_at_threshold

from sotiem.matching.rules.judge import Judge
from sotiem.runtime.duplicates import statements
from sotiem.runtime.duplicates.scores import EDGES, score

# So many people's pairs are held at once by a process.
PEOPLE_AT_ONCE: Final = 250_000
PAIRS_AT_ONCE: Final = 50_000

Advance = Callable[[int, int], None]


def find_edges(
    folder: Path, *, people: int, judge: Judge, threshold: float, largest: int, processes: int,
    memory: float, tell: Advance = lambda done, total: None,
) -> pa.Table:  # fmt: skip
    """The pairs of the exported people that are probably one person's."""
    with _engine(folder, memory=memory, threads=processes) as database:
        _keep(database, folder, "traits", statements.TRAITS)
        _keep(database, folder, "blocks", statements.BLOCKS.format(largest=largest))
        links = database.sql(statements.LINKS).to_arrow_table().cast(EDGES)
    parts = processes * ceil(max(people, 1) / PEOPLE_AT_ONCE / processes)  # all end together
    search = partial(
        edges_of_part, folder, parts=parts, judge=judge, threshold=threshold,
        memory=memory / processes,
    )  # fmt: skip
    found = [links]
    for done, edges in enumerate(_each(search, parts, processes), start=1):
        found.append(edges)
        tell(done, parts)
    return pa.concat_tables(found)


def edges_of_part(
    folder: Path, part: int, *, parts: int, judge: Judge, threshold: float, memory: float
) -> pa.Table:
    """The pairs of every n-th person with older records."""
    with _engine(folder, memory=memory, threads=1) as database:
        pairs = database.sql(statements.PAIRS.format(parts=parts, part=part))
        scored = score(pairs.to_arrow_reader(PAIRS_AT_ONCE), judge=judge, threshold=threshold)
        return pa.Table.from_batches(scored, schema=EDGES)


def cluster_edges(edges: pa.Table) -> pa.Table:
    """(id, cluster) of all records that are not alone."""
    database = duckdb.connect()
    database.register("edges", edges)
    nodes = database.sql(statements.NODES).to_arrow_table()
    clusters = cluster_pairwise_predictions_at_threshold(
        nodes, edges, DuckDBAPI(database), "id", "newer", "older"
    )
    found: pa.Table = clusters.as_duckdbpyrelation().to_arrow_table()
    return found.select(["id", "cluster_id"])


def _each(search: Callable[[int], pa.Table], parts: int, processes: int) -> Iterator[pa.Table]:
    if processes < 2:
        yield from map(search, range(parts))
        return
    # Not forked: a copy of a process that has threads may wait for ever.
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(search, range(parts))


@contextmanager
def _engine(folder: Path, *, memory: float, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{memory:.2f}GiB'; SET threads = {threads}")
        database.execute("SET preserve_insertion_order = false; SET enable_progress_bar = false")
        database.execute("SET temp_directory = ?", [str(folder / "spilled")])
        for path in folder.glob("*.parquet"):
            source = str(path).replace("'", "''")
            database.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{source}')")
        yield database


def _keep(database: duckdb.DuckDBPyConnection, folder: Path, name: str, statement: str) -> None:
    target = str(folder / f"{name}.parquet").replace("'", "''")
    database.execute(f"COPY ({statement}) TO '{target}' (FORMAT parquet, COMPRESSION lz4)")
