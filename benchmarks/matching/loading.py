"""How fast people are loaded, beside a bare COPY of the same columns with the primary key.

python -m benchmarks.matching.loading PEOPLE
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from django.db import connection

from sotiem.runtime.people_files import PERSON_COLUMNS, read_columns


def main(arguments: Sequence[str]) -> None:
    """Print how many rows a second the bare COPY takes."""
    columns = ", ".join(f"{name} text" for name in PERSON_COLUMNS)
    frame = read_columns(Path(arguments[0]), key="person_id", columns=PERSON_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_copy (person_id text PRIMARY KEY, {columns})")
        started = perf_counter()
        with cursor.copy("COPY bare_copy FROM STDIN (FORMAT csv)") as copy:
            for some in frame.iter_slices(20_000):
                copy.write(some.write_csv(include_header=False, quote_style="non_numeric"))
        seconds = perf_counter() - started
        cursor.execute("DROP TABLE bare_copy")
    sys.stdout.write(f"{frame.height / seconds:.0f}\n")
