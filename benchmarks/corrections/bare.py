"""What any intake must do at least: store a file, sync it, insert a row, commit.

python -m benchmarks.with_django corrections.bare PHOTO.jpg FOLDER LOOPS SECONDS OUT.json

LOOPS processes do it at once, each with a connection of its own; nothing else is done.
"""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from django.db import connection, connections

from benchmarks.corrections.intake import unlike
from sotiem.foundation.processes import side_by_side

TABLE: Final = """
CREATE TABLE IF NOT EXISTS benchmark_bare
(id bigserial PRIMARY KEY, sha256 text UNIQUE, sent_at timestamptz DEFAULT now(), claims jsonb)
"""
INSERT: Final = "INSERT INTO benchmark_bare (sha256, claims) VALUES (%s, %s)"
CLAIMS: Final = json.dumps({"vaccine_id": 1, "administered_on": "2022-06-01", "place": "Trạm Y tế"})


def main(arguments: Sequence[str]) -> None:
    photo, folder, loops, seconds, out = arguments
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    connections.close_all()
    work = partial(loop, photo=photo, folder=folder, seconds=float(seconds))
    with side_by_side(processes=int(loops)) as each:
        done = list(each(work, range(int(loops))))
    told = {"a_second": sum(number / took for number, took in done)}
    Path(out).write_text(json.dumps(told), encoding="utf-8")


def loop(_: int, *, photo: str, folder: str, seconds: float) -> tuple[int, float]:
    """How many are stored in how long."""
    content, number = Path(photo).read_bytes(), 0
    Path(folder).mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor:
        started = time.perf_counter()
        while time.perf_counter() - started < seconds:
            mine = unlike(content)
            name = hashlib.sha256(mine).hexdigest()
            with Path(folder, name).open("wb") as file:
                file.write(mine)
                file.flush()
                os.fsync(file.fileno())
            cursor.execute(INSERT, [name, CLAIMS])
            number += 1
        return number, time.perf_counter() - started
