"""What points from record to record, checked at once instead of one by one.

While a registry is filled for the first time, looking up what every row points at takes a third of
the database's time; looking at all of it in the end takes seconds. Needs PostgreSQL 18, where a
constraint can rest; elsewhere nothing is done.
"""

from typing import Final

from django.db import OperationalError, connection, transaction
from psycopg.sql import SQL, Identifier

from sotiem.patients.models import Patient, PatientVersion

CAN_REST: Final = 180_000
PATIENCE: Final = "2s"
REFERENCES: Final = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) AND conenforced = %s
ORDER BY 1, 2
"""


def leave_references_unchecked() -> None:
    """Until `check_references`, let rows point at what need not be there."""
    if not _can_rest():
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            _alter(from_enforced=True, clause="NOT ENFORCED")
    except OperationalError:
        # Others are at work.
        return


def check_references() -> None:
    """Check all that was left unchecked, also by a filling that was broken off, and go on so.

    Raises IntegrityError where something points at nothing.
    """
    if _can_rest():
        with transaction.atomic():
            _alter(from_enforced=False, clause="ENFORCED")


def _can_rest() -> bool:
    connection.ensure_connection()
    return connection.pg_version >= CAN_REST  # type: ignore[attr-defined,no-any-return]


def _alter(*, from_enforced: bool, clause: str) -> None:
    tables = [Patient._meta.db_table, PatientVersion._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES, [tables, from_enforced])
        for table, name in cursor.fetchall():
            statement = SQL("ALTER TABLE {} ALTER CONSTRAINT {} {}")
            cursor.execute(statement.format(Identifier(table), Identifier(name), SQL(clause)))
