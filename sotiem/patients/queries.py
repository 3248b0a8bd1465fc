"""Reads of people: which records make one person, and does that agree with their links?"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from sotiem.foundation.bulk import as_array
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.proof import disagreements
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.rules import principals

KIND: Final = "patientlink"
_PRINCIPALS: Final = """
SELECT id, principal_id FROM patients_patient WHERE id = ANY(%s::bigint[]) ORDER BY id
"""
_WHOLES: Final = """
SELECT asked.id, member.id
FROM patients_patient AS asked
JOIN patients_patient AS member ON member.principal_id = asked.principal_id
WHERE asked.id = ANY(%s::bigint[]) ORDER BY asked.id, member.id
"""


def principals_of(patient_ids: Collection[int]) -> dict[int, int]:
    """The record that stands for the whole of each of these."""
    with connection.cursor() as cursor:
        cursor.execute(_PRINCIPALS, [as_array(patient_ids)])
        return dict(cursor.fetchall())


def wholes_of(patient_ids: Collection[int]) -> dict[int, list[int]]:
    """All records of the person to whom each of these belongs, oldest first; itself among them."""
    wholes: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_WHOLES, [as_array(patient_ids)])
        for asked, member in cursor.fetchall():
            wholes[asked].append(member)
    return dict(wholes)


def whole_of(patient_id: int) -> list[int]:
    """All records of the person to whom this one belongs, oldest first; itself among them."""
    return wholes_of([patient_id])[patient_id]


def are_one_person(one_id: int, other_id: int) -> bool:
    """Whether two records are the same, or joined."""
    if one_id == other_id:
        return True
    joined = Patient.objects.filter(pk=one_id, principal__members=other_id)
    return joined.exists()


def links_of(patient_id: int) -> list[PatientLink]:
    """The links in force that make the whole of this record, oldest first."""
    links = PatientLink.objects.in_force().filter(one__principal__members=patient_id)
    return list(links.order_by("linked_at", "pk"))


def disagreements_on_record() -> Iterator[str]:
    """Name what the trail does not know of a link, and who is not joined as the links say."""
    yield from disagreements(PatientLink.objects.all(), kind=KIND, facts_of=lambda link: link.facts)
    yield from _untold()
    yield from _joined_otherwise()


def _untold() -> Iterator[str]:
    """Links that began or ended without a trace on both records."""
    for action, links in (
        ("patients.linked", PatientLink.objects.all()),
        ("patients.unlinked", PatientLink.objects.filter(ended_at__isnull=False)),
    ):
        told = AuditEntry.objects.filter(object_kind=KIND, object_id=OuterRef("pk"), action=action)
        untold = links.exclude(
            Exists(told.filter(patient_id=OuterRef("one_id"))),
            Exists(told.filter(patient_id=OuterRef("other_id"))),
        )
        for pk in untold.order_by("pk").values_list("pk", flat=True):
            yield f"{KIND} {pk}: the trail of one of its records lacks {action}"
    ended = AuditEntry.objects.filter(
        object_kind=KIND, object_id=OuterRef("pk"), action="patients.unlinked"
    )
    revived = PatientLink.objects.in_force().filter(Exists(ended))
    for pk in revived.order_by("pk").values_list("pk", flat=True):
        yield f"{KIND} {pk}: it is in force, though it was ended"


def _joined_otherwise() -> Iterator[str]:
    """Records whose principal is not the oldest of those that links in force connect."""
    links = list(PatientLink.objects.in_force().order_by("pk").values_list("one_id", "other_id"))
    expected = principals({record for link in links for record in link}, links)
    joined = Patient.objects.filter(~Q(principal=F("pk"))).values_list("pk", "principal_id")
    found = dict(joined.order_by("pk").iterator())
    for pk in sorted(expected.keys() | found.keys()):
        if found.get(pk, pk) != expected.get(pk, pk):
            yield f"patient {pk}: it is not joined as its links say"
