"""Why doses move, between which accounts, and where they come from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Account(StrEnum):
    """Where doses are. Together the accounts of a lot always hold nothing: none appears."""

    OUTSIDE = "outside"  # suppliers
    STORE = "store"
    TRANSIT = "transit"  # on the way from one store to another
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
    SENT = "sent"
    ARRIVED = "arrived"
    LOST_ON_WAY = "lost_on_way"
    CAME_BACK = "came_back"  # to the store that had sent it


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
    MovementKind.SENT: (Account.STORE, Account.TRANSIT),
    MovementKind.ARRIVED: (Account.TRANSIT, Account.STORE),
    MovementKind.LOST_ON_WAY: (Account.TRANSIT, Account.WASTE),
    MovementKind.CAME_BACK: (Account.TRANSIT, Account.STORE),
}
INTO_STORE: Final = frozenset(kind for kind, (_, to) in ACCOUNTS.items() if to == Account.STORE)
OUT_OF_STORE: Final = frozenset(kind for kind, (of, _) in ACCOUNTS.items() if of == Account.STORE)
OF_A_SESSION: Final = frozenset(
    kind for kind, between in ACCOUNTS.items() if Account.SESSION in between
)
OF_A_CONSIGNMENT: Final = frozenset(
    kind for kind, between in ACCOUNTS.items() if Account.TRANSIT in between
)
NEEDS_A_REASON: Final = frozenset(
    {
        MovementKind.LOST,
        MovementKind.COUNTED_MORE,
        MovementKind.COUNTED_LESS,
        MovementKind.WASTED,
        MovementKind.LOST_ON_WAY,
        MovementKind.CAME_BACK,
    }
)
GIVES_DOSES: Final = frozenset({MovementKind.DRAWN_UP, MovementKind.USED})
# What each account adds to a sum. What came in is what lies outside less than nothing; what a
# session has in hand counts as used; what a count did not find counts as wasted.
SUMS: Final[Mapping[Account, tuple[str, int]]] = {
    Account.OUTSIDE: ("received", -1),
    Account.STORE: ("in_store", 1),
    Account.TRANSIT: ("in_transit", 1),
    Account.SESSION: ("used", 1),
    Account.PEOPLE: ("used", 1),
    Account.WASTE: ("wasted", 1),
    Account.COUNT: ("wasted", 1),
}
SUMMED: Final = ("received", "used", "wasted", "in_store", "in_transit")


class Source(StrEnum):
    """How vaccine came into a depot from outside."""

    PURCHASE = "purchase"
    COVAX = "covax"
    GIFT = "gift"
    OTHER = "other"


class WhyNot(StrEnum):
    """Why a lot may not be given."""

    RECALLED = "recalled"
    EXPIRED = "expired"
