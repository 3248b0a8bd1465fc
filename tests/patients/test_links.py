"""Two records of one person: joined by a link, parted by its end."""

from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.events import PatientsLinked, PatientsUnlinked
from sotiem.patients.facts import LinkReason, UnlinkReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations import (
    LinkHasEnded,
    LinkNeedsTwoRecords,
    link_patients,
    lock_patients,
)
from sotiem.patients.queries import (
    are_one_person,
    disagreements_on_record,
    links_of,
    principals_of,
    whole_of,
    wholes_of,
)
from sotiem.patients.rules import principals
from tests.factories import links, patients

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[int]:
    """Five records, oldest first."""
    return [patients.patient().pk for _ in range(5)]


def join(people: Sequence[int], *pairs: tuple[int, int]) -> list[PatientLink]:
    return [links.link(people[one], people[other]) for one, other in pairs]


def standing(people: Sequence[int]) -> list[int]:
    """For each record the place of the one that stands for it."""
    found = principals_of(people)
    return [people.index(found[each]) for each in people]


def test_a_new_record_stands_for_itself(people: list[int]) -> None:
    assert standing(people) == [0, 1, 2, 3, 4]
    assert whole_of(people[3]) == [people[3]]


def test_of_two_joined_records_the_older_stands_for_both(people: list[int]) -> None:
    link = links.link(people[3], people[1])
    assert (link.one_id, link.other_id) == (people[1], people[3])
    assert standing(people) == [0, 1, 2, 1, 4]
    assert whole_of(people[1]) == whole_of(people[3]) == [people[1], people[3]]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (((0, 1), (1, 2), (2, 3)), [0, 0, 0, 0, 4]),  # a chain
        (((3, 4), (2, 3), (1, 2)), [0, 1, 1, 1, 1]),  # from its end
        (((4, 0), (4, 1), (4, 2), (4, 3)), [0, 0, 0, 0, 0]),  # a star around the newest
        (((0, 1), (2, 3), (1, 3)), [0, 0, 0, 0, 4]),  # two pairs become one
        (((1, 2), (2, 3), (3, 1)), [0, 1, 1, 1, 4]),  # a ring
    ],
)
def test_chains_stars_and_rings_are_one_person(
    people: list[int], pairs: tuple[tuple[int, int], ...], expected: list[int]
) -> None:
    join(people, *pairs)
    assert standing(people) == expected
    assert list(disagreements_on_record()) == []


def test_a_chain_that_is_cut_falls_in_two(people: list[int]) -> None:
    _, middle, _ = join(people, (0, 1), (1, 2), (2, 3))
    links.unlink(middle)
    assert standing(people) == [0, 0, 2, 2, 4]


def test_the_middle_of_a_star_leaves_and_each_stands_alone(people: list[int]) -> None:
    for link in join(people, (0, 1), (0, 2), (0, 3)):
        links.unlink(link)
    assert standing(people) == [0, 1, 2, 3, 4]


def test_a_second_way_keeps_records_joined(people: list[int]) -> None:
    first, _, ring = join(people, (0, 1), (1, 2), (0, 2))
    links.unlink(first)
    assert standing(people) == [0, 0, 0, 3, 4]
    links.unlink(ring)
    assert standing(people) == [0, 1, 1, 3, 4]


def test_linking_again_gives_the_link_there_is(people: list[int]) -> None:
    first, again = join(people, (0, 1), (1, 0))
    assert first == again
    assert AuditEntry.objects.filter(action="patients.linked").count() == 2


def test_a_parted_pair_may_be_joined_anew(people: list[int]) -> None:
    first = links.link(people[0], people[1])
    links.unlink(first)
    assert links.link(people[0], people[1]) != first
    assert standing(people) == [0, 0, 2, 3, 4]
    assert list(disagreements_on_record()) == []


def test_a_record_is_not_joined_with_itself(people: list[int]) -> None:
    with pytest.raises(LinkNeedsTwoRecords):
        links.link(people[0], people[0])


def test_a_link_ends_once(people: list[int]) -> None:
    link = links.link(people[0], people[1])
    ended = links.unlink(link)
    assert (ended.ended_at, ended.ended_by) == (links.AT, "machine:test")
    assert ended.ended_reason == UnlinkReason.ANOTHER_PERSON
    with pytest.raises(LinkHasEnded):
        links.unlink(link)


def test_a_link_says_why_on_what_evidence_and_by_whom(people: list[int]) -> None:
    evidence = {"probability": 0.9997, "model": "1", "agreed": ["cccd", "name"]}
    link = link_patients(
        one_id=people[0],
        other_id=people[1],
        reason=LinkReason.MATCHED,
        evidence=evidence,
        origin="duplicates:1",
        by=machine("matching"),
        at=links.AT,
    )
    kept = PatientLink.objects.get(pk=link.pk)
    assert (kept.reason, kept.evidence, kept.origin) == ("matched", evidence, "duplicates:1")
    assert (kept.linked_by, kept.linked_at) == ("machine:matching", links.AT)


