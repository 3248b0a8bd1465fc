"""The words of trying rules out: how many people stand where, and who would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from certificate_format.rules import Card, RuleSet
from sotiem.certificates.facts import Verification


@dataclass(frozen=True, slots=True)
class Preview:
    """Certificates in force, by the card of the version in force and that of a draft.

    `moves` counts people by (card now, card then). Nothing else of them is kept.
    """

    moves: Mapping[tuple[str, str], int]
    tried: int
    is_sample: bool
    at: datetime

    def now(self, card: str) -> int:
        """Count who has this card by what is in force."""
        return sum(number for (now, _), number in self.moves.items() if now == card)

    def then(self, card: str) -> int:
        """Count who would have it by the draft."""
        return sum(number for (_, then), number in self.moves.items() if then == card)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A certificate that somebody shows, held against rules as well.

    `earned` is there only if the certificate itself holds.
    """

    verification: Verification
    rule_set: RuleSet
    earned: Card | None

    @property
    def card(self) -> str | None:
        return self.earned.card if self.earned else None


@dataclass(frozen=True, slots=True)
class Offered:
    """A rule set that checkers may choose now; `number` is None for a proposal."""

    identifier: str
    number: int | None
    content: Mapping[str, Any]
    valid_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How one rule of a card came out, and when it will come out otherwise.

    `words` by language. What fails only because days have yet to pass says how many
    (`waits_days`), from which day.
    """

    card: str
    rule: str
    words: Mapping[str, str]
    passed: bool
    is_open: bool
    turns_on: date | None
    waits_days: int | None
    waits_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The card that somebody earns by one rule set: `green`, `yellow`, `red` (none) or `open`.

    `since` is the first day of this card by the version in force, `until` the first day on which
    it will be another one, if nothing changes but the date.
    """

    identifier: str
    number: int | None
    names: Mapping[str, str]
    card: str
    card_names: Mapping[str, str]
    reasons: tuple[Reason, ...]
    in_force_since: datetime | None
    since: date | None
    until: date | None
