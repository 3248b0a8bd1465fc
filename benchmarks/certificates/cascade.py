"""Build an exact filter cascade of revoked certificates among all valid ones, and ask it of each.

python -m benchmarks.certificates.cascade [--revoked N] [--live N]
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from random import Random
from time import perf_counter, process_time
from typing import Final

import numpy as np

from certificate_format.filter_cascade import FilterCascade, words_of
from certificate_format.xor_filter import Words

HASH: Final = 16
AT_ONCE: Final = 1_000_000


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.certificates.cascade")
    parser.add_argument("--revoked", type=int, default=200_000)
    parser.add_argument("--live", type=int, default=20_000_000)
    asked = parser.parse_args(arguments)
    revoked = Random(1).randbytes(HASH * asked.revoked)
    live = list(_blocks(asked.live))
    wall, processor = perf_counter(), process_time()
    cascade = FilterCascade.of(revoked, lambda: live)
    wall, processor = perf_counter() - wall, process_time() - processor
    size = len(cascade.to_bytes())
    missed = int((~_has(cascade, words_of(revoked))).sum())
    wrongly = sum(int(_has(cascade, words_of(block)).sum()) for block in live)
    sys.stdout.write(
        f"{asked.revoked:,} revoked among {asked.live:,} valid: {size:,} bytes "
        f"({8 * size / asked.revoked:.1f} bits each), {len(cascade.levels)} levels, "
        f"{wall:.1f} s ({processor:.1f} s of processor); {missed} missed, "
        f"{wrongly} refused wrongly\n"
    )


def _blocks(number: int) -> Iterator[bytes]:
    random = Random(2)
    for begin in range(0, number, AT_ONCE):
        yield random.randbytes(HASH * min(AT_ONCE, number - begin))


def _has(cascade: FilterCascade, words: Words) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """What the cascade says of each, level by level."""
    answer = np.full(len(words), len(cascade.levels) % 2 == 1)
    left = np.arange(len(words))
    for number, level in enumerate(cascade.levels):
        passes = level.has(words[left])
        answer[left[~passes]] = number % 2 == 1
        left = left[passes]
    return answer


if __name__ == "__main__":
    main()
