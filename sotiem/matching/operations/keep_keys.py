from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl
from django.db import connection, transaction

from sotiem.foundation.bulk import as_array, copy_frame
from sotiem.matching.candidates import traits_on_record
from sotiem.matching.models import PatientKey, PatientTrait
from sotiem.matching.queries import place_reader
from sotiem.matching.rules.keys import keys_to_keep
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits
from sotiem.patients.events import PatientAmended, PatientsAmended, PatientsRegistered
from sotiem.patients.models import Patient

# By their keys: the index does not begin with whose they are.
FORGET_KEYS: Final = """
DELETE FROM matching_key AS kept
USING unnest(%s::bigint[], %s::bigint[]) AS known (key, patient_id)
WHERE kept.key = known.key AND kept.patient_id = known.patient_id
"""
FORGET_TRAITS: Final = "DELETE FROM matching_patienttrait WHERE patient_id = ANY(%s::bigint[])"
_TEXTS: Final = dict.fromkeys(("name", "phone", "cccd", "cmnd", "bhyt"), pl.String)


@transaction.atomic
def keep_keys(*, patient_ids: Sequence[int]) -> None:
    """Make these people be found by what is on record of them now, and by nothing older."""
    ids, known = traits_on_record(np.array(patient_ids, dtype=np.int64))
    whose, _, keys = keys_to_keep(known)
    with connection.cursor() as cursor:
        cursor.execute(FORGET_KEYS, [as_array(keys.tolist()), as_array(ids[whose])])
        cursor.execute(FORGET_TRAITS, [as_array(ids)])
    write_traits(list(_traits_of_now(patient_ids)))


def write_traits(people: Sequence[tuple[int, Traits]]) -> None:
    """Write the traits and keys of people who have none, by COPY, keys in their order."""
    if not people:
        return
    ids = [patient_id for patient_id, _ in people]
    records = Records.of(traits for _, traits in people)
    traits = pl.DataFrame(
        {"patient_id": ids, **{name: getattr(records, name) for name in Traits._fields}},
        schema_overrides=_TEXTS,
    )
    whose, _, keys = keys_to_keep(records)
    kept = pl.DataFrame({"key": keys, "patient_id": np.array(ids)[whose]})
    with connection.cursor() as cursor:
        copy_frame(cursor, PatientTrait, traits)
        # In order, so that neighbours of the index are written together.
        copy_frame(cursor, PatientKey, kept.sort("key"))


def follow_registration(event: PatientsRegistered) -> None:
    places = place_reader()
    traits = [read_traits(facts, places) for facts in event.facts]
    write_traits(list(zip(event.patient_ids, traits, strict=True)))


def follow_amendment(event: PatientAmended) -> None:
    keep_keys(patient_ids=[event.patient_id])


def follow_amendments(event: PatientsAmended) -> None:
    keep_keys(patient_ids=event.patient_ids)


def _traits_of_now(patient_ids: Sequence[int]) -> Iterator[tuple[int, Traits]]:
    places = place_reader()
    people = Patient.objects.filter(pk__in=patient_ids).order_by("pk")
    for patient in people.select_related("current"):
        yield patient.pk, read_traits(patient.current, places)
