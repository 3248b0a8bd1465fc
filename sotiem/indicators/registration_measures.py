"""How far a registration is, and what that counts as: each person once."""

from typing import Final

from sotiem.indicators.measures import Source

_STANDS: Final = """
SELECT registration.id AS registration_id, registration.path,
    priority.code::text AS group_code, registration.state,
    (registration.registered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - DATE '1970-01-01' AS day,
    registration.same_as_id IS NULL AS counts
FROM registrations_registration AS registration
JOIN vaccines_prioritygroup AS priority ON priority.id = registration.group_id
{chosen}
"""
_MEASURED: Final = """
SELECT path, 'register' AS what, group_code || ' ' || state AS label, day AS bucket,
    sum(number) AS number
FROM stood WHERE counts GROUP BY 1, 2, 3, 4
"""
REGISTRATIONS: Final = Source(
    thing="registration",
    columns="path, group_code, state, day, counts",
    stands=_STANDS,
    chosen="WHERE registration.id = ANY(%s::bigint[])",
    measured=_MEASURED,
    whats=("register",),
    locked=("registrations_registration",),
)
