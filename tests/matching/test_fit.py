import numpy as np
import pytest

from sotiem.matching.rules.compare import SIZES
from sotiem.matching.rules.learn import Labelled, fit
from sotiem.matching.rules.levels import Phone
from sotiem.matching.rules.model import TERMS, Weights

FIRM = 1e9


def decided(number: int = 400) -> Labelled:
    """One candidate a claim; it is the person where the phone is equal, as a rule."""
    random = np.random.default_rng(1)
    levels = {field: random.integers(0, 2, number).astype(np.uint8) for field in SIZES}
    is_person = (levels["phone"] == Phone.EQUAL) ^ (random.random(number) < 0.1)
    return Labelled(levels, np.arange(number), is_person, number)


def test_what_decisions_follow_from_is_found() -> None:
    weights = fit([decided()], start=Weights.zero(), ridge=1.0)
    points = weights.tables[TERMS.index(("phone",))]
    assert points[Phone.EQUAL] > 0 > points[Phone.MISSING]


def test_tables_of_many_fields_are_held_as_firmly_as_asked() -> None:
    weights = fit([decided()], start=Weights.zero(), ridge=(0.1, FIRM))
    moved = {term: np.abs(table).max() for term, table in zip(TERMS, weights.tables, strict=True)}
    assert all(most < 1e-3 for term, most in moved.items() if len(term) > 1)
    assert moved[("phone",)] > 1


def test_pairs_told_in_two_parts_are_learned_from_as_one() -> None:
    whole = decided(400)
    half = np.arange(400) < 200
    parts = [
        Labelled(
            {field: level[some] for field, level in whole.levels.items()},
            np.arange(200), whole.is_person[some], 200,
        )
        for some in (half, ~half)
    ]  # fmt: skip
    one = fit([whole], start=Weights.zero(), rounds=20)
    two = fit(parts, start=Weights.zero(), rounds=20)
    assert two.scores(whole.levels) == pytest.approx(one.scores(whole.levels), abs=1e-3)
