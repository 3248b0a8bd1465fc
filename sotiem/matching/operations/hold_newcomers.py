from collections.abc import Iterable
from itertools import islice
from typing import Final

from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.matching.queries import place_reader
from sotiem.matching.rules.keys import keys_to_ask
from sotiem.matching.rules.reading import Written, read_traits
from sotiem.matching.rules.records import Records

# A fixed number of locks bounds the lock table, however many people one sheet brings.
LOCKS: Final = 1024
CLUES_AT_ONCE: Final = 500


def hold_newcomers(*, clues: Iterable[Written]) -> None:
    """Keep everyone else from registering whoever might be one of these, until the transaction
    ends.

    Whoever may register someone new asks for this first and then matches. Two who bring one person
    wait for each other, however differently she is written: by each key under which either would
    find the other.
    """
    hold_some(LockSpace.NEWCOMERS, _numbers_of(clues))


def _numbers_of(clues: Iterable[Written]) -> set[int]:
    """The keys of these people as so many numbers; a long sheet soon has them all."""
    places = place_reader()
    numbers: set[int] = set()
    remaining = iter(clues)
    while len(numbers) < LOCKS and (some := list(islice(remaining, CLUES_AT_ONCE))):
        # Among them are those under which the person would be kept.
        keys = keys_to_ask(Records.of(read_traits(clue, places) for clue in some)).key
        numbers.update((keys % LOCKS).tolist())
    return numbers
