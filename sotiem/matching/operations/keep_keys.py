from collections.abc import Sequence

from django.db import transaction

from sotiem.foundation.bulk import insert_many
from sotiem.matching.models import PatientKey
from sotiem.matching.queries import clues_of
from sotiem.matching.rules import keys_of
from sotiem.patients.events import PatientAmended, PatientsRegistered


@transaction.atomic
def keep_keys(*, patient_ids: Sequence[int]) -> None:
    """Make these people be found by what is on record of them now, and by nothing older."""
    PatientKey.objects.filter(patient_id__in=patient_ids).delete()
    insert_many(
        PatientKey,
        (
            PatientKey(key=key, patient_id=patient_id)
            for patient_id, clue in clues_of(patient_ids).items()
            for key in sorted(set(keys_of(clue)))
        ),
    )


def follow_registration(event: PatientsRegistered) -> None:
    keep_keys(patient_ids=event.patient_ids)


def follow_amendment(event: PatientAmended) -> None:
    keep_keys(patient_ids=[event.patient_id])
