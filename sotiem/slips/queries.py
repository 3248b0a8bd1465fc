"""What machines read from photos, and which photos show the same."""

from collections.abc import Collection, Mapping
from typing import Final

from django.db import connection

from sotiem.foundation.bulk import array_of
from sotiem.slips.facts import ReadPhoto, Sameness
from sotiem.slips.models import PhotoReading

# Of a photo sent more often than that, no more are named.
MOST_NAMED: Final = 200
_SAME: Final = """
SELECT mine.file_id, other.file_id, 'picture'
FROM slips_photoreading AS mine
CROSS JOIN LATERAL (
    SELECT mine.copy_of_id AS file_id WHERE mine.copy_of_id IS NOT NULL
    UNION ALL
    (SELECT file_id FROM slips_photoreading
     WHERE copy_of_id = coalesce(mine.copy_of_id, mine.file_id) AND file_id <> mine.file_id
     ORDER BY file_id LIMIT %(most)s)
) AS other
WHERE mine.file_id = ANY(%(files)s)
UNION ALL
SELECT mine.file_id, other.file_id, 'slip_number'
FROM slips_photoreading AS mine
CROSS JOIN LATERAL (
    SELECT file_id FROM slips_photoreading
    WHERE slip_numbers && mine.slip_numbers AND file_id <> mine.file_id
    ORDER BY file_id LIMIT %(most)s
) AS other
WHERE mine.file_id = ANY(%(files)s) AND mine.slip_numbers <> '{}'
"""


def readings_of(stored_file_ids: Collection[int]) -> dict[int, ReadPhoto]:
    """What was read from these files; those not read yet are left out."""
    if not stored_file_ids:
        return {}
    rows = PhotoReading.objects.filter(pk__in=array_of(stored_file_ids))
    return {row.file_id: facts for row in rows if (facts := row.facts) is not None}


def same_as(stored_file_ids: Collection[int]) -> Mapping[int, Mapping[int, Sameness]]:
    """For each of these files, which other ones show the same, and why it is said."""
    found: dict[int, dict[int, Sameness]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SAME, {"files": list(stored_file_ids), "most": MOST_NAMED})
        for mine, other, why in cursor.fetchall():
            found.setdefault(mine, {}).setdefault(other, Sameness(why))
    return found
