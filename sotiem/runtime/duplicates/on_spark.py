"""The same search on a cluster: the same SQL, and the same words on each of its machines."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Final

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from splink import SparkAPI
from splink.clustering import cluster_pairwise_predictions_at_threshold

from sotiem.matching.rules.judge import Judge
from sotiem.runtime.duplicates import statements
from sotiem.runtime.duplicates.names_left_out import BestScores
from sotiem.runtime.duplicates.scores import likely

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PAIRS_AT_ONCE: Final = 50_000
PEOPLE_AT_ONCE: Final = 100_000


@contextmanager
def cluster(master: str, *, people: int) -> Iterator["SparkSession"]:
    """A session on the cluster; it ends with the work."""
    require_spark()
    from pyspark.sql import SparkSession  # noqa: PLC0415  # an optional half a gigabyte

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master(master)
        .appName("sotiem people duplicates")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", max(4, people // PEOPLE_AT_ONCE))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", PAIRS_AT_ONCE)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def require_spark() -> None:
    """Refuse in plain words where Spark cannot run."""
    try:
        import pyspark  # noqa: F401, PLC0415  # as above
    except ImportError:
        raise click.ClickException(
            "The engine spark needs pyspark, which is not installed: pip install pyspark"
        ) from None
    if which("java") is None and "JAVA_HOME" not in os.environ:
        raise click.ClickException(
            "The engine spark needs Java 17, which was not found: "
            "apt-get install openjdk-17-jre-headless"
        )


def find_edges(
    session: "SparkSession", folder: Path, *, judge: Judge, threshold: float, largest: int
) -> pa.Table:
    """The pairs of the exported people that are probably one person's.

    Every machine of the cluster must see the folder.
    """
    for path in folder.glob("*.parquet"):
        session.read.parquet(str(path)).createOrReplaceTempView(path.stem)
    session.sql(statements.TRAITS).createOrReplaceTempView("traits")
    session.sql(statements.BLOCKS.format(largest=largest)).createOrReplaceTempView("blocks")
    pairs = session.sql(statements.PAIRS.format(parts=1, part=0))
    probability = _scoring(pairs.columns, judge, threshold)(*pairs.columns)
    scored = pairs.select("newer", "older", probability.alias("probability"))
    links = session.sql(statements.LINKS)
    enough = scored.where(f"probability >= {threshold!r}").unionByName(links)
    return _taken(enough, folder / "edges")


def _scoring(columns: Sequence[str], judge: Judge, threshold: float) -> Any:
    """A column of probabilities, made of whole columns on each machine; 0 below the threshold."""
    from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]  # noqa: PLC0415

    def probabilities(pairs: Iterator[tuple[pa.Array, ...]]) -> Iterator[pa.Array]:
        best = BestScores(judge.weights)
        for arrays in pairs:
            batch = pa.RecordBatch.from_arrays(list(arrays), names=list(columns))
            places, found = likely(batch, judge=judge, threshold=threshold, best=best)
            told = np.zeros(batch.num_rows)
            told[places] = found
            yield pa.array(told)

    # "Nondeterministic" keeps Spark from computing the column once more to filter by it.
    return arrow_udf(probabilities, "double").asNondeterministic()


def cluster_edges(session: "SparkSession", folder: Path) -> pa.Table:
    """(id, cluster_id) of all records that are not alone, after `find_edges`."""
    edges = session.read.parquet(str(folder / "edges"))
    edges.createOrReplaceTempView("edges")
    api = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
    )
    clusters = cluster_pairwise_predictions_at_threshold(
        session.sql(statements.NODES), edges, api, "id", "newer", "older"
    )
    found = clusters.as_spark_dataframe().select("id", "cluster_id")
    return _taken(found, folder / "clusters")


def _taken(frame: "DataFrame", folder: Path) -> pa.Table:
    """What the machines found; it is kept in the folder, and does not pass through the driver."""
    frame.write.parquet(str(folder))
    return pq.read_table(folder)
