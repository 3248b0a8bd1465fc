"""Whose is it? Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection

from sotiem.matching.facts import Match, PersonClue, Reason
from sotiem.matching.rules import BIRTH_DATE_FITS, NAME_IS, compare, decide, keys_of
from sotiem.patients.models import Patient

# A key shared by more people than this says nothing of any of them (a hotline's number).
LARGEST_BLOCK: Final = 60

CANDIDATES = """
SELECT wanted.key, found.patient_id
FROM unnest(%s::bigint[]) AS wanted (key)
CROSS JOIN LATERAL (
    SELECT patient_id FROM matching_patientkey AS kept
    WHERE kept.key = wanted.key ORDER BY patient_id LIMIT %s
) AS found
"""

CLUE_COLUMNS: Final = ("full_name", "birth_date", "sex", "phone", "cccd", "cmnd", "bhyt")


def match_many(clues: Sequence[PersonClue]) -> list[Match]:
    """One answer per clue, in the same order, in two statements whatever their number."""
    keys = [tuple(keys_of(clue)) for clue in clues]
    blocks = _blocks({key for some in keys for key in some})
    people = clues_of({patient for block in blocks.values() for patient in block})
    answers = []
    for clue, some in zip(clues, keys, strict=True):
        candidates = sorted({patient for key in some for patient in blocks.get(key, ())})
        answers.append(decide(clue, ((patient, people[patient]) for patient in candidates)))
    return answers


def match_one(clue: PersonClue) -> Match:
    return match_many([clue])[0]


def find_exact(
    *, full_name: str, birth_date: str, phone: str = "", cccd: str = "", cmnd: str = ""
) -> int | None:
    """The one person with this name, birth date and (phone or number); nobody when in doubt."""
    clue = PersonClue(full_name=full_name, birth_date=birth_date, phone=phone, cccd=cccd, cmnd=cmnd)
    held = {Reason.PHONE_AGREES} if phone else {Reason.NUMBER_AGREES}
    blocks = _blocks(set(keys_of(clue)))
    people = clues_of({patient for block in blocks.values() for patient in block})
    found = []
    for patient_id, person in people.items():
        reasons = set(compare(clue, person))
        if reasons & NAME_IS and reasons & BIRTH_DATE_FITS and reasons & held:
            found.append(patient_id)
    return found[0] if len(found) == 1 else None


def clues_of(patient_ids: Iterable[int]) -> dict[int, PersonClue]:
    """What is on record of these people, as clues."""
    # Never an empty list: a look-up that finds nobody must ask as often as one that does.
    rows = Patient.objects.filter(pk__in=[*patient_ids, 0]).values_list(
        "pk", *(f"current__{column}" for column in CLUE_COLUMNS)
    )
    return {row[0]: PersonClue(**dict(zip(CLUE_COLUMNS, row[1:], strict=True))) for row in rows}


def _blocks(keys: Iterable[int]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [list(keys), LARGEST_BLOCK + 1])
        for key, patient_id in cursor.fetchall():
            found[key].append(patient_id)
    return {key: block for key, block in found.items() if len(block) <= LARGEST_BLOCK}
