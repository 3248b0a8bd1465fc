"""What a reaction counts as, in SQL: once in all, and once in each group of its signs."""

from typing import Final

from sotiem.reactions.facts import SIGNS

ALL: Final = "all"
REACTION_COLUMNS: Final = "path, vaccine, label, serious, day"
_GROUPS: Final = ", ".join(f"('{sign}', '{kind.group}')" for sign, kind in SIGNS.items())
# A dose that no longer counts had no reaction; one that was put right counts as it is now.
REACTION_STANDS: Final = f"""
SELECT reaction.id AS reaction_id, reaction.path, coalesce(vaccine.code, '') AS vaccine,
    each.label, reaction.is_serious AS serious,
    coalesce(version.administered_on, reaction.day) - DATE '1970-01-01' AS day
FROM reactions_reaction AS reaction
LEFT JOIN doses_dose AS dose ON dose.id = reaction.dose_id
LEFT JOIN doses_doseversion AS version ON version.id = dose.current_id
LEFT JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
CROSS JOIN LATERAL (
    SELECT '{ALL}' AS label UNION SELECT known.label
    FROM jsonb_array_elements_text(reaction.signs) AS said (sign)
    JOIN (VALUES {_GROUPS}) AS known (sign, label) USING (sign)
) AS each
WHERE (version.status IS NULL OR version.status = 'completed')
"""
# Takes rows of REACTION_COLUMNS and `number` from a part called `stood`.
REACTIONS_LIFTED: Final = """
lifted AS (
    SELECT array_to_string(steps[1:depth], '/') AS path,
        array_to_string(steps[1:depth - 1], '/') AS above, vaccine, label, serious, day,
        sum(number) AS number
    FROM (SELECT string_to_array(path, '/') AS steps, * FROM stood) AS single
    CROSS JOIN LATERAL generate_series(1, cardinality(steps)) AS depth
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(number) <> 0
)
"""
FRESH_REACTIONS: Final = f"""
WITH stood AS (SELECT {REACTION_COLUMNS}, number FROM indicators_reactionentry), {REACTIONS_LIFTED}
"""
