"""Who on record may be meant: found by keys, in two statements whatever the number of claims."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from django.db import connection

from sotiem.foundation.bulk import as_array
from sotiem.matching.rules.keys import (
    ALL,
    LARGEST_BLOCK,
    LARGEST_WIDE_BLOCK,
    WIDE,
    Kind,
    keys_to_ask,
)
from sotiem.matching.rules.records import Records, Traits, Whole

# Wanted in order: neighbours of the index are then read together.
KEPT: Final = """
SELECT wanted.place, found.patient_id
FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (key, place)
CROSS JOIN LATERAL (
    SELECT patient_id FROM matching_key AS kept
    WHERE kept.key = wanted.key ORDER BY patient_id LIMIT %s
) AS found
"""
TRAITS: Final = """
SELECT patient_id, name, newborn, born, sex, phone, cccd, cmnd, bhyt, commune, province
FROM unnest(%s::bigint[]) AS wanted (patient_id) JOIN matching_patienttrait USING (patient_id)
ORDER BY patient_id
"""
# A claim and a person in one number, to sort both together.
_PERSON_BITS: Final = 40


@dataclass(frozen=True, slots=True)
class Candidates:
    """Claims and who may be meant by each, pair by pair; `claims` is sorted."""

    claims: Whole
    patients: Whole
    people: Records
    phone_shared_by: Whole  # how many people on record have the claim's phone

    @classmethod
    def of(cls, claims: Records, *, by: Set[Kind] = ALL) -> Self:
        """Look for the people of many claims, by keys of these kinds."""
        whose, kinds, keys = keys_to_ask(claims)
        if len(by) < len(ALL):
            some = np.isin(kinds, list(by))
            whose, kinds, keys = whose[some], kinds[some], keys[some]
        wanted, place = np.unique(keys, return_inverse=True)
        blocks = _blocks(wanted)
        order = np.argsort(blocks[:, 0], kind="stable")
        owners = blocks[order, 1]
        sizes = np.bincount(blocks[:, 0] - 1, minlength=len(wanted))
        first = (np.cumsum(sizes) - sizes)[place]
        size = sizes[place]
        shared = np.ones(len(claims), dtype=np.int64)
        phones = (kinds == Kind.PHONE) & (size > 0)
        shared[whose[phones]] = size[phones]
        size = np.where(size <= _LARGEST[kinds], size, 0)
        pairs = np.unique(
            np.repeat(whose, size) << _PERSON_BITS | owners[np.repeat(first, size) + _within(size)]
        )
        claim, patient = pairs >> _PERSON_BITS, pairs & ((1 << _PERSON_BITS) - 1)
        known, people = traits_on_record(np.unique(patient))
        at = np.searchsorted(known, patient)
        # Whoever is being changed at this moment may have keys and no traits yet.
        there = known[np.minimum(at, len(known) - 1)] == patient if len(known) else at < 0
        return cls(claim[there], patient[there], people.take(at[there]), shared)


def traits_on_record(patients: Whole) -> tuple[Whole, Records]:
    """Those of these people who have traits, sorted, and their traits."""
    if not len(patients):
        return patients, Records.of_columns([()] * len(Traits._fields))
    with connection.cursor() as cursor:
        cursor.execute(TRAITS, [as_array(patients.tolist())])
        columns: list[Any] = list(zip(*cursor.fetchall(), strict=True))
    ids, *traits = columns or [()] * (1 + len(Traits._fields))
    return np.array(ids, dtype=np.int64), Records.of_columns(traits)


_LARGEST: Final = np.array(
    [LARGEST_WIDE_BLOCK if kind in WIDE else LARGEST_BLOCK for kind in range(max(Kind) + 1)]
)


def _within(sizes: Whole) -> Whole:
    """0, 1, ... anew for each size."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)


def _blocks(keys: Whole) -> Whole:
    """(place of the key, person) of everybody kept under these keys; of large blocks only some."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [as_array(keys.tolist()), LARGEST_BLOCK + 1])
        return np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 2)
