from collections.abc import Iterable
from typing import Final

from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.matching.facts import PersonClue
from sotiem.matching.queries import place_reader
from sotiem.matching.rules.keys import keys_to_ask
from sotiem.matching.rules.reading import read_traits

# A fixed number of locks bounds the lock table, however many people one sheet brings.
LOCKS: Final = 1024


def hold_newcomers(*, clues: Iterable[PersonClue]) -> None:
    """Keep everyone else from registering whoever might be one of these, until the transaction
    ends.

    Whoever may register someone new asks for this first and then matches. Two who bring one person
    wait for each other, however differently she is written: by each key under which either would
    find the other.
    """
    hold_some(LockSpace.NEWCOMERS, _numbers_of(clues))


def _numbers_of(clues: Iterable[PersonClue]) -> set[int]:
    """The keys of these people as so many numbers; a long sheet soon has them all."""
    places = place_reader()
    numbers: set[int] = set()
    for clue in clues:
        # Among them are those under which the person would be kept.
        numbers.update(key % LOCKS for _, key in keys_to_ask(read_traits(clue, places)))
        if len(numbers) == LOCKS:
            break
    return numbers
