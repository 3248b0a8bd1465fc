"""What is compared of all people on record, out of the database and into Parquet files."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection
from pyarrow import csv

from sotiem.matching.rules.records import Traits

PEOPLE: Final = "people.parquet"
KEYS: Final = "keys.parquet"

_TEXTS: Final = ("name", "phone", "cccd", "cmnd", "bhyt")
_TYPES: Final = {
    "id": pa.int64(),
    "principal": pa.int64(),
    "record_id": pa.string(),
    **{field: pa.string() if field in _TEXTS else pa.int64() for field in Traits._fields},
}
_PEOPLE: Final = """
COPY (
    SELECT trait.patient_id AS id, principal_id AS principal,
        coalesce(reference, public_id::text) AS record_id,
        name, newborn::int, born, sex, phone, cccd, cmnd, bhyt, commune, province
    FROM matching_patienttrait AS trait JOIN patients_patient AS patient
        ON patient.id = trait.patient_id
    ORDER BY trait.patient_id
) TO STDOUT (FORMAT csv)
"""
_KEYS: Final = "COPY (SELECT key, patient_id FROM matching_key) TO STDOUT (FORMAT csv)"


def export_registry(folder: Path) -> int:
    """Write everybody and their keys into the folder as they are now; return how many they are."""
    people = _write(_PEOPLE, folder / PEOPLE, _TYPES)
    _write(_KEYS, folder / KEYS, {"key": pa.int64(), "patient_id": pa.int64()})
    return people


def _write(statement: str, path: Path, types: dict[str, pa.DataType]) -> int:
    written = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        if not (stream := _Stream(iter(copy))).peek():
            pq.write_table(pa.schema(list(types.items())).empty_table(), path)
            return 0
        batches = csv.open_csv(
            stream,
            read_options=csv.ReadOptions(column_names=list(types), block_size=8 << 20),
            convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
        # Not LZ4: Spark's reader refuses some blocks that others write.
        with pq.ParquetWriter(path, batches.schema, compression="snappy") as target:
            for batch in batches:
                target.write_batch(batch)
                written += batch.num_rows
    return written


class _Stream(io.RawIOBase):
    """What a COPY sends, as a file that can be read."""

    def __init__(self, chunks: Iterator[Sequence[int]]) -> None:
        self._chunks = chunks
        self._left = b""

    def peek(self) -> bytes:
        """The next bytes, none at the end."""
        if not self._left:
            self._left = bytes(next(self._chunks, b""))
        return self._left

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        parts, length = [], 0
        while (size < 0 or length < size) and (chunk := self.peek()):
            taken = chunk if size < 0 else chunk[: size - length]
            self._left = chunk[len(taken) :]
            parts.append(taken)
            length += len(taken)
        return b"".join(parts)
