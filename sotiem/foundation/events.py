"""What happened, told to those who follow; who follows stands in `config/subscriptions.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

from sotiem.foundation import jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events: ids only, and when it happened."""

    at: datetime


Follower = Callable[[Any], object]
Subscriptions = Mapping[type[Event], Sequence[Follower]]

_in_transaction: dict[type[Event], tuple[Follower, ...]] = {}
_after_commit: dict[type[Event], tuple[Follower, ...]] = {}


def subscribe(*, in_transaction: Subscriptions, after_commit: Subscriptions) -> None:
    """Set who follows which event; called once, at start."""
    _in_transaction.clear()
    _after_commit.clear()
    _in_transaction.update({event: tuple(who) for event, who in in_transaction.items()})
    _after_commit.update({event: tuple(who) for event, who in after_commit.items()})


def publish(event: Event) -> None:
    """Tell some followers now, in this transaction, the others by a job that commits with it."""
    for follower in _in_transaction.get(type(event), ()):
        follower(event)
    for follower in _after_commit.get(type(event), ()):
        jobs.enqueue(
            "deliver_event",
            follower=_path(follower),
            event=_path(type(event)),
            facts=_facts(event),
        )


def deliver(*, follower: str, event: str, facts: dict[str, Any]) -> None:
    """Hand an event, as it was kept in its job, to one follower."""
    facts = {**facts, "at": datetime.fromisoformat(facts["at"])}
    import_string(follower)(import_string(event)(**facts))


def _path(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


def _facts(event: Event) -> dict[str, Any]:
    return {**asdict(event), "at": event.at.isoformat()}
