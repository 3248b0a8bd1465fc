import hashlib
from collections.abc import Iterable
from typing import Final

from sotiem.foundation.locks import LockSpace, hold_some

# A fixed number of locks bounds the lock table, however many people one sheet brings.
LOCKS: Final = 256


def hold_newcomers(*, birth_dates: Iterable[str]) -> None:
    """Keep everyone else from registering people born on these days, until the transaction ends.

    Whoever may register someone new asks for this first and then matches: two files, or a file and
    a report, that bring the same person at the same moment register them once.
    """
    hold_some(LockSpace.NEWCOMERS, (_number_of(birth_date) for birth_date in birth_dates))


def _number_of(birth_date: str) -> int:
    return int.from_bytes(hashlib.blake2b(birth_date.encode(), digest_size=2).digest()) % LOCKS
