"""How a reaction stands, and what it counts as: once in all, and once in each group of signs."""

from typing import Final

from sotiem.indicators.measures import Source
from sotiem.reactions.facts import SIGNS

ALL: Final = "all"
REACTION, SERIOUS = "reaction", "serious"
_GROUPS: Final = ", ".join(f"('{sign}', '{kind.group}')" for sign, kind in SIGNS.items())
# A dose that no longer counts had no reaction; one that was put right counts as it is now.
_STANDS: Final = f"""
SELECT reaction.id AS reaction_id, reaction.path, coalesce(vaccine.code, '') AS vaccine,
    coalesce((
        SELECT string_agg(DISTINCT known.label, ' ' ORDER BY known.label)
        FROM jsonb_array_elements_text(reaction.signs) AS said (sign)
        JOIN (VALUES {_GROUPS}) AS known (sign, label) USING (sign)
    ), '') AS groups,
    reaction.is_serious AS serious,
    coalesce(version.administered_on, reaction.day) - DATE '1970-01-01' AS day,
    version.status IS NULL OR version.status = 'completed' AS counts
FROM reactions_reaction AS reaction
LEFT JOIN doses_dose AS dose ON dose.id = reaction.dose_id
LEFT JOIN doses_doseversion AS version ON version.id = dose.current_id
LEFT JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
{{chosen}}
"""
_MEASURED: Final = f"""
SELECT path, CASE WHEN serious THEN '{SERIOUS}' ELSE '{REACTION}' END AS what,
    vaccine || ' ' || each.label AS label, day AS bucket, sum(number) AS number
FROM stood
CROSS JOIN LATERAL unnest(ARRAY['{ALL}'] || string_to_array(groups, ' ')) AS each (label)
WHERE counts GROUP BY 1, 2, 3, 4
"""
REACTIONS: Final = Source(
    thing="reaction",
    columns="path, vaccine, groups, serious, day, counts",
    stands=_STANDS,
    chosen="WHERE reaction.id = ANY(%s::bigint[])",
    measured=_MEASURED,
    whats=(REACTION, SERIOUS),
    locked=("reactions_reaction",),
)
