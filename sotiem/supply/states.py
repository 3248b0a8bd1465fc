"""Why doses move, and between which accounts."""

from enum import StrEnum
from typing import Final


class Account(StrEnum):
    """Where doses are. Together the accounts of a lot always hold nothing: none appears."""

    OUTSIDE = "outside"  # suppliers
    STORE = "store"
    SESSION = "session"  # drawn up for a session
    PEOPLE = "people"
    WASTE = "waste"
    COUNT = "count"  # differences that a count found


class MovementKind(StrEnum):
    RECEIVED = "received"
    RETURNED = "returned"
    LOST = "lost"
    COUNTED_MORE = "counted_more"
    COUNTED_LESS = "counted_less"
    DRAWN_UP = "drawn_up"
    PUT_BACK = "put_back"
    WASTED = "wasted"
    USED = "used"  # on a day without a session board


ACCOUNTS: Final[dict[MovementKind, tuple[Account, Account]]] = {
    MovementKind.RECEIVED: (Account.OUTSIDE, Account.STORE),
    MovementKind.RETURNED: (Account.STORE, Account.OUTSIDE),
    MovementKind.LOST: (Account.STORE, Account.WASTE),
    MovementKind.COUNTED_MORE: (Account.COUNT, Account.STORE),
    MovementKind.COUNTED_LESS: (Account.STORE, Account.COUNT),
    MovementKind.DRAWN_UP: (Account.STORE, Account.SESSION),
    MovementKind.PUT_BACK: (Account.SESSION, Account.STORE),
    MovementKind.WASTED: (Account.SESSION, Account.WASTE),
    MovementKind.USED: (Account.STORE, Account.PEOPLE),
}
INTO_STORE: Final = frozenset(kind for kind, (_, to) in ACCOUNTS.items() if to == Account.STORE)
OUT_OF_STORE: Final = frozenset(kind for kind, (of, _) in ACCOUNTS.items() if of == Account.STORE)
OF_A_SESSION: Final = frozenset(
    kind for kind, between in ACCOUNTS.items() if Account.SESSION in between
)
NEEDS_A_REASON: Final = frozenset(
    {
        MovementKind.LOST,
        MovementKind.COUNTED_MORE,
        MovementKind.COUNTED_LESS,
        MovementKind.WASTED,
    }
)


class WhyNot(StrEnum):
    """Why a lot may not be given."""

    RECALLED = "recalled"
    EXPIRED = "expired"
