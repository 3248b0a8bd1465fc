"""What a machine read on the photos of a report, for the officer to hold against the rest."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise

from sotiem.corrections.models import CorrectionReport
from sotiem.identity import PartialDate, PersonName
from sotiem.portals.review.person import shown
from sotiem.portals.review.photo_words import LABELS
from sotiem.slips.facts import OF_A_DOSE, Box, FieldName, ReadDose, ReadField, ReadPhoto
from sotiem.slips.queries import readings_of
from sotiem.vaccines.queries import known_vaccines

# What an officer looks for first; the table under the photo has the rest.
FIELDS: Final = (
    FieldName.FULL_NAME,
    FieldName.BIRTH_DATE,
    FieldName.SLIP_NUMBER,
    *OF_A_DOSE,
)
SURE: Final = 0.7


class ShownField(NamedTuple):
    """A thing read on a photo, and where it stands there."""

    label: Promise
    text: str
    is_unsure: bool
    box: str  # left, top, right, bottom in fractions of the picture; empty where it is unknown


def readings(report: CorrectionReport) -> Mapping[int, ReadPhoto]:
    """What was read from each photo of a report, by the photo."""
    photos = list(report.evidence.all())
    read = readings_of([photo.original_id for photo in photos])
    return {photo.pk: read[photo.original_id] for photo in photos if photo.original_id in read}


def read_fields(read: Mapping[int, ReadPhoto], *, is_full: bool) -> dict[int, list[ShownField]]:
    """What stands on each photo, as far as an officer needs to know it."""
    return {pk: list(_fields(photo, is_full=is_full)) for pk, photo in read.items()}


def dose_meant(
    read: Mapping[int, ReadPhoto], *, day: str, lot: str, vaccine_id: int | None
) -> ReadDose | None:
    """Of the doses on the photos, the one that has most in common with what is claimed."""
    doses = [dose for photo in read.values() for dose in photo.reading.doses]
    if not doses:
        return None
    known = known_vaccines().get(vaccine_id or 0)
    vaccine = known.code if known else ""

    def in_common(dose: ReadDose) -> int:
        wanted = ((FieldName.GIVEN_ON, day), (FieldName.LOT, lot), (FieldName.VACCINE, vaccine))
        return sum(bool(value) and dose.value(name) == value for name, value in wanted)

    return max(doses, key=in_common)


def told(dose: ReadDose | None, name: FieldName) -> str | None:
    """One thing of a dose on a slip, as people write it."""
    field = dose.fields.get(name) if dose else None
    return (words_of(name, field) or None) if field else None


def _fields(photo: ReadPhoto, *, is_full: bool) -> Iterator[ShownField]:
    for fields in (photo.reading.fields, *(dose.fields for dose in photo.reading.doses)):
        for name in FIELDS:
            if name not in fields:
                continue
            field = fields[name]
            text = words_of(name, field)
            if name == FieldName.FULL_NAME:
                text = shown(text, PersonName, is_full=is_full)
            yield ShownField(LABELS[name], text, field.confidence < SURE, _box(field.box))


def words_of(name: FieldName, field: ReadField) -> str:
    """What was read, as people write it."""
    if not field.value:
        return field.text
    if name in (FieldName.BIRTH_DATE, FieldName.GIVEN_ON):
        return PartialDate.from_iso(field.value).vietnamese
    if name == FieldName.VACCINE:
        known = (one.name_vi for one in known_vaccines().values() if one.code == field.value)
        return next(known, field.text)
    return field.value


def _box(box: Box | None) -> str:
    if box is None:
        return ""
    return ",".join(f"{side:.4f}" for side in (box.left, box.top, box.right, box.bottom))
