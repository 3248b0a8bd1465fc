"""Writes the fates of many rows at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from sotiem.imports.facts import CheckedDose
from sotiem.imports.models import ImportRow
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


def keep_fates(rows: Sequence[ImportRow], fates: Sequence[Kept]) -> None:
    """Write to each row what became of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                [row.pk for row in rows],
                [str(fate.outcome) for fate in fates],
                [fate.patient_id for fate in fates],
                [fate.dose_id for fate in fates],
                [_news(row, fate) for row, fate in zip(rows, fates, strict=True)],
            ],
        )


def _news(row: ImportRow, fate: Kept) -> str | None:
    """What is wrong with a row now, where that is not what it was."""
    problems = problems_of(fate.checked)
    return json.dumps(problems) if problems != row.problems else None
