"""The registry's people recorded twice, found and written into a file."""

import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

import duckdb
import pyarrow as pa

from sotiem.matching.queries import active_judge
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.keys import LARGEST_BLOCK
from sotiem.runtime.duplicates import on_duckdb, on_spark, statements
from sotiem.runtime.duplicates.export import export_registry
from sotiem.runtime.duplicates.record import record_edges
from sotiem.runtime.terminal import console, progress

THRESHOLD: Final = 0.9
PROCESSES: Final = 2
MEMORY: Final = 6.0


def find_duplicates(
    *,
    out: Path,
    engine: str,
    threshold: float = THRESHOLD,
    everybody: bool = False,
    record: bool = False,
    processes: int = PROCESSES,
    memory: float = MEMORY,
    master: str = "local[2]",
    work_folder: Path | None = None,
) -> None:
    """Find the records that are one person's, on either engine, and tell how many there are."""
    started = perf_counter()
    if engine == "spark":
        on_spark.require_spark()
    judge = active_judge()
    with tempfile.TemporaryDirectory(prefix="sotiem-duplicates-", dir=work_folder) as made:
        folder = Path(made)
        with console.status("Reading the registry"):
            people = export_registry(folder)
        if engine == "spark":
            edges, clusters = _on_spark(folder, people, judge, threshold, master)
        else:
            edges = _on_duckdb(folder, people, judge, threshold, processes, memory)
            with console.status("Clustering"):
                clusters = on_duckdb.cluster_edges(edges)
        records, persons = write_clusters(folder, edges, clusters, out=out, everybody=everybody)
        if record:
            _record(folder, edges, judge)
    console.print(
        f"{people:,} records: {records:,} of them are of {persons:,} people recorded more than "
        f"once, at a probability of {threshold} or more; {perf_counter() - started:.1f} s"
    )


def _record(folder: Path, edges: pa.Table, judge: Judge) -> None:
    with console.status("Recording pairs"):
        kept = record_edges(folder, edges, judge=judge)
    console.print(
        f"{kept.added:,} pairs recorded, {kept.changed:,} judged anew, "
        f"{kept.unchanged:,} decided before."
    )


def _on_spark(
    folder: Path, people: int, judge: Judge, threshold: float, master: str
) -> tuple[pa.Table, pa.Table]:
    with (
        console.status(f"Searching on {master}"),
        on_spark.cluster(master, people=people) as session,
    ):
        edges = on_spark.find_edges(
            session, folder, judge=judge, threshold=threshold, largest=LARGEST_BLOCK
        )
        return edges, on_spark.cluster_edges(session, folder)


def _on_duckdb(
    folder: Path, people: int, judge: Judge, threshold: float, processes: int, memory: float
) -> pa.Table:
    with progress() as bar:
        task = bar.add_task("People", total=None)
        return on_duckdb.find_edges(
            folder, people=people, judge=judge, threshold=threshold,
            largest=LARGEST_BLOCK, processes=processes, memory=memory,
            tell=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip


def write_clusters(
    folder: Path, edges: pa.Table, clusters: pa.Table, *, out: Path, everybody: bool
) -> tuple[int, int]:
    """Write who belongs together; return how many records, and how many people they are of."""
    with duckdb.connect() as database:
        database.register("edges", edges)
        database.register("clusters", clusters)
        people, target = (str(path).replace("'", "''") for path in (folder / "people.parquet", out))
        database.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{people}')")
        database.execute(f"CREATE TABLE told AS {statements.TOLD}")
        if everybody:
            database.execute(statements.ALONE)
        database.execute(
            f"COPY (FROM told ORDER BY cluster_id, record_id) TO '{target}' (FORMAT csv, HEADER)"
        )
        found = database.execute(statements.COUNTED).fetchone()
        assert found is not None
        return found[0], found[1]
