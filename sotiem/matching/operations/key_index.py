"""The index of keys, left out while a registry is filled for the first time.

Writing a key into an index costs several times as much as writing it and sorting all of them in
the end. Without the index nobody is found in good time: so it is left out only where hardly
anybody is on record yet.
"""

from typing import Final

from django.db import OperationalError, connection, transaction

# Below this many newcomers nothing is gained.
WORTH_WHILE: Final = 50_000
# How many times as many as are on record must be coming.
TIMES: Final = 10
PATIENCE: Final = "2s"
LOST: Final = "ALTER TABLE matching_key DROP CONSTRAINT IF EXISTS matching_key_pkey"
MADE: Final = """
ALTER TABLE matching_key ADD CONSTRAINT matching_key_pkey PRIMARY KEY (key, patient_id)
"""
FOUND: Final = "SELECT to_regclass('matching_key_pkey') IS NOT NULL"
ON_RECORD: Final = "SELECT count(*) FROM (SELECT FROM matching_patienttrait LIMIT %s) AS people"


def leave_key_index(*, newcomers: int) -> bool:
    """Do without the index until `build_key_index`, if so many are coming that it pays."""
    if newcomers < WORTH_WHILE or not _is_nearly_empty(newcomers):
        build_key_index()
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(LOST)
    except OperationalError:
        # Others are at work: they need it.
        return False
    return True


def build_key_index() -> None:
    """Make the index of keys if it is missing, also after a filling that was broken off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FOUND)
        if cursor.fetchone() == (True,):
            return
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(MADE)


def _is_nearly_empty(newcomers: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ON_RECORD, [newcomers // TIMES + 1])
        (on_record,) = cursor.fetchone()
    return bool(on_record * TIMES <= newcomers)
