"""The channel by which a browser came, kept in its session; channels in words."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from sotiem.corrections.channel_queries import known_channel
from sotiem.corrections.channels import NATIONAL, Channel


@dataclass(frozen=True, slots=True)
class Entrance:
    """The channel by which somebody came, and when; forms were opened after that."""

    code: str = NATIONAL
    entered_at: datetime | None = None


def entrance_of(request: HttpRequest) -> Entrance:
    """How this browser came in; by the national portal if it chose nothing."""
    kept = request.session.get("channel")
    if not kept:
        return Entrance()
    return Entrance(kept["code"], datetime.fromisoformat(kept["entered_at"]))


def enter(request: HttpRequest, code: str) -> None:
    """From now on, what this browser sends comes by that channel."""
    request.session["channel"] = {"code": code, "entered_at": timezone.now().isoformat()}


def channel_chosen(request: HttpRequest) -> Channel | None:
    """The channel that this browser chose, if it chose one."""
    code = entrance_of(request).code
    return None if code == NATIONAL else known_channel(code, at=timezone.now())


def name_of(channel: Channel) -> str:
    return channel.name_vi if get_language() == "vi" else channel.name_en


def text_of(channel: Channel) -> str:
    return channel.text_vi if get_language() == "vi" else channel.text_en
