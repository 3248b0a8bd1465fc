"""Writes the fates of many rows at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from sotiem.foundation.bulk import as_array
from sotiem.imports.facts import CheckedDose
from sotiem.imports.operations._rows import problems_of
from sotiem.imports.states import RowOutcome

_KEEP: Final = """
UPDATE imports_importrow AS kept
SET outcome = told.outcome, patient_id = told.patient_id, dose_id = told.dose_id,
    problems = coalesce(told.problems::jsonb, kept.problems)
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[])
    AS told (id, outcome, patient_id, dose_id, problems)
WHERE kept.id = told.id
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a dose when its sheet was committed."""

    checked: CheckedDose
    outcome: RowOutcome
    patient_id: int | None
    dose_id: int | None


def keep_fates(row_ids: Sequence[int], fates: Sequence[Kept]) -> None:
    """Write to each row what became of it; what was found in it, unless its dose is on record."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                as_array(row_ids),
                [str(fate.outcome) for fate in fates],
                as_array(fate.patient_id for fate in fates),
                as_array(fate.dose_id for fate in fates),
                [_news(fate) for fate in fates],
            ],
        )


def _news(fate: Kept) -> str | None:
    is_told = fate.outcome == RowOutcome.RECORDED
    return None if is_told else json.dumps(problems_of(fate.checked))
