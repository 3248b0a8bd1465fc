"""One channel as pages and open data tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from sotiem.corrections.channel_queries import ChannelFigures, figures_of
from sotiem.corrections.channels import Channel, ChannelKind
from sotiem.indicators.rules import FEWEST_FOR_HOURS, rounded_down
from sotiem.portals.channels.words import KINDS, STATES, WITH_A_FORM
from sotiem.portals.components.channels import name_of, text_of

COLUMNS: Final = (
    "code", "name_vi", "name_en", "kind", "jurisdiction", "state", "opens_at", "closes_at",
    "successor", "received", "open", "decided", "median_hours",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A channel, what became of its reports, and how it stands now."""

    channel: Channel
    figures: ChannelFigures
    name: str
    text: str
    kind: Promise
    state: Promise
    tone: str
    takes_forms: bool
    successor_name: str


def told_of(channels: Iterable[Channel], *, at: datetime) -> list[Told]:
    """Channels as who runs them sees them."""
    found = list(channels)
    figures = figures_of(found)
    return [_told(channel, figures[channel.pk], at) for channel in found]


def told_to_all(channels: Iterable[Channel], *, at: datetime) -> list[Told]:
    """Channels as everybody sees them: nobody learns a small number."""
    return [replace(told, figures=_public(told.figures)) for told in told_of(channels, at=at)]


def open_data(channels: Iterable[Channel], *, at: datetime) -> list[dict[str, object]]:
    """Every channel as a row of open data: numbers, no people."""
    found = list(channels)
    figures = {pk: _public(exact) for pk, exact in figures_of(found).items()}
    return [
        {
            "code": channel.code,
            "name_vi": channel.name_vi,
            "name_en": channel.name_en,
            "kind": channel.kind,
            "jurisdiction": channel.path,
            "state": str(channel.state(at)),
            "opens_at": _text(channel.opens_at),
            "closes_at": _text(channel.closes_at),
            "successor": channel.successor.code if channel.successor else None,
            "received": figures[channel.pk].received,
            "open": figures[channel.pk].open,
            "decided": figures[channel.pk].decided,
            "median_hours": figures[channel.pk].median_hours,
        }
        for channel in found
    ]


def _public(figures: ChannelFigures) -> ChannelFigures:
    """By the rule of the public board."""
    tells_hours = figures.decided >= FEWEST_FOR_HOURS
    return ChannelFigures(
        received=rounded_down(figures.received),
        open=rounded_down(figures.open),
        decided=rounded_down(figures.decided),
        median_hours=figures.median_hours if tells_hours else None,
    )


def _told(channel: Channel, figures: ChannelFigures, at: datetime) -> Told:
    state, tone = STATES[channel.state(at)]
    return Told(
        channel=channel,
        figures=figures,
        name=name_of(channel),
        text=text_of(channel),
        kind=KINDS[ChannelKind(channel.kind)],
        state=state,
        tone=tone,
        takes_forms=channel.kind in WITH_A_FORM and channel.takes_reports(at),
        successor_name=name_of(channel.successor) if channel.successor else "",
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
