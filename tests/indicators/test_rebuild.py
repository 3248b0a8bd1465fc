"""Tables of figures are written anew beside the old ones, which are read all the while."""

import time
from threading import Thread
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction

from sotiem.foundation.anew import write_anew
from sotiem.indicators.models import Figure
from sotiem.indicators.operations import rebuild_figures
from sotiem.indicators.sources import SOURCES
from tests.concurrency import SOMEBODY_WAITS_FOR_ME
from tests.indicators.histories import BY, START

TABLE: Final = Figure._meta.db_table
COLUMNS: Final = ("path", "above", "what", "label", "bucket", "number")
LONGEST_IN_S: Final = 60
ROW: Final = "SELECT 'vn', '', 'doses', 'AZ', 1, {number}"
LAID_OUT: Final = """
SELECT 'column', attname, format_type(atttypid, atttypmod), attnotnull::text || attidentity::text
FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attnum > 0
UNION ALL SELECT 'index', indexname, indexdef, '' FROM pg_indexes WHERE tablename = %(table)s
UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid), contype::text
FROM pg_constraint WHERE conrelid = %(table)s::regclass
UNION ALL SELECT 'sequence', attname, pg_get_serial_sequence(%(table)s, attname), ''
FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attidentity <> ''
ORDER BY 1, 2
"""


def ask(statement: str, given: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def write(rows: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        write_anew(cursor, TABLE, COLUMNS, rows)


def numbers() -> list[int]:
    return list(Figure.objects.order_by("number").values_list("number", flat=True))


@pytest.mark.django_db
def test_a_table_is_laid_out_as_before() -> None:
    tables = [TABLE, *(source.counted for source in SOURCES)]
    before = [ask(LAID_OUT, {"table": table}) for table in tables]
    assert {kind for kind, *_ in before[0]} == {"column", "constraint", "index", "sequence"}
    for _ in range(2):
        rebuild_figures(by=BY, at=START)
        assert [ask(LAID_OUT, {"table": table}) for table in tables] == before


@pytest.mark.django_db
def test_rows_go_on_where_the_new_ones_end() -> None:
    write(ROW.format(number=7))
    Figure.objects.create(path="vn", above="", what="doses", label="AZ", bucket=2, number=8)
    assert numbers() == [7, 8]
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.create(path="vn", above="", what="doses", label="AZ", bucket=1, number=9)


@pytest.mark.django_db
def test_what_fails_leaves_the_old_rows() -> None:
    write(ROW.format(number=7))
    with pytest.raises(IntegrityError):
        write(f"{ROW.format(number=8)} UNION ALL {ROW.format(number=9)}")
    assert numbers() == [7]


def test_old_rows_are_read_until_the_new_ones_are_there(committed_db: None) -> None:
    write(ROW.format(number=7))

    def anew() -> None:
        write(f"{ROW.format(number=8)} FROM (SELECT pg_advisory_xact_lock(42)) AS waits")
        connection.close()

    writer = Thread(target=anew)
    with transaction.atomic():
        ask("SELECT pg_advisory_xact_lock(42)")
        writer.start()
        until = time.monotonic() + LONGEST_IN_S
        while ask(SOMEBODY_WAITS_FOR_ME) == [(False,)] and time.monotonic() < until:
            time.sleep(0.01)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_IN_S}s'")
        assert numbers() == [7]
    writer.join()
    assert numbers() == [8]


def test_who_reads_entries_does_not_wait_for_a_rebuild(committed_db: None) -> None:
    """Else she would hold entries and wait for figures while a rebuild does the contrary."""
    read: list[int] = []

    def entries() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LONGEST_IN_S // 2}s'")
        for source in SOURCES:
            read.append(ask(f"SELECT count(*) FROM {source.entries}")[0][0])
        connection.close()

    reader = Thread(target=entries)
    with transaction.atomic():
        rebuild_figures(by=BY, at=START)
        reader.start()
        reader.join(LONGEST_IN_S)
        assert len(read) == len(SOURCES)
