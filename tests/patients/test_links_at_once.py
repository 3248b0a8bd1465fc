"""Several who join and part the same people at the same moment."""

from collections.abc import Callable
from itertools import permutations

import pytest

from sotiem.doses.models import Dose
from sotiem.doses.operations import DoseIsKnown
from sotiem.foundation.actors import machine
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations import LinkHasEnded, amend_patient
from sotiem.patients.queries import disagreements_on_record, principals_of
from tests.concurrency import together
from tests.factories import certificates, doses, links, patients, reference

pytestmark = pytest.mark.usefixtures("committed_db")

ROUNDS = 4


def people(count: int) -> list[int]:
    return [patients.patient().pk for _ in range(count)]


def joining(one: int, other: int) -> Callable[[], object]:
    return lambda: links.link(one, other)


def parting(link: PatientLink) -> Callable[[], object]:
    return lambda: links.unlink(link)


def dosing(patient_id: int) -> Callable[[], object]:
    return lambda: doses.dose(Patient.objects.get(pk=patient_id))


def renaming(patient_id: int) -> Callable[[], object]:
    return lambda: amend_patient(
        patient_id=patient_id,
        facts=patients.facts(full_name="Nguyễn Thị Bửu Lộc"),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=links.AT,
    )


def test_a_ring_of_links_made_at_once_is_one_person() -> None:
    for order in permutations(range(3)):
        some = people(3)
        a, b, c = (some[place] for place in order)
        assert together(joining(a, b), joining(b, c), joining(c, a)) == []
        assert set(principals_of(some).values()) == {min(some)}
    assert PatientLink.objects.in_force().count() == 3 * 6
    assert list(disagreements_on_record()) == []


def test_two_pairs_joined_at_once_from_both_sides_lose_no_link() -> None:
    for _ in range(ROUNDS):
        some = people(4)
        links.link(some[0], some[3])
        links.link(some[1], some[2])
        made = together(joining(some[0], some[1]), joining(some[3], some[2]))
        assert made == []
        assert set(principals_of(some).values()) == {some[0]}
    assert list(disagreements_on_record()) == []


def test_the_same_two_joined_twice_at_once_have_one_link() -> None:
    some = people(2)
    assert together(joining(*some), joining(*reversed(some))) == []
    assert PatientLink.objects.count() == 1


def test_parting_while_others_join_leaves_what_the_links_say() -> None:
    for _ in range(ROUNDS):
        some = people(3)
        link = links.link(some[0], some[1])
        assert together(parting(link), joining(some[1], some[2])) == []
        assert [principals_of(some)[each] for each in some] == [some[0], some[1], some[1]]
    assert list(disagreements_on_record()) == []


def test_a_link_ended_twice_at_once_ends_once() -> None:
    link = links.link(*people(2))
    (refused,) = together(parting(link), parting(link))
    assert isinstance(refused, LinkHasEnded)


def test_doses_names_and_links_at_once_wait_for_one_another() -> None:
    """Each holds all records of the person, so that certificates tell one whole or the other."""
    certificates.signing_key()
    reference.facility()
    for _ in range(ROUNDS):
        some = people(3)
        links.link(some[0], some[2])
        raised = together(
            dosing(some[2]), dosing(some[0]), renaming(some[2]), joining(some[1], some[2])
        )
        assert [type(error) for error in raised] == [DoseIsKnown]
        assert certificates.in_force(some[0]).dose_number == 1
    assert Dose.objects.count() == ROUNDS
    assert list(disagreements_on_record()) == []
