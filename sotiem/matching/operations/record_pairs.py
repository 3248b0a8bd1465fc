import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple, cast

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import Loaded, as_array
from sotiem.matching.facts import Zone
from sotiem.matching.operations._link import link_pair

PAIRS_AT_ONCE: Final = 10_000
KEEP: Final = """
INSERT INTO matching_matchpair AS kept (
    one_id, other_id, probability, levels, model_version,
    is_automatic, is_sampled, found_at, origin, verdict, note, decided_by
)
SELECT one, other, probability, levels::jsonb, %s, is_automatic, false, %s, %s, '', '', ''
FROM unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::text[], %s::boolean[])
    AS new (one, other, probability, levels, is_automatic)
ORDER BY one, other
ON CONFLICT (one_id, other_id) DO UPDATE SET
    probability = excluded.probability,
    levels = excluded.levels,
    model_version = excluded.model_version,
    is_automatic = excluded.is_automatic,
    found_at = excluded.found_at,
    origin = excluded.origin
WHERE kept.verdict = '' AND NOT kept.is_automatic
RETURNING id, one_id, other_id, xmax = 0
"""


PLACE: Final = """
INSERT INTO matching_pairatfacility (facility_id, pair_id)
SELECT DISTINCT version.facility_id, pair.id
FROM matching_matchpair AS pair
CROSS JOIN LATERAL (VALUES (pair.one_id), (pair.other_id)) AS record (id)
JOIN doses_dose AS dose ON dose.patient_id = record.id
JOIN doses_doseversion AS version ON version.id = dose.current_id
WHERE pair.id = ANY(%s::bigint[]) AND version.facility_id IS NOT NULL
ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""
CERTAIN: Final = """
SELECT id FROM matching_matchpair
JOIN unnest(%s::bigint[], %s::bigint[]) AS found (one, other) ON (one_id, other_id) = (one, other)
WHERE is_automatic AND verdict = '' ORDER BY id
"""


class JudgedPair(NamedTuple):
    """Two records that a model compared, in either order."""

    one_id: int
    other_id: int
    probability: float
    levels: Mapping[str, int]
    zone: Zone


def record_pairs(
    *,
    pairs: Iterable[JudgedPair],
    model_version: str,
    origin: str,
    by: Actor,
    at: datetime,
    link: bool = False,
) -> Loaded:
    """Keep the pairs that a model found, each pair of records once; link the certain ones if asked.

    What a person decided is not asked again, and what the machine decided stays as it was; a pair
    that waits is judged anew. A certain pair that would join records which a person told apart
    waits for a person. Thousands are kept in one transaction, and each is linked in its own, so
    that a long run can be broken off and taken up again.
    """
    kept = Loaded()
    remaining = iter(_each_once(pairs))
    while some := list(islice(remaining, PAIRS_AT_ONCE)):
        with transaction.atomic():
            rows = _keep(some, model_version=model_version, origin=origin, at=at)
            _place([pk for pk, *_ in rows])
            _leave_traces(rows, model_version=model_version, origin=origin, by=by, at=at)
        new = sum(is_new for _, _, _, is_new in rows)
        kept += Loaded(new, len(rows) - new, len(some) - len(rows))
        if link:
            for pair_id in _certain(some):
                link_pair(pair_id=pair_id, by=by, at=at)
    return kept


def _each_once(pairs: Iterable[JudgedPair]) -> Iterable[JudgedPair]:
    seen = set()
    for pair in pairs:
        one, other = sorted((pair.one_id, pair.other_id))
        if one != other and pair.zone != Zone.NEW and (one, other) not in seen:
            seen.add((one, other))
            yield pair._replace(one_id=one, other_id=other)


def _keep(
    pairs: Sequence[JudgedPair], *, model_version: str, origin: str, at: datetime
) -> list[tuple[int, int, int, bool]]:
    columns: list[list[Any]] = [
        [pair.one_id for pair in pairs],
        [pair.other_id for pair in pairs],
        [pair.probability for pair in pairs],
        [json.dumps(dict(pair.levels)) for pair in pairs],
        [pair.zone == Zone.LINK for pair in pairs],
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [model_version, at, origin, *columns])
        return cast(list[tuple[int, int, int, bool]], cursor.fetchall())


def _place(pair_ids: Sequence[int]) -> None:
    """Let the facilities that vaccinated these people find their pairs."""
    if pair_ids:
        with connection.cursor() as cursor:
            cursor.execute(PLACE, [as_array(pair_ids)])


def _certain(pairs: Sequence[JudgedPair]) -> list[int]:
    """Those of these pairs that are for the machine to link, kept now or earlier."""
    certain = [pair for pair in pairs if pair.zone == Zone.LINK]
    with connection.cursor() as cursor:
        cursor.execute(
            CERTAIN, [[pair.one_id for pair in certain], [pair.other_id for pair in certain]]
        )
        return [pk for (pk,) in cursor.fetchall()]


def _leave_traces(
    rows: Sequence[tuple[int, int, int, bool]],
    *,
    model_version: str,
    origin: str,
    by: Actor,
    at: datetime,
) -> None:
    """One on each of both records."""
    if not rows:
        return
    audit.record_columns(
        action="match_pair.found",
        object_kind="matchpair",
        object_ids=[pk for pk, *_ in rows for _ in range(2)],
        patient_ids=[record for _, one, other, _ in rows for record in (one, other)],
        digests=[""] * (2 * len(rows)),
        details={"model": model_version, "origin": origin},
        by=by,
        at=at,
    )
