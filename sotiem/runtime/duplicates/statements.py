"""Which pairs are compared, in the SQL that DuckDB and Spark both understand.

`people` and `keys` are the exported files.
"""

from typing import Final

from sotiem.matching.rules.records import Traits

# With each person how many people on record have the same phone.
TRAITS: Final = """
SELECT people.*, coalesce(shared.number, 0) AS shared_by
FROM people LEFT JOIN (
    SELECT phone, count(*) AS number FROM people WHERE phone <> '' GROUP BY phone
) AS shared ON shared.phone = people.phone
"""

# Keys that many share say little of any of them.
BLOCKS: Final = """
SELECT keys.key AS key, keys.patient_id AS id FROM keys JOIN (
    SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND {largest}
) AS telling ON telling.key = keys.key
"""

_SIDES: Final = ", ".join(
    f"{side}.{field} AS {side}_{field}" for side in ("newer", "older") for field in Traits._fields
)

# Pairs within joined records are decided already.
PAIRS: Final = f"""
SELECT newer.id AS newer, older.id AS older, older.shared_by AS shared_by, {_SIDES}
FROM (
    SELECT DISTINCT one.id AS newer, other.id AS older
    FROM blocks AS one JOIN blocks AS other ON other.key = one.key AND other.id < one.id
    WHERE one.id % {{parts}} = {{part}}
) AS pairs
JOIN traits AS newer ON newer.id = pairs.newer
JOIN traits AS older ON older.id = pairs.older
WHERE newer.principal <> older.principal AND newer.id % {{parts}} = {{part}}
"""

# What was found, to be compared once more and kept.
FOUND: Final = f"""
SELECT edges.newer AS newer, edges.older AS older, edges.probability AS probability,
    coalesce(shared.number, 0) AS shared_by, {_SIDES}
FROM edges
JOIN people AS newer ON newer.id = edges.newer
JOIN people AS older ON older.id = edges.older
LEFT JOIN (
    SELECT phone, count(*) AS number FROM people WHERE phone <> '' GROUP BY phone
) AS shared ON shared.phone = older.phone
WHERE newer.principal <> older.principal
ORDER BY edges.newer, edges.older
"""

# What links in force have joined is one person already.
LINKS: Final = """
SELECT id AS newer, principal AS older, CAST(1 AS DOUBLE) AS probability
FROM people WHERE principal <> id
"""

NODES: Final = "SELECT newer AS id FROM edges UNION SELECT older AS id FROM edges"

# A cluster is called after the first of its records.
TOLD: Final = """
SELECT record_id, min(record_id) OVER (PARTITION BY cluster_id) AS cluster_id,
    round(best.probability, 6) AS probability
FROM clusters JOIN people ON people.id = clusters.id
JOIN (
    SELECT id, max(probability) AS probability FROM (
        SELECT newer AS id, probability FROM edges UNION ALL SELECT older, probability FROM edges
    ) AS ends GROUP BY id
) AS best ON best.id = clusters.id
"""
# Who is alone is one person without any doubt of a second record.
ALONE: Final = """
INSERT INTO told SELECT record_id, record_id, 1 FROM people
WHERE id NOT IN (SELECT id FROM clusters)
"""
COUNTED: Final = """
SELECT count(*), count(DISTINCT cluster_id) FROM told
WHERE cluster_id IN (SELECT cluster_id FROM told GROUP BY cluster_id HAVING count(*) > 1)
"""
