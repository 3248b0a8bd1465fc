"""How far it is known who somebody on record is, and what that counts as."""

from typing import Final

from sotiem.indicators.measures import Source

# A person counts once, where she lives, by her oldest record. The population registry agrees when
# it does of what any of her records says now; what it said of something else says nothing.
_STANDS: Final = """
SELECT record.id AS identity_id,
    CASE WHEN commune.id IS NULL THEN 'vn' ELSE concat_ws('/', 'vn',
        over.version || ':' || over.code, above.version || ':' || above.code,
        commune.version || ':' || commune.code) END AS path,
    CASE WHEN record.id <> record.principal_id THEN '' ELSE (
        SELECT CASE WHEN bool_or(said.agrees) THEN 'agrees'
            WHEN bool_or(said.differs) THEN 'differs'
            WHEN bool_or(now.cccd <> '' OR now.cmnd <> '') THEN 'unanswered'
            ELSE 'no_number' END
        FROM patients_patient AS member
        JOIN patients_patientversion AS now ON now.id = member.current_id
        LEFT JOIN LATERAL (
            SELECT bool_or(verdict = 'agrees') AS agrees, bool_or(verdict = 'differs') AS differs
            FROM population_populationcheck AS answered
            JOIN patients_patientversion AS asked ON asked.id = answered.version_id
            WHERE answered.patient_id = member.id
                AND (asked.full_name, asked.birth_date, asked.sex, asked.cccd, asked.cmnd)
                = (now.full_name, now.birth_date, now.sex, now.cccd, now.cmnd)
        ) AS said ON true
        WHERE member.principal_id = record.id
    ) END AS state
FROM patients_patient AS record
JOIN patients_patientversion AS person ON person.id = record.current_id
LEFT JOIN places_administrativeunit AS commune ON commune.id = person.commune_id
LEFT JOIN places_administrativeunit AS above ON above.id = commune.parent_id
LEFT JOIN places_administrativeunit AS over ON over.id = above.parent_id
{chosen}
"""
_MEASURED: Final = """
SELECT path, 'identity' AS what, state AS label, 0 AS bucket, sum(number) AS number
FROM stood WHERE state <> '' GROUP BY 1, 2, 3, 4
"""
IDENTITY: Final = Source(
    thing="identity",
    columns="path, state",
    stands=_STANDS,
    chosen="""WHERE record.principal_id IN (
        SELECT principal_id FROM patients_patient WHERE id = ANY(%s::bigint[])
    )""",
    measured=_MEASURED,
    whats=("identity",),
    locked=("patients_patient", "population_populationcheck"),
)
