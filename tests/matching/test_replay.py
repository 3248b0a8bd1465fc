from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.matching import queries
from sotiem.matching.facts import Zone
from sotiem.matching.models import MatchModel, MatchPair, NameStatistics
from sotiem.matching.operations import JudgedPair, record_pairs, switch_model
from sotiem.matching.replay import ModelCannotJudge, NotOnRecordThen, replay
from sotiem.matching.rules.judge import shipped, shipped_versions
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.operations import amend_patient
from tests.factories import matching
from tests.factories.matching import AT

pytestmark = pytest.mark.django_db
BY = machine("test")
SHIPPED = shipped_versions()[-1]


def found(number: int = 0, *, version: str = SHIPPED) -> MatchPair:
    """A pair as a run of a model finds it: the newer record asks, the older one answers."""
    one, other = matching.twice(number)
    MatchPair.objects.all().delete()
    pair = matching.keep(matching.judged(one, other), version=version)[0]
    first = replay(pair)  # what the run would have seen
    MatchPair.objects.all().delete()
    record_pairs(
        pairs=[JudgedPair(one.pk, other.pk, first.probability, first.levels, Zone.REVIEW)],
        model_version=version,
        origin="test",
        by=BY,
        at=AT,
    )
    return MatchPair.objects.get()


def amended(record: Patient, *, at: datetime, **changes: Any) -> None:
    amend_patient(
        patient_id=record.pk,
        facts=replace(record.current.facts, **changes),
        reason=PatientReason.REPORT,
        origin="test",
        by=BY,
        at=at,
    )


def test_the_same_records_and_model_give_the_same_answer() -> None:
    pair = found()
    told = replay(pair)
    assert told.is_same
    assert told.follows_from_kept_levels
    assert told.differing == ()
    assert (told.one.version, told.other.version) == (1, 1)
    assert told.one.is_current
    assert told.names_taken_at is None


def test_what_was_amended_since_does_not_count() -> None:
    pair = found()
    amended(pair.other, at=AT + timedelta(days=1), full_name="Trần Văn Khác", phone="")
    told = replay(MatchPair.objects.get())
    assert told.is_same
    assert (told.other.version, told.other.is_current) == (1, False)
    assert Patient.objects.get(pk=pair.other_id).current.full_name == "Trần Văn Khác"


def test_a_model_learned_since_does_not_judge_again() -> None:
    pair = found()
    matching.model()
    switch_model(version="2026-thu", reason="x", by=BY, at=AT + timedelta(days=1))
    assert queries.active_judge().version == "2026-thu"
    assert replay(pair).is_same


def test_names_count_as_they_did_then() -> None:
    pair = found()
    common = {"surname": {"nguyen": 0.5}, "middle": {"thi bao": 0.1}, "given": {"loc": 0.1}}
    later = AT + timedelta(seconds=1)
    NameStatistics.objects.create(taken_at=later, people=90_000_000, shares=common)
    assert replay(pair).is_same
    NameStatistics.objects.create(taken_at=AT, people=90_000_000, shares=common)
    told = replay(pair)
    assert told.names_taken_at == AT
    assert "rarity" in told.differing
    assert not told.is_same
    assert told.follows_from_kept_levels


def test_a_probability_that_was_altered_is_noticed() -> None:
    pair = found()
    MatchPair.objects.update(probability=pair.probability - 0.001)
    told = replay(MatchPair.objects.get())
    assert not told.is_same
    assert not told.follows_from_kept_levels
    assert told.differing == ()


def test_levels_that_were_altered_are_named() -> None:
    pair = found()
    MatchPair.objects.update(levels={**pair.levels, "sex": 2})
    told = replay(MatchPair.objects.get())
    assert told.differing == ("sex",)
    assert not told.is_same
    assert told.probability == pytest.approx(pair.probability)


def test_how_many_share_a_phone_is_taken_from_that_day() -> None:
    pair = found()
    MatchPair.objects.update(levels={**pair.levels, "phone": 3})
    told = replay(MatchPair.objects.get())
    assert told.differing == ()
    assert told.probability < pair.probability
    MatchPair.objects.update(probability=told.probability)
    assert replay(MatchPair.objects.get()).is_same


def test_a_run_may_have_asked_the_other_way_round() -> None:
    pair = found()
    levels = dict(pair.levels)
    assert levels["cccd"] == 8  # the newer record lacks the number
    MatchPair.objects.update(levels={**levels, "cccd": 9})
    told = replay(MatchPair.objects.get())
    assert "cccd" not in told.differing


@pytest.mark.parametrize("version", ["khong-con", "2026-cu"])
def test_a_model_that_is_gone_or_speaks_of_other_fields_is_told(version: str) -> None:
    pair = found()
    MatchModel.objects.create(
        version="2026-cu",
        content={**shipped(SHIPPED).to_json(), "weights": {"bias": 0, "tables": []}},
        evaluation={},
        made_by="x",
        made_at=AT,
    )
    MatchPair.objects.update(model_version=version)
    pair.refresh_from_db()
    with pytest.raises(ModelCannotJudge):
        replay(pair)


def test_a_record_younger_than_the_pair_is_told() -> None:
    pair = found()
    MatchPair.objects.update(found_at=datetime(2020, 1, 1, tzinfo=UTC))
    pair.refresh_from_db()
    with pytest.raises(NotOnRecordThen):
        replay(pair)


def test_computing_again_writes_nothing() -> None:
    pair = found()
    before = AuditEntry.objects.count(), PatientVersion.objects.count()
    replay(pair)
    assert (AuditEntry.objects.count(), PatientVersion.objects.count()) == before
