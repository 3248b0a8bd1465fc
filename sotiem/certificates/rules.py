"""What a certificate must say, without database or clock."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from certificate_format import Judgement, Reason, Step
from sotiem.certificates.facts import (
    COUNTRY,
    DoseWay,
    FirstSignature,
    GivenDose,
    Standing,
    Stated,
    Statement,
    Subject,
)
from sotiem.doses.rules import Entry, doubles

LIFETIME: Final = timedelta(days=365)
RENEWED_BEFORE: Final = timedelta(days=14)
SIGNER_LIFETIME: Final = timedelta(days=730)
ROOT_LIFETIME: Final = timedelta(days=3650)

USUAL: Final[Mapping[DoseWay, FirstSignature]] = {
    DoseWay.ENTRY: FirstSignature.AT_ENTRY,
    DoseWay.SHEET: FirstSignature.AT_ENTRY,
    DoseWay.PROGRAM: FirstSignature.AT_ENTRY,
    DoseWay.LOADED: FirstSignature.NOBODY,
    DoseWay.DECISION: FirstSignature.NOBODY,
}
"""Who signs first where nobody has set it otherwise."""
_WRITTEN_BY_THE_FACILITY: Final = frozenset({DoseWay.ENTRY, DoseWay.SHEET, DoseWay.PROGRAM})

_UNREADABLE: Final = frozenset({Step.PREFIX, Step.BASE45, Step.INFLATE, Step.CBOR})
_UNKNOWN_SIGNER: Final = frozenset({Reason.SIGNER_UNKNOWN, Reason.KID_MISSING})


class Course(NamedTuple):
    """What numbering needs to know of a vaccine."""

    disease_id: int
    doses_in_primary_course: int


def may_be(way: DoseWay, step: FirstSignature) -> bool:
    """Whether doses that come this way can be signed so: nobody's saving is a facility's word
    but its own."""
    return step != FirstSignature.AT_ENTRY or way in _WRITTEN_BY_THE_FACILITY


def statements(doses: Iterable[GivenDose], courses: Mapping[int, Course]) -> Stated:
    """Number each person's doses against each disease, oldest first, and keep the last.

    A dose that joined records tell twice is one dose. A series is as long as the last vaccine's
    primary course, or longer when more was given. A dose that waits for a signature ends what can
    be said: those after it have numbers that count it.
    """
    given = list(doses)
    again = _doubles(given, courses)
    numbers: Counter[Subject] = Counter()
    last: dict[Subject, Statement] = {}
    waiting = set()
    for dose in given:
        if dose.dose_id in again:
            continue
        course = courses[dose.vaccine_id]
        subject = Subject(dose.patient_id, course.disease_id)
        if not dose.is_ready:
            waiting.add(subject)
        if subject in waiting:
            continue
        numbers[subject] += 1
        last[subject] = Statement(
            dose_version_id=dose.version_id,
            vaccine_id=dose.vaccine_id,
            administered_on=dose.administered_on,
            dose_number=numbers[subject],
            series_doses=max(numbers[subject], course.doses_in_primary_course),
        )
    return Stated(last, frozenset(waiting))


def confirmation_text(
    *,
    facility: str,
    doses: int,
    digest: str,
    confirmed_by: str,
    confirmed_at: datetime,
    signed_at: datetime,
) -> bytes:
    """What a facility's key signs: a line that says what it is, then one JSON object whose names
    are in order. `digest` is of all doses, in hexadecimal; moments are in UTC."""
    said = {
        "confirmed_at": confirmed_at.astimezone(UTC).isoformat(),
        "confirmed_by": confirmed_by,
        "digest": digest,
        "doses": doses,
        "facility": facility,
        "signed_at": signed_at.astimezone(UTC).isoformat(),
    }
    return b"sotiem-confirmation-1\n" + json.dumps(said, sort_keys=True).encode()


def _doubles(given: Iterable[GivenDose], courses: Mapping[int, Course]) -> Container[int]:
    return doubles(
        Entry(
            dose_id=dose.dose_id,
            whole=dose.patient_id,
            disease_id=courses[dose.vaccine_id].disease_id,
            administered_on=dose.administered_on,
            recorded_at=dose.recorded_at,
        )
        for dose in given
    )


def standing_of(judgement: Judgement) -> Standing:
    """Say how a certificate stands that is on no list of ours, from its own bytes alone."""
    if judgement.is_valid:
        is_ours = judgement.signer is not None and judgement.signer.country == COUNTRY
        return Standing.IN_FORCE if is_ours else Standing.FOREIGN
    failure = judgement.first_failure
    assert failure is not None
    if failure.step in _UNREADABLE:
        return Standing.UNREADABLE
    if failure.reason in _UNKNOWN_SIGNER:
        return Standing.UNKNOWN_SIGNER
    return Standing.EXPIRED if failure.reason is Reason.EXPIRED else Standing.INVALID
