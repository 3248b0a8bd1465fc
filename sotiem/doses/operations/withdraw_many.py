from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from sotiem.doses.events import DosesWithdrawn
from sotiem.doses.facts import DoseFacts, DoseReason, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations._digest import digest_of
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, as_array
from sotiem.foundation.sequences import next_ids
from sotiem.patients.operations import lock_patients

_FACTS: Final = tuple(field.name for field in fields(DoseFacts))
_KEPT: Final = tuple(name for name in _FACTS if name != "status")
_NEXT: Final = f"""
INSERT INTO doses_doseversion
    (id, dose_id, number, {", ".join(_KEPT)}, status, reason, origin, recorded_by, recorded_at)
SELECT new.id, old.dose_id, old.number + 1, {", ".join(f"old.{name}" for name in _KEPT)},
    %s, %s, %s, %s, %s
FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, old_id)
JOIN doses_doseversion AS old ON old.id = new.old_id
ORDER BY new.id
"""
CURRENT: Final = """
UPDATE doses_dose AS dose SET current_id = new.id
FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, dose_id)
WHERE dose.id = new.dose_id
"""


@transaction.atomic
def withdraw_doses(*, dose_ids: Collection[int], origin: str, by: Actor, at: datetime) -> int:
    """Mark very many doses as entered in error, in a few statements; tell how many there were.

    Those that do not count any more stay as they are. Everyone who follows is told once of all.
    """
    doses = Dose.objects.filter(pk__in=array_of(list(dose_ids)))
    lock_patients(list(doses.order_by("patient").values_list("patient_id", flat=True).distinct()))
    told = [f"current__{name}" for name in _KEPT]
    rows = list(
        doses.counting().order_by("pk").values_list("pk", "patient_id", "current_id", *told)
    )
    if not rows:
        return 0
    ids, patients, before, *_ = zip(*rows, strict=True)
    versions = next_ids(DoseVersion, len(rows))
    why: list[Any] = [
        str(DoseStatus.ENTERED_IN_ERROR),
        str(DoseReason.WITHDRAWN),
        origin,
        str(by),
        at,
    ]
    new = as_array(versions)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [*why, new, as_array(before)])
        cursor.execute(CURRENT, [new, as_array(ids)])
    audit.record_columns(
        action="dose.withdrawn",
        object_kind="doseversion",
        object_ids=versions,
        patient_ids=patients,
        digests=[_digest(values) for _, _, _, *values in rows],
        details={"origin": origin},
        by=by,
        at=at,
    )
    events.publish(
        DosesWithdrawn(dose_ids=tuple(ids), patient_ids=tuple(sorted(set(patients))), at=at)
    )
    return len(rows)


def _digest(values: list[object]) -> str:
    facts = dict(zip(_KEPT, values, strict=True))
    return digest_of(DoseFacts(**facts, status=DoseStatus.ENTERED_IN_ERROR))  # type: ignore[arg-type]
