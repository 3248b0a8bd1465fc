"""Judge a pair again as it was judged then: records, model and names of that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from sotiem.foundation.refusals import Refusal
from sotiem.matching.facts import PersonClue
from sotiem.matching.models import MatchModel, MatchPair, NameStatistics
from sotiem.matching.queries import judge_of, place_reader
from sotiem.matching.rules.compare import SIZES, Levels, compare
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.levels import Phone
from sotiem.matching.rules.model import posterior
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits
from sotiem.patients.models import PatientVersion

ALMOST: Final = 1e-6
# How many had the phone that day is not kept but in the level that followed from it.
HOLDERS: Final[Mapping[int, int]] = {Phone.OF_FEW: 2, Phone.OF_FAMILY: 4, Phone.OF_MANY: 9}


class ModelCannotJudge(Refusal):
    """The model that judged is not here, or speaks of fields that this program does not know."""


class NotOnRecordThen(Refusal):
    """One of the two records is younger than what was found."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records as it was then."""

    version: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """What was kept of a pair, beside what the same judge says of the same records now."""

    pair: MatchPair
    one: Side
    other: Side
    names_taken_at: datetime | None  # None: the model's own
    from_kept_levels: float
    probability: float
    levels: Mapping[str, int]

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields that are compared otherwise than was kept."""
        kept = self.pair.levels
        return tuple(field for field, level in self.levels.items() if kept.get(field) != level)

    @property
    def is_same(self) -> bool:
        kept = self.pair.probability
        return not self.differing and abs(self.probability - kept) < ALMOST

    @property
    def follows_from_kept_levels(self) -> bool:
        """Whether what was kept agrees with itself: these levels give this probability."""
        return abs(self.from_kept_levels - self.pair.probability) < ALMOST


def replay(pair: MatchPair) -> Replay:
    """Judge a pair as on the day it was found. Nothing is written."""
    statistics = NameStatistics.objects.filter(taken_at__lte=pair.found_at).order_by("-pk").first()
    judge = _judge_of(pair.model_version, statistics.pk if statistics else None)
    one, other = (_version_at(record, pair.found_at) for record in (pair.one_id, pair.other_id))
    traits, kept = (_traits(one), _traits(other)), pair.levels
    # The newer record is the claim; other runs may have asked the other way round.
    ways = [_compared(claim, person, kept, judge) for claim, person in (traits[::-1], traits)]
    levels = min(ways, key=lambda way: sum(kept.get(field) != way[field] for field in way))
    return Replay(
        pair,
        Side(one.number, one.pk == pair.one.current_id),
        Side(other.number, other.pk == pair.other.current_id),
        statistics.taken_at if statistics else None,
        _probability(judge, {field: kept.get(field, 0) for field in SIZES}),
        _probability(judge, levels),
        levels,
    )


def _judge_of(version: str, statistics_id: int | None) -> Judge:
    try:
        return judge_of(version, statistics_id=statistics_id)
    except (MatchModel.DoesNotExist, KeyError, IndexError):
        raise ModelCannotJudge from None


def _version_at(patient_id: int, moment: datetime) -> PatientVersion:
    versions = PatientVersion.objects.filter(patient_id=patient_id, recorded_at__lte=moment)
    version = versions.order_by("-number").first()
    if version is None:
        raise NotOnRecordThen
    return version


def _traits(version: PatientVersion) -> Traits:
    facts = version.facts
    clue = PersonClue(
        full_name=facts.full_name,
        birth_date=facts.birth_date,
        sex=facts.sex,
        phone=facts.phone,
        cccd=facts.cccd,
        cmnd=facts.cmnd,
        bhyt=facts.bhyt,
        commune_id=facts.commune_id,
        address=facts.address,
    )
    return read_traits(clue, place_reader())


def _compared(
    claim: Traits, person: Traits, kept: Mapping[str, int], judge: Judge
) -> dict[str, int]:
    levels = compare(
        Records.of([claim]),
        Records.of([person]),
        phone_shared_by=np.array([HOLDERS.get(kept.get("phone", 0), 1)]),
        namesakes=judge.namesakes([person.name]),
    )
    return {field: int(level[0]) for field, level in levels.items()}


def _probability(judge: Judge, levels: Mapping[str, int]) -> float:
    """One question with one candidate, as a pair of records is judged."""
    column: Levels = {field: np.array([level], dtype=np.uint8) for field, level in levels.items()}
    likely, _ = posterior(judge.weights.scores(column), np.zeros(1, dtype=np.int64), 1)
    return float(judge.calibrated(likely)[0])
