from contextlib import suppress
from importlib import import_module

import numpy as np
import pytest

from sotiem.accounts.facts import Role
from sotiem.foundation.actors import Actor, machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.matching.learning import Verdicts, registry_levels
from sotiem.matching.models import MatchModel, MatchPair, ModelSwitch, PatientKey
from sotiem.matching.operations import (
    ModelNeedsAReason,
    NothingBetterLearned,
    RegistryIsTooSmall,
    TooFewVerdicts,
    VersionIsTaken,
    learn_model,
    switch_model,
)
from sotiem.matching.queries import active_judge, judge_of
from sotiem.matching.rules.evaluation import evaluate, is_better, shipped_evaluation
from sotiem.matching.rules.judge import shipped, shipped_versions
from sotiem.matching.rules.levels import Phone
from sotiem.matching.states import Verdict
from tests.factories import accounts, matching, patients, verdicts
from tests.factories.matching import AT

pytestmark = pytest.mark.django_db
BY = machine("test")
UNSEEN = 2


def learn(
    version: str = "2026-day", *, by: Actor = BY, reason: str = "x", from_registry: bool = False
) -> MatchModel:
    return learn_model(version=version, reason=reason, by=by, at=AT, from_registry=from_registry)


def test_what_officers_say_otherwise_than_the_model_is_learned() -> None:
    verdicts.decided(600, say=verdicts.never_of_a_family)
    before = active_judge().version
    model = learn(reason=" Nhà nhiều người chung máy ")
    told = model.evaluation
    assert told["f1"] > told["before"]["f1"]
    assert told["log_loss"] < told["before"]["log_loss"]
    assert told["before"]["version"] == told["start"] == before
    assert told["reason"] == "Nhà nhiều người chung máy"
    counts = told["verdicts"]
    assert counts["fitted"] + counts["calibrated"] + counts["unseen"] == 600
    assert counts["same"] + counts["different"] == 600
    trace = AuditEntry.objects.get(action="match_model.learned")
    assert (trace.object_id, trace.reason) == (model.pk, told["reason"])
    learned = judge_of("2026-day").weights.scores
    family = {**_levels(), "phone": np.array([Phone.OF_FAMILY], dtype=np.uint8)}
    assert learned(family)[0] < shipped(before).weights.scores(family)[0] - 1


def _levels() -> dict[str, np.typing.NDArray[np.uint8]]:
    return {field: np.array([level], dtype=np.uint8) for field, level in matching.LEVELS.items()}


def test_learning_switches_nothing() -> None:
    verdicts.decided(400, say=verdicts.never_of_a_family)
    before = active_judge().version
    learn()
    assert active_judge().version == before
    assert ModelSwitch.objects.count() == 0
    switch_model(version="2026-day", reason="x", by=BY, at=AT)
    assert active_judge().version == "2026-day"


def test_the_evaluation_is_of_verdicts_that_were_not_learned_from() -> None:
    verdicts.decided(400, say=verdicts.never_of_a_family)
    seen = Verdicts.on_record()
    model = learn()
    judge = judge_of(model.version)
    told = evaluate(judge, seen.unseen)
    assert told.f1 == pytest.approx(model.evaluation["f1"], abs=0.02)
    for pair in MatchPair.objects.all():
        if Verdicts.part_of(pair.public_id) == UNSEEN:
            is_same = pair.verdict == Verdict.SAME
            pair.verdict = Verdict.DIFFERENT if is_same else Verdict.SAME
            pair.save()
    turned = Verdicts.on_record()
    assert np.array_equal(turned.fitted.is_person, seen.fitted.is_person)
    assert np.array_equal(turned.calibrated.is_person, seen.calibrated.is_person)
    assert np.array_equal(turned.unseen.is_person, ~seen.unseen.is_person)


def test_a_pair_falls_into_the_same_part_whatever_else_is_decided() -> None:
    verdicts.decided(100, say=verdicts.as_the_model_says)
    sizes = [part.number for part in Verdicts.on_record().parts]
    assert sum(sizes) == 100
    assert all(sizes)
    some = list(MatchPair.objects.order_by("pk")[:50])
    parts = [Verdicts.part_of(pair.public_id) for pair in some]
    MatchPair.objects.exclude(pk__in=[pair.pk for pair in some]).update(verdict="", decided_at=None)
    assert [part.number for part in Verdicts.on_record().parts] == [
        parts.count(part) for part in range(3)
    ]


