"""Where the weights come from: first from the registry alone, then from what people decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sotiem.matching.rules.compare import SIZES, Level, Levels, with_classes
from sotiem.matching.rules.model import TERMS, Scores, Weights, place_in, posterior, size_of

# Fields that say something of their own; the parts of a name repeat what the whole says.
INDEPENDENT: Final = ("name", "born", "cccd", "cmnd", "phone", "sex", "place")
ROUNDS: Final = 60


@dataclass(frozen=True, slots=True)
class Labelled:
    """Compared pairs with the truth: the candidates of `number` claims."""

    levels: Levels
    claims: NDArray[np.int64]
    is_person: NDArray[np.bool_]
    number: int


def estimate_without_labels(levels: Levels, *, share: float = 0.1) -> Weights:
    """Weights of single fields by expectation and maximisation, from compared pairs alone.

    Pairs are taken to be of two kinds, one person and two; each field to agree independently of the
    others within a kind (Fellegi and Sunter 1969, Winkler 1988). `share` is the first guess of
    how many pairs are one person.
    """
    fields = [(field, levels[field].astype(np.int64), SIZES[field]) for field in INDEPENDENT]
    number = len(levels["name"])
    likely = _first_guess(levels, share)
    points = {field: np.zeros(size) for field, _, size in fields}
    bias = 0.0
    for _ in range(ROUNDS):
        same, total = likely.sum(), float(number)
        bias = float(np.log(same / (total - same)))
        score = np.full(number, bias)
        for field, level, size in fields:
            agree = np.bincount(level, likely, minlength=size) + 0.5
            coincide = np.bincount(level, 1 - likely, minlength=size) + 0.5
            points[field] = np.log(agree / agree.sum()) - np.log(coincide / coincide.sum())
            score += points[field][level]
        likely = 1 / (1 + np.exp(-np.clip(score, -500, 500)))
    tables = [points[term[0]] if term[0] in points else np.zeros(size_of(term)) for term in TERMS]
    single = [len(term) == 1 for term in TERMS]
    return Weights(
        bias,
        tuple(
            table if alone else np.zeros(size_of(term))
            for table, alone, term in zip(tables, single, TERMS, strict=True)
        ),
    )


def fit(
    seen: Sequence[Labelled],
    *,
    start: Weights,
    ridge: float | Sequence[float] = 1.0,
    rounds: int = 200,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Weights:
    """The weights under which what people decided was most probable.

    All candidates of a claim are judged together (one of them, or nobody). `ridge` holds every
    weight near where it started, the more the fewer decisions speak of it: one number, or one for
    the tables of one field, of two, and so on; the last one also for those of more.
    """
    problem = _Problem.of(seen, start, ridge if isinstance(ridge, Sequence) else [ridge])
    done = 0

    def after(values: NDArray[np.float64]) -> None:
        nonlocal done
        done += 1
        tell(done, rounds)

    found = (
        _scipy()
        .minimize(
            problem.loss,
            problem.origin,
            jac=True,
            method="L-BFGS-B",
            callback=after,
            options={"maxiter": rounds},
        )
        .x
    )
    return Weights(float(found[0]), tuple(np.split(found[1:], (problem.ends[1:] - 1)[:-1])))


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Pairs of which the same was found are one kind, and are scored once."""

    places: Sequence[NDArray[np.int32]]  # per table, where each kind falls
    of_pair: NDArray[np.int32]

    @classmethod
    def among(cls, levels: Levels) -> "_Kinds":
        codes = np.ravel_multi_index([levels[field] for field in SIZES], list(SIZES.values()))
        _, first, of_pair = np.unique(codes, return_index=True, return_inverse=True)
        kinds: dict[str, Level] = {field: levels[field][first] for field in SIZES}
        every = with_classes(kinds)
        places = [place_in(every, term).astype(np.int32) for term in TERMS]
        return cls(places, of_pair.astype(np.int32))


@dataclass(frozen=True, slots=True)
class _Problem:
    """All points in one row, the bias first; `ends` says where each table begins."""

    seen: Sequence[Labelled]
    kinds: Sequence[_Kinds]
    ends: NDArray[np.int64]
    origin: NDArray[np.float64]
    ridge: NDArray[np.float64]  # a number for every point, none for the bias

    @classmethod
    def of(cls, seen: Sequence[Labelled], start: Weights, ridge: Sequence[float]) -> "_Problem":
        sizes = [size_of(term) for term in TERMS]
        origin = np.concatenate([[start.bias], *start.tables])
        held = np.repeat([ridge[min(len(term), len(ridge)) - 1] for term in TERMS], sizes)
        return cls(
            seen,
            [_Kinds.among(each.levels) for each in seen],
            np.cumsum([1, *sizes]),
            origin,
            np.concatenate([[0.0], held]),
        )

    def loss(self, values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """How improbable what people decided is under these points, and which way is down."""
        moved = values - self.origin
        slope = self.ridge * moved
        total = 0.5 * float(slope @ moved)
        for each, kinds in zip(self.seen, self.kinds, strict=True):
            scores = np.full(len(kinds.places[0]), values[0])
            for at, places in zip(self.ends, kinds.places, strict=False):
                scores += values[at + places]
            probability, nobody = posterior(scores[kinds.of_pair], each.claims, each.number)
            total -= _log_likelihood(each, probability, nobody)
            error = np.bincount(kinds.of_pair, probability - each.is_person, len(scores))
            slope[0] += error.sum()
            for at, end, places in zip(self.ends, self.ends[1:], kinds.places, strict=False):
                slope[at:end] += np.bincount(places, error, minlength=end - at)
        return total, slope


def calibrate(
    probability: Scores, is_person: NDArray[np.bool_], *, points: int = 12
) -> tuple[tuple[float, float], ...]:
    """A map of log-odds to log-odds, from decisions the weights were not fitted to.

    Between two bounds it is the straight line of Platt (1999); it never turns round.
    """
    inside = np.clip(probability, 1e-7, 1 - 1e-7)
    odds = np.log(inside / (1 - inside))

    def loss(values: NDArray[np.float64]) -> float:
        slope, offset = np.exp(values[0]), values[1]
        moved = slope * odds + offset
        return float(np.sum(np.logaddexp(0, moved) - is_person * moved))

    stretch, offset = _scipy().minimize(loss, np.zeros(2), method="Nelder-Mead").x
    ends = (-18.0, 18.0)
    return tuple((end, float(np.exp(stretch) * end + offset)) for end in ends)


def _log_likelihood(each: Labelled, probability: Scores, nobody: Scores) -> float:
    on_record = np.zeros(each.number, dtype=bool)
    on_record[each.claims[each.is_person]] = True
    return float(
        np.log(np.maximum(probability[each.is_person], 1e-300)).sum()
        + np.log(np.maximum(nobody[~on_record], 1e-300)).sum()
    )


def _first_guess(levels: Levels, share: float) -> Scores:
    """Pairs that agree in more fields come first: enough for the rounds to begin with."""
    agreeing = sum((levels[field] == 1).astype(float) for field in INDEPENDENT)
    cut = np.quantile(agreeing, 1 - share)
    return np.where(agreeing >= max(cut, 2), 0.9, 0.01)


def _scipy() -> ModuleType:
    """SciPy's minimizers: half a second of each program's start, and few programs learn."""
    from scipy import optimize  # noqa: PLC0415

    module: ModuleType = optimize
    return module
