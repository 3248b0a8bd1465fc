import pytest

from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.matching.facts import Zone
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import draw_sample
from sotiem.matching.operations.record_pairs import JudgedPair, record_pairs
from sotiem.matching.rules.measured import wilson
from sotiem.matching.states import Verdict
from sotiem.patients.facts import LinkReason
from sotiem.patients.models import PatientLink
from sotiem.patients.queries import are_one_person
from tests.factories import links, matching, patients
from tests.factories.matching import AT

pytestmark = pytest.mark.django_db
BY = machine("test")


def test_a_pair_is_kept_once_in_whichever_order_it_comes() -> None:
    one, other = matching.twice()
    first = matching.judged(one, other, probability=0.5)
    matching.keep(first, matching.judged(other, one, probability=0.9))
    matching.keep(matching.judged(other, one, probability=0.7))
    pair = MatchPair.objects.get()
    assert (pair.one_id, pair.other_id, pair.probability) == (one.pk, other.pk, 0.7)
    assert pair.levels == matching.LEVELS


def test_what_is_nobody_s_and_a_record_beside_itself_are_not_kept() -> None:
    one, other = matching.twice()
    pairs = [matching.judged(one, other, zone=Zone.NEW), matching.judged(one, one)]
    kept = record_pairs(pairs=pairs, model_version="x", origin="test", by=BY, at=AT)
    assert (kept.added, MatchPair.objects.count()) == (0, 0)


def test_a_new_finding_leaves_a_trace_on_both_records() -> None:
    pair = matching.waiting()
    found = AuditEntry.objects.filter(action="match_pair.found", object_id=pair.pk)
    assert set(found.values_list("patient_id", flat=True)) == {pair.one_id, pair.other_id}


def test_what_a_person_decided_is_not_asked_again() -> None:
    pair = matching.waiting()
    MatchPair.objects.update(verdict=Verdict.DIFFERENT, decided_at=AT)
    again = JudgedPair(pair.one_id, pair.other_id, 0.9999, {}, Zone.LINK)
    matching.keep(again, link=True)
    pair.refresh_from_db()
    assert (pair.verdict, pair.probability, pair.is_automatic) == ("different", 0.97, False)
    assert not are_one_person(pair.one_id, pair.other_id)


def test_certain_pairs_are_linked_only_when_asked_and_say_on_what_grounds() -> None:
    certain = matching.judged(*matching.twice(), zone=Zone.LINK)
    (pair,) = matching.keep(certain)
    assert PatientLink.objects.count() == 0
    for _ in range(2):
        matching.keep(certain, link=True)
    link = PatientLink.objects.get()
    assert link.reason == LinkReason.MATCHED
    assert link.evidence == {
        "probability": 0.97,
        "model": "2026-1",
        "levels": matching.LEVELS,
    }
    assert link.origin == f"match_pair:{pair.public_id}"


def test_uncertain_pairs_are_not_linked() -> None:
    matching.keep(matching.judged(*matching.twice()), link=True)
    assert PatientLink.objects.count() == 0


def test_the_machine_never_joins_through_a_third_whom_a_person_told_apart() -> None:
    one, other, third = (*matching.twice(), patients.patient())
    matching.keep(matching.judged(one, other))
    MatchPair.objects.update(verdict=Verdict.DIFFERENT, decided_at=AT)
    matching.keep(matching.judged(one, third, zone=Zone.LINK), link=True)
    (left,) = matching.keep(matching.judged(third, other, zone=Zone.LINK), link=True)
    assert are_one_person(one.pk, third.pk)
    assert not are_one_person(one.pk, other.pk)
    assert not left.is_automatic
    assert list(MatchPair.objects.waiting()) == [left]


def test_the_machine_never_joins_again_what_was_parted() -> None:
    pair = matching.linked()
    links.unlink(PatientLink.objects.get())
    again = JudgedPair(pair.one_id, pair.other_id, 0.9999, {}, Zone.LINK)
    matching.keep(again, link=True)
    assert not are_one_person(pair.one_id, pair.other_id)
    assert MatchPair.objects.waiting().exists()


def test_a_sample_is_drawn_by_the_pair_alone() -> None:
    for number in range(20):
        matching.linked(number)
    waiting = matching.waiting(50)
    drawn = draw_sample(share=0.5, by=BY, at=AT)
    chosen = set(MatchPair.objects.filter(is_sampled=True).values_list("pk", flat=True))
    assert 0 < drawn < 20
    assert draw_sample(share=0.5, by=BY, at=AT) == 0
    MatchPair.objects.update(is_sampled=False)
    draw_sample(share=0.5, by=BY, at=AT)
    again = MatchPair.objects.filter(is_sampled=True)
    assert set(again.values_list("pk", flat=True)) == chosen
    draw_sample(share=1.0, by=BY, at=AT)
    assert MatchPair.objects.filter(is_sampled=True).count() == 20
    waiting.refresh_from_db()
    assert not waiting.is_sampled


def test_the_interval_of_a_share_holds_for_few_and_for_none() -> None:
    low, high = wilson(0, 100)
    assert low == 0
    assert 0.036 < high < 0.038
    low, high = wilson(5, 100)
    assert (round(low, 4), round(high, 4)) == (0.0215, 0.1118)
