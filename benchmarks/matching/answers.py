"""How good answers are: measured against the truth, the same for every way of matching."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

BINS: Final = 15
# What a machine may link without a person looking.
WANTED: Final = 0.9999


@dataclass(frozen=True, slots=True)
class Quality:
    f1: float
    precision: float
    recall: float
    linked: float  # of rows, in the zone where a machine links by itself
    linked_precision: float
    linkable: float  # the largest share of rows that any threshold links as precisely as WANTED
    strangers_linked: float  # of rows about people who are not on record, at 0.5
    calibration_error: float


def measure(answers: pl.DataFrame, truth: Path, twins: Path | None = None) -> Quality:
    """`answers`: row_id, person_id ("" is nobody), probability, linked.

    `twins` names the records that are of one person: any of them is right.
    """
    told = _whole(pl.read_csv(truth, infer_schema=False).fill_null(""), twins, "person_id")
    ours = _whole(answers, twins, "person_id")
    both = told.select("row_id", pl.col("person_id").alias("truth")).join(ours, on="row_id")
    if both.height != told.height:
        raise ValueError(f"{told.height - both.height} rows were not answered")
    named, known = (both[name].to_numpy() != "" for name in ("person_id", "truth"))
    right = named & (both["person_id"] == both["truth"]).to_numpy()
    linked = both["linked"].to_numpy() & named
    probability = both["probability"].to_numpy()
    return Quality(
        f1=_share(2 * right.sum(), named.sum() + known.sum()),
        precision=_share(right.sum(), named.sum()),
        recall=_share(right.sum(), known.sum()),
        linked=_share(linked.sum(), len(linked)),
        linked_precision=_share((right & linked).sum(), linked.sum()),
        linkable=_linkable(probability[named], right[named], len(named)),
        strangers_linked=_share((named & ~known).sum(), (~known).sum()),
        calibration_error=_calibration_error(probability, right),
    )


def _whole(frame: pl.DataFrame, twins: Path | None, column: str) -> pl.DataFrame:
    if twins is None or not twins.exists():
        return frame
    wholes = pl.read_csv(twins, infer_schema=False)
    return frame.with_columns(
        pl.col(column).replace(wholes["person_id"].to_list(), wholes["cluster_id"].to_list())
    )


def _linkable(probability: NDArray[np.float64], right: NDArray[np.bool_], rows: int) -> float:
    order = np.argsort(-probability, kind="stable")
    precise = np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= WANTED
    # Rows of one probability are linked together or not at all.
    last = np.append(np.diff(probability[order]) != 0, True)[: len(order)]
    places = np.flatnonzero(precise & last)
    return _share(places[-1] + 1 if len(places) else 0, rows)


def _calibration_error(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far probabilities lie from what came true, on average over rows (ECE)."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, probability - right, minlength=BINS)
    return float(np.abs(gaps).sum() / max(len(probability), 1))


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else 0.0
