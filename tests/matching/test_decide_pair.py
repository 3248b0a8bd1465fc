from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.doses.queries import doses_of
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import (
    SomebodyDecidedMeanwhile,
    decide_pair,
    draw_sample,
    take_back_verdict,
)
from sotiem.matching.queries import measured_error, waiting_pairs
from sotiem.matching.states import Verdict
from sotiem.patients.facts import LinkReason, UnlinkReason
from sotiem.patients.models import PatientLink
from sotiem.patients.queries import are_one_person
from sotiem.runtime.checks import told_twice
from tests.factories import accounts, doses, matching, reference
from tests.factories.matching import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def officer(path: str = "vn") -> Staff:
    return accounts.staff((Role.OFFICER, path))


def decide(
    pair: MatchPair, verdict: Verdict, *, known: str = "", by: Staff | None = None, hours: int = 1
) -> MatchPair:
    return decide_pair(
        pair_id=pair.pk,
        verdict=verdict,
        note="Khớp phiếu",
        known=known,
        by=by or officer(),
        at=AT + timedelta(hours=hours),
    )


def test_the_same_person_s_records_are_joined_with_the_evidence_and_a_trace_on_both() -> None:
    pair, by = matching.waiting(), officer()
    decide(pair, Verdict.SAME, by=by)
    pair.refresh_from_db()
    assert (pair.verdict, pair.note, pair.decided_by) == ("same", "Khớp phiếu", str(by))
    link = PatientLink.objects.get()
    assert (link.reason, link.linked_by) == (LinkReason.REVIEWED, str(by))
    assert link.evidence["probability"] == 0.97
    traces = AuditEntry.objects.filter(action="match_pair.decided", actor_key=by.key)
    assert set(traces.values_list("patient_id", flat=True)) == {pair.one_id, pair.other_id}
    assert traces[0].details["verdict"] == "same"


def test_the_same_verdict_again_changes_nothing() -> None:
    pair = matching.waiting()
    for known in ("", "same", ""):
        decide(pair, Verdict.SAME, known=known)
    assert PatientLink.objects.count() == 1
    assert AuditEntry.objects.filter(action="match_pair.decided").count() == 2


def test_two_different_people_are_never_joined_and_are_not_asked_again() -> None:
    pair = matching.waiting()
    decide(pair, Verdict.DIFFERENT)
    assert PatientLink.objects.count() == 0
    assert waiting_pairs(staff=officer()) == []


def test_who_does_not_know_leaves_all_as_it_is() -> None:
    for number, make in enumerate((matching.waiting, matching.linked)):
        pair = make(number)
        joined = are_one_person(pair.one_id, pair.other_id)
        decide(pair, Verdict.UNCLEAR)
        assert are_one_person(pair.one_id, pair.other_id) is joined
    assert len(waiting_pairs(staff=officer(), unclear=True)) == 1


def test_an_automatic_link_ends_when_the_two_are_different() -> None:
    pair = matching.linked()
    decide(pair, Verdict.DIFFERENT)
    assert not are_one_person(pair.one_id, pair.other_id)
    assert PatientLink.objects.get().ended_reason == UnlinkReason.ANOTHER_PERSON


def test_an_automatic_link_that_was_right_stays_the_machine_s() -> None:
    pair = matching.linked()
    decide(pair, Verdict.SAME)
    take_back_verdict(pair_id=pair.pk, by=officer(), at=LATER)
    assert PatientLink.objects.in_force().get().reason == LinkReason.MATCHED


@pytest.mark.parametrize("first", list(Verdict))
@pytest.mark.parametrize("second", list(Verdict))
@pytest.mark.parametrize("is_linked", [False, True])
def test_a_correction_leaves_what_the_last_verdict_alone_would_have_made(
    first: Verdict, second: Verdict, *, is_linked: bool
) -> None:
    pair = matching.linked() if is_linked else matching.waiting()
    decide(pair, first)
    decide(pair, second, known=first, hours=2)
    expected = second == Verdict.SAME or (second == Verdict.UNCLEAR and is_linked)
    assert are_one_person(pair.one_id, pair.other_id) is expected
    take_back_verdict(pair_id=pair.pk, by=officer(), at=AT + timedelta(hours=3))
    assert list(told_twice()) == []
    assert are_one_person(pair.one_id, pair.other_id) is is_linked
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_at) == ("", None)


