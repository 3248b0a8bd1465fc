from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final

from sotiem.foundation.locks import LockSpace, hold_some, share_some
from sotiem.matching.queries import place_reader
from sotiem.matching.rules.keys import keys_to_ask
from sotiem.matching.rules.places import PlaceReader
from sotiem.matching.rules.reading import Written, read_traits
from sotiem.matching.rules.records import Records, Whole

# A fixed number of locks bounds the lock table, however many people one sheet brings.
LOCKS: Final = 1024
CLUES_AT_ONCE: Final = 500
# So few people have locks of their own beside those.
FEW: Final = 3
LARGEST_LOCK: Final = 2**31 - 1


def hold_newcomers(*, clues: Iterable[Written]) -> None:
    """Keep everyone else from registering whoever might be one of these, until the transaction
    ends.

    Whoever may register someone new asks for this first and then matches. Two who bring one person
    wait for each other, however differently she is written: by each key under which either would
    find the other.

    Many people are held by few locks, which keeps out strangers too. A few people share those
    locks, so that they wait for a sheet and not for each other, and hold finer ones alone.
    Everyone takes the coarse locks first, and each kind in order: nobody waits in a circle.
    """
    places, remaining = place_reader(), iter(clues)
    some = list(islice(remaining, FEW + 1))
    if len(some) > FEW:
        hold_some(LockSpace.NEWCOMERS, _numbers_of(chain(some, remaining), places))
        return
    keys = _keys_of(some, places)
    share_some(LockSpace.NEWCOMERS, (keys % LOCKS).tolist())
    hold_some(LockSpace.SINGLE_NEWCOMERS, (keys & LARGEST_LOCK).tolist())


def _numbers_of(clues: Iterable[Written], places: PlaceReader) -> set[int]:
    """The keys of these people as so many numbers; a long sheet soon has them all."""
    numbers: set[int] = set()
    remaining = iter(clues)
    while len(numbers) < LOCKS and (some := list(islice(remaining, CLUES_AT_ONCE))):
        numbers.update((_keys_of(some, places) % LOCKS).tolist())
    return numbers


def _keys_of(clues: Sequence[Written], places: PlaceReader) -> Whole:
    """The keys under which to look for these people; those of keeping them are among them."""
    return keys_to_ask(Records.of(read_traits(clue, places) for clue in clues)).key