def test_where_nothing_is_to_be_learned_chance_is_hardly_ever_kept() -> None:
    for seed in range(4):
        MatchPair.objects.all().delete()
        verdicts.decided(400, say=verdicts.as_the_model_says, seed=seed)
        with suppress(NothingBetterLearned):
            learn(f"may-{seed}")
    assert MatchModel.objects.count() <= 1
    learned = AuditEntry.objects.filter(action="match_model.learned")
    assert learned.count() == MatchModel.objects.count()


def test_few_verdicts_or_verdicts_of_one_kind_are_refused_with_their_numbers() -> None:
    verdicts.decided(199, say=verdicts.never_of_a_family)
    with pytest.raises(TooFewVerdicts) as refused:
        learn()
    assert int(refused.value.details["same"]) + int(refused.value.details["different"]) == 199
    verdicts.decided(200, say=lambda *_: False, seed=8)
    MatchPair.objects.update(verdict=Verdict.DIFFERENT)
    with pytest.raises(TooFewVerdicts):
        learn()


def test_what_is_unclear_or_lacks_a_field_is_left_out() -> None:
    verdicts.decided(20, say=verdicts.as_the_model_says)
    first, second, third = MatchPair.objects.order_by("pk")[:3]
    MatchPair.objects.filter(pk=first.pk).update(verdict=Verdict.UNCLEAR)
    MatchPair.objects.filter(pk=second.pk).update(levels={"name": 1})
    MatchPair.objects.filter(pk=third.pk).update(levels={**third.levels, "name": 99})
    seen = Verdicts.on_record()
    assert (seen.same + seen.different, seen.left_out) == (17, 2)


@pytest.mark.parametrize("version", ["2026-thu", shipped_versions()[-1]])
def test_a_version_is_never_used_twice(version: str) -> None:
    matching.model()
    with pytest.raises(VersionIsTaken):
        learn(version)


def test_a_reason_is_asked_for() -> None:
    with pytest.raises(ModelNeedsAReason):
        learn(reason="  ")


@pytest.mark.parametrize(
    ("role", "place"), [(Role.OFFICER, "vn"), (Role.ADMINISTRATOR, "vn/2025:79")]
)
def test_only_administrators_of_the_country_and_the_machine_learn(role: Role, place: str) -> None:
    with pytest.raises(NotAllowed):
        learn(by=accounts.staff((role, place)))


def test_the_registry_alone_gives_a_start_where_people_resemble_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verdicts.decided(300, say=verdicts.never_of_a_family)
    PatientKey.objects.all().delete()
    with pytest.raises(RegistryIsTooSmall):
        learn(from_registry=True)
    for number in range(40):
        matching.twice(number)
    module = import_module("sotiem.matching.operations.learn_model")
    monkeypatch.setattr(module, "is_better", lambda *_: True)
    learned, started = learn("2026-a"), learn("2026-b", from_registry=True)
    assert started.evaluation["start"] == "registry"
    assert started.content["weights"] != learned.content["weights"]


def test_a_record_is_not_compared_with_itself() -> None:
    patients.patient(patients.facts(phone="0901234001", cccd="079187001001"))
    assert len(registry_levels(active_judge())["name"]) == 0
    matching.twice()
    levels = registry_levels(active_judge())
    assert len(levels["name"]) >= 2
    assert set(levels) == set(matching.LEVELS)


def test_better_is_more_than_chance_and_no_more_wrong_links() -> None:
    verdicts.decided(600, say=verdicts.never_of_a_family)
    active, unseen = active_judge(), Verdicts.on_record().unseen
    assert not is_better(active, active, unseen)
    model = learn()
    judge = judge_of(model.version)
    assert is_better(judge, active, unseen)
    assert not is_better(active, judge, unseen)


def test_the_shipped_evaluation_is_told_where_there_is_one() -> None:
    told = shipped_evaluation(shipped_versions()[-1])
    assert all(isinstance(name, str) for name in told)
