from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionReported(Event):
    """Somebody reports a reaction, or says more of it."""

    reaction_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionFollowed(Event):
    """Staff note what they did about a reaction."""

    reaction_id: int