def test_taking_back_twice_changes_nothing_and_the_pair_waits_again() -> None:
    pair = matching.waiting()
    decide(pair, Verdict.SAME)
    for _ in range(2):
        take_back_verdict(pair_id=pair.pk, by=officer(), at=LATER)
    assert PatientLink.objects.get().ended_reason == UnlinkReason.BY_MISTAKE
    assert AuditEntry.objects.filter(action="match_pair.taken_back").count() == 2
    assert waiting_pairs(staff=officer()) == [pair]


def test_what_a_colleague_decided_meanwhile_is_not_overruled_unseen() -> None:
    pair = matching.waiting()
    decide(pair, Verdict.DIFFERENT)
    with pytest.raises(SomebodyDecidedMeanwhile):
        decide(pair, Verdict.SAME)
    assert not are_one_person(pair.one_id, pair.other_id)


def test_only_officers_of_either_record_s_place_decide() -> None:
    pair = matching.waiting()
    commune = reference.facility().path.rpartition("/")[0]
    province = commune.rpartition("/")[0]
    for path, sees in ((commune, True), (province, True), ("vn", True), ("vn/2025:79", False)):
        assert (pair in waiting_pairs(staff=officer(path))) is sees, path
    for by in (officer("vn/2025:79"), accounts.staff((Role.ADMINISTRATOR, "vn"))):
        with pytest.raises(NotAllowed):
            decide(pair, Verdict.SAME, by=by)
        with pytest.raises(NotAllowed):
            take_back_verdict(pair_id=pair.pk, by=by, at=LATER)
    assert PatientLink.objects.count() == 0


def test_the_officer_of_the_facility_that_vaccinated_decides_too() -> None:
    pair, facility = matching.waiting(), reference.facility()
    at_facility = officer(facility.path)
    assert waiting_pairs(staff=at_facility) == []
    doses.dose(pair.other)
    assert waiting_pairs(staff=at_facility) == [pair]


def test_the_most_probable_pairs_come_first_page_by_page() -> None:
    made = [matching.waiting(n, probability=p) for n, p in enumerate((0.5, 0.9, 0.5, 0.7))]
    matching.linked(9)
    expected = [made[1], made[3], made[0], made[2]]
    assert waiting_pairs(staff=officer()) == expected
    first = waiting_pairs(staff=officer(), limit=3)
    rest = waiting_pairs(staff=officer(), after=first[-1].public_id)
    assert first + rest == expected


def test_doses_of_both_are_read_together_and_apart_again() -> None:
    pair = matching.waiting()
    doses.dose(pair.one, date(2021, 8, 12))
    doses.dose(pair.other, date(2021, 9, 12))
    decide(pair, Verdict.SAME)
    assert len(doses_of(pair.one_id)) == len(doses_of(pair.other_id)) == 2
    take_back_verdict(pair_id=pair.pk, by=officer(), at=LATER)
    assert len(doses_of(pair.one_id)) == len(doses_of(pair.other_id)) == 1


def test_the_error_of_automatic_links_is_measured_by_second_looks_alone() -> None:
    pairs = [matching.linked(number, probability=0.9995) for number in range(3)]
    other = matching.linked(3, probability=0.99995)
    draw_sample(share=1, by=machine("test"), at=AT)
    decide(pairs[0], Verdict.SAME)
    decide(pairs[1], Verdict.DIFFERENT)
    decide(pairs[2], Verdict.UNCLEAR)
    certain, less = measured_error()
    assert (certain.band, certain.drawn, certain.looked_at, certain.error) == (0.9999, 1, 0, None)
    assert (less.band, less.drawn, less.looked_at, less.wrong) == (0.999, 3, 2, 1)
    assert (less.unclear, less.error) == (1, 0.5)
    assert less.interval is not None
    assert less.interval[0] < 0.5 < less.interval[1]
    assert other.model_version == certain.model_version == "2026-1"
