"""Records of invented people, joined and parted."""

from datetime import UTC, datetime

from sotiem.foundation.actors import machine
from sotiem.patients.facts import LinkReason, UnlinkReason
from sotiem.patients.models import PatientLink
from sotiem.patients.operations import link_patients, unlink_patients

AT = datetime(2021, 10, 5, 3, tzinfo=UTC)


def link(one_id: int, other_id: int, *, at: datetime = AT) -> PatientLink:
    return link_patients(
        one_id=one_id,
        other_id=other_id,
        reason=LinkReason.REVIEWED,
        evidence={"agreed": ["name", "birth_date"]},
        origin="test",
        by=machine("test"),
        at=at,
    )


def unlink(link: PatientLink, *, at: datetime = AT) -> PatientLink:
    return unlink_patients(
        link_id=link.pk, reason=UnlinkReason.ANOTHER_PERSON, by=machine("test"), at=at
    )
