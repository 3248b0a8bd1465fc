"""What officers decided about many invented pairs."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import combinations, islice
from uuid import UUID

import numpy as np

from sotiem.matching.models import MatchPair
from sotiem.matching.rules.compare import SIZES
from sotiem.matching.rules.judge import Judge, shipped, shipped_versions
from sotiem.matching.rules.levels import Born, Name, Number, Part, Phone, Place, Sex
from sotiem.matching.rules.model import posterior
from sotiem.matching.states import Verdict
from tests.factories import patients
from tests.factories.matching import AT

Levels = Mapping[str, int]
Say = Callable[[Levels, random.Random], bool]
CHOICES: Mapping[str, tuple[int, ...]] = {
    "name": (Name.EQUAL, Name.UNMARKED, Name.TONES_DIFFER, Name.PART, Name.ONE_EDIT, Name.OTHER),
    "given": (Part.EQUAL, Part.EQUAL, Part.ONE_EDIT, Part.OTHER),
    "surname": (Part.EQUAL,),
    "born": (Born.EQUAL, Born.YEAR_ONLY, Born.SWAPPED, Born.ONE_DIGIT, Born.SAME_YEAR),
    "cccd": (Number.MISSING, Number.LACKED, Number.EQUAL, Number.ONE_EDIT, Number.OTHER),
    "cmnd": (Number.MISSING,),
    "bhyt": (Number.MISSING,),
    "phone": (Phone.MISSING, Phone.EQUAL, Phone.OF_FAMILY, Phone.OTHER),
    "sex": (Sex.EQUAL, Sex.EQUAL, Sex.OTHER),
    "place": (Place.COMMUNE, Place.OTHER_COMMUNE, Place.OTHER),
    "rarity": (1, 3, 5),
}


def as_the_model_says(levels: Levels, chance: random.Random) -> bool:
    """As probably as the shipped model says: nothing can be learned from it."""
    return chance.random() < _probability(shipped(shipped_versions()[-1]), levels)


def never_of_a_family(levels: Levels, chance: random.Random) -> bool:
    """Here a phone of a family is another's, and a commune nearly always tells."""
    if levels["phone"] == Phone.OF_FAMILY:
        return False
    return levels["place"] == Place.COMMUNE or as_the_model_says(levels, chance)


def decided(number: int, *, say: Say, seed: int = 7) -> None:
    """So many pairs, each with a verdict; the same for the same seed."""
    chance = random.Random(seed)
    people = 2
    while people * (people - 1) // 2 < number:
        people += 1
    records = [patients.patient() for _ in range(people)]
    pairs = islice(combinations(records, 2), number)
    MatchPair.objects.bulk_create(
        _pair(one.pk, other.pk, levels, is_same=say(levels, chance), chance=chance)
        for (one, other), levels in ((pair, _some_levels(chance)) for pair in pairs)
    )


def _pair(
    one: int, other: int, levels: Levels, *, is_same: bool, chance: random.Random
) -> MatchPair:
    return MatchPair(
        public_id=UUID(int=chance.getrandbits(128), version=4),
        one_id=one,
        other_id=other,
        probability=0.5,
        levels=levels,
        model_version=shipped_versions()[-1],
        is_automatic=False,
        found_at=AT,
        origin="test",
        verdict=Verdict.SAME if is_same else Verdict.DIFFERENT,
        decided_by="staff:test",
        decided_at=AT + timedelta(days=1),
    )


def _some_levels(chance: random.Random) -> dict[str, int]:
    return {field: int(chance.choice(CHOICES[field])) for field in SIZES}


def _probability(judge: Judge, levels: Levels) -> float:
    column = {field: np.array([level], dtype=np.uint8) for field, level in levels.items()}
    likely, _ = posterior(judge.weights.scores(column), np.zeros(1, dtype=np.int64), 1)
    return float(likely[0])
