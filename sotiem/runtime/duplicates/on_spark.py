"""The same search on a cluster: the same SQL, and the same words on each of its machines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Final

import click
import pyarrow as pa
from splink import SparkAPI
from splink.clustering import cluster_pairwise_predictions_at_threshold

from sotiem.matching.rules.judge import Judge
from sotiem.runtime.duplicates import statements
from sotiem.runtime.duplicates.scores import EDGES, score

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PAIRS_AT_ONCE: Final = 50_000
PEOPLE_AT_ONCE: Final = 100_000
_COLUMNS: Final = "newer bigint, older bigint, probability double"


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
    scored = pairs.mapInArrow(partial(score, judge=judge, threshold=threshold), _COLUMNS)
    found = scored.unionByName(session.sql(statements.LINKS))
    edges: pa.Table = found.toArrow()
    return edges.cast(EDGES)


def cluster_edges(session: "SparkSession", edges: pa.Table) -> pa.Table:
    """(id, cluster_id) of all records that are not alone."""
    frame = session.createDataFrame(edges)
    frame.createOrReplaceTempView("edges")
    clusters = cluster_pairwise_predictions_at_threshold(
        session.sql(statements.NODES),
        frame,
        SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=session,
            break_lineage_method="persist",
            register_udfs_automatically=False,
        ),
        "id",
        "newer",
        "older",
    )
    found: pa.Table = clusters.as_spark_dataframe().toArrow()
    return found.select(["id", "cluster_id"])