def test_both_trails_tell_of_joining_and_parting(people: list[int]) -> None:
    link = links.link(people[0], people[1])
    links.unlink(link)
    told = AuditEntry.objects.filter(object_kind="patientlink", object_id=link.pk).order_by("pk")
    assert [(entry.action, entry.patient_id) for entry in told] == [
        ("patients.linked", people[0]),
        ("patients.linked", people[1]),
        ("patients.unlinked", people[0]),
        ("patients.unlinked", people[1]),
    ]
    assert {entry.digest for entry in told} == {audit.digest_of(link.facts)}


def test_who_follows_hears_of_the_whole(people: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    followers = {PatientsLinked: (heard.append,), PatientsUnlinked: (heard.append,)}
    monkeypatch.setattr(events, "_in_transaction", followers)
    first, second = join(people, (0, 1), (1, 2))
    links.unlink(first)
    three = tuple(people[:3])
    assert heard == [
        PatientsLinked(link_id=first.pk, patient_ids=tuple(people[:2]), at=links.AT),
        PatientsLinked(link_id=second.pk, patient_ids=three, at=links.AT),
        PatientsUnlinked(link_id=first.pk, patient_ids=three, at=links.AT),
    ]


def test_wholes_are_read_with_one_question(
    people: list[int], django_assert_num_queries: type
) -> None:
    join(people, (0, 1), (1, 4))
    with django_assert_num_queries(1):
        assert wholes_of(people) == {
            people[0]: [people[0], people[1], people[4]],
            people[1]: [people[0], people[1], people[4]],
            people[2]: [people[2]],
            people[3]: [people[3]],
            people[4]: [people[0], people[1], people[4]],
        }
    assert are_one_person(people[4], people[0])
    assert are_one_person(people[2], people[2])
    assert not are_one_person(people[2], people[0])


def test_the_links_of_a_person_are_those_of_all_her_records(people: list[int]) -> None:
    first, second = join(people, (0, 1), (1, 2))
    ended, _ = join(people, (0, 2), (3, 4))
    links.unlink(ended)
    assert [links_of(each) for each in people[:3]] == [[first, second]] * 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM patients_patientlink",
        "UPDATE patients_patientlink SET evidence = '{}'",
        "UPDATE patients_patientlink SET ended_at = NULL, ended_by = '', ended_reason = ''",
        "UPDATE patients_patientlink SET ended_reason = 'by_mistake'",
    ],
)
@pytest.mark.parametrize("is_ended", [False, True])
def test_the_database_lets_a_link_only_end(
    people: list[int], statement: str, is_ended: bool
) -> None:
    link = links.link(people[0], people[1])
    if is_ended:
        links.unlink(link)
    elif "ended" in statement:
        statement = statement.replace("ended_at = NULL, ended_by = ''", "reason = 'requested'")
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("patient_link_names_the_older_record_first", {"one_id": 0, "other_id": 0}),
        ("patient_link_in_force_is_one", {}),
        ("patient_link_reason_is_known", {"reason": "unheard-of", "ended_at": links.AT}),
        ("patient_link_ended_says_who_and_why", {"ended_at": links.AT}),
    ],
)
def test_a_link_that_cannot_be_is_refused(
    people: list[int], constraint: str, changed: dict[str, object]
) -> None:
    link = links.link(people[0], people[1])
    link.pk, link.public_id = None, None  # type: ignore[assignment]
    for name, value in changed.items():
        setattr(link, name, people[0] if name.endswith("_id") else value)
    link.public_id = patients.patient().public_id
    if "ended_at" in changed and "reason" in changed:
        link.ended_by, link.ended_reason = "machine:test", UnlinkReason.BY_MISTAKE
    with pytest.raises(IntegrityError, match=constraint):
        link.save(force_insert=True)


def test_a_record_always_has_a_principal(people: list[int]) -> None:
    with pytest.raises(IntegrityError, match="patient_has_a_principal"):
        Patient.objects.filter(pk=people[0]).update(principal=None)


def test_the_smallest_stands_for_all_that_are_connected() -> None:
    assert principals([5, 4, 3, 2, 1], [(5, 4), (2, 3), (4, 3)]) == {5: 2, 4: 2, 3: 2, 2: 2, 1: 1}


def test_wholes_of_nobody_of_one_and_of_very_many_are_read_alike() -> None:
    some = [patients.patient().pk for _ in range(4)]
    links.link(some[1], some[3])
    assert (wholes_of([]), principals_of([])) == ({}, {})
    assert wholes_of([some[3]]) == {some[3]: [some[1], some[3]]}
    wanted = {*some, *range(10**6, 10**6 + 5_000)}  # most are nobody
    assert (
        wholes_of(wanted)
        == lock_patients(wanted)
        == {
            some[0]: [some[0]],
            some[1]: [some[1], some[3]],
            some[2]: [some[2]],
            some[3]: [some[1], some[3]],
        }
    )
    assert principals_of(wanted) == {each: each for each in some[:3]} | {some[3]: some[1]}
