"""The search for people recorded twice on a cluster of two machines, and on one: the same."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyspark
import pytest

from benchmarks.people.generate import Order, generate
from sotiem.matching.queries import active_judge
from sotiem.matching.rules.keys import LARGEST_BLOCK
from sotiem.runtime.duplicates import on_duckdb, on_spark
from sotiem.runtime.duplicates.export import export_registry
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")

PEOPLE = 2_000
_SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
_STARTED = re.compile(r"spark://127\.0\.0\.1:\d+")
SMALL = """
spark.driver.memory 512m
spark.executor.memory 512m
spark.executor.cores 1
spark.driver.host 127.0.0.1
spark.sql.warehouse.dir {folder}/warehouse
"""


@pytest.fixture
def master(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A cluster of one master and two workers on this machine; its address."""
    settings = tmp_path / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(SMALL.format(folder=tmp_path))
    monkeypatch.setenv("SPARK_CONF_DIR", str(settings))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.chdir(tmp_path)
    with ExitStack() as running:
        address = _start(running, tmp_path, "master", "master.Master")
        for worker in ("one", "two"):
            _start(
                running, tmp_path, worker, "worker.Worker", "--cores", "1", "--memory", "512m",
                "--work-dir", str(tmp_path / worker), address,
            )  # fmt: skip
        yield address


def _start(running: ExitStack, folder: Path, name: str, what: str, *more: str) -> str:
    log = folder / f"{name}.log"
    process = subprocess.Popen(
        [_SPARK_CLASS, f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1", "--port", "0",
         "--webui-port", "0", *more],
        stdout=running.enter_context(log.open("wb")), stderr=subprocess.STDOUT, cwd=folder,
        env={**os.environ, "SPARK_DAEMON_MEMORY": "256m"},
    )  # fmt: skip
    running.callback(process.wait)
    running.callback(process.terminate)
    ready = "registered with master" if "Worker" in what else "I have been elected leader"
    limit = time.monotonic() + 60
    while ready not in (said := log.read_text()):
        assert process.poll() is None and time.monotonic() < limit, said
        time.sleep(0.1)
    found = _STARTED.search(said)
    assert found is not None, said
    return found[0]


@pytest.fixture
def registry(sotiem: Command, tmp_path: Path) -> Path:
    """Two thousand invented people on record, some of them twice, exported."""
    generate(Order(PEOPLE, 10, seed=7, duplicates=0.05)).write(tmp_path / "made")
    loaded = sotiem("people", "load", tmp_path / "made" / "people.parquet", "--processes", "1")
    assert loaded.exit_code == 0
    folder = tmp_path / "registry"
    folder.mkdir()
    assert export_registry(folder) > PEOPLE
    return folder


def rows(table: pa.Table) -> dict[tuple[int, int], float]:
    return {(row["newer"], row["older"]): row["probability"] for row in table.to_pylist()}


def groups(table: pa.Table) -> set[frozenset[int]]:
    found: dict[object, set[int]] = {}
    for row in table.to_pylist():
        found.setdefault(row["cluster_id"], set()).add(row["id"])
    return {frozenset(group) for group in found.values()}


def test_a_cluster_finds_the_same_pairs_probabilities_and_persons(
    master: str, registry: Path
) -> None:
    judge = active_judge()
    with on_spark.cluster(master, people=PEOPLE) as session:
        edges = on_spark.find_edges(
            session, registry, judge=judge, threshold=0.5, largest=LARGEST_BLOCK
        )
        clusters = on_spark.cluster_edges(session, registry)
    expected = on_duckdb.find_edges(
        registry, people=PEOPLE, judge=judge, threshold=0.5, largest=LARGEST_BLOCK,
        processes=1, memory=1.0,
    )  # fmt: skip
    assert len(expected) > PEOPLE * 0.04
    assert rows(edges) == pytest.approx(rows(expected), abs=1e-9)
    assert groups(clusters) == groups(on_duckdb.cluster_edges(expected))
