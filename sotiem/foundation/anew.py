"""A whole table written anew while others read its old rows."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.backends.utils import CursorWrapper

# Sorting all keys in the end costs a fraction of writing each into its place.
_MEMORY: Final = "SET LOCAL maintenance_work_mem = '512MB'"
_INDEXES: Final = """
SELECT index.relname, pg_get_indexdef(index.oid), kept.contype
FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
LEFT JOIN pg_constraint AS kept ON kept.conindid = index.oid AND kept.conrelid = indrelid
WHERE indrelid = %s::regclass ORDER BY 1
"""
_KINDS: Final = {"p": "PRIMARY KEY", "u": "UNIQUE"}
_NUMBERED: Final = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attidentity <> ''"
)


class _Index(NamedTuple):
    name: str
    definition: str
    constraint: str | None  # as PostgreSQL marks its kinds


def write_anew(cursor: CursorWrapper, table: str, columns: Sequence[str], rows: str) -> None:
    """Give a table the rows of a query instead of its own, in the transaction that asks.

    Others read the old rows until that transaction ends. Its caller sees that nobody writes them
    meanwhile, and that no foreign key leads to the table or from it.
    """
    beside = f"{table}_anew"
    cursor.execute(_MEMORY)
    cursor.execute(_INDEXES, [table])
    indexes = [_Index(*row) for row in cursor.fetchall()]
    cursor.execute(f"CREATE TABLE {beside} (LIKE {table} INCLUDING ALL EXCLUDING INDEXES)")
    cursor.execute(f"INSERT INTO {beside} ({', '.join(columns)}) {rows}")
    for name, definition, _ in indexes:
        made = definition.replace(f" {name} ON ", f" {name}_anew ON ", 1)
        cursor.execute(made.replace(f".{table} ", f".{beside} ", 1))
    cursor.execute(f"ANALYZE {beside}")
    cursor.execute(_NUMBERED, [table])
    numbered = [column for (column,) in cursor.fetchall()]
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(f"ALTER TABLE {beside} RENAME TO {table}")
    for column in numbered:
        cursor.execute(f"ALTER SEQUENCE {beside}_{column}_seq RENAME TO {table}_{column}_seq")
    for name, _, constraint in indexes:
        cursor.execute(f"ALTER INDEX {name}_anew RENAME TO {name}")
        if constraint is not None:
            kind = _KINDS[constraint]
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {kind} USING INDEX {name}")
