"""What anybody may know of a channel, and the way in by it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sotiem.corrections.channel_queries import known_channel, known_channels
from sotiem.corrections.channels import Channel
from sotiem.portals.channels.telling import COLUMNS, open_data, told_to_all
from sotiem.portals.components.access import citizen_in, public
from sotiem.portals.components.channels import enter
from sotiem.portals.components.downloads import csv_answer


@public
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """All channels, and what became of their reports."""
    now = timezone.now()
    return render(
        request, "channels/channels.html", {"rows": told_to_all(known_channels(at=now), at=now)}
    )


@public
@require_safe
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: until when it takes reports, where people go afterwards, its figures."""
    now = timezone.now()
    (told,) = told_to_all([_known(code)], at=now)
    return render(request, "channels/channel.html", {"told": told, "now": now})


@public
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Go in by this channel; by one that has closed, its page says where to go."""
    found = _known(code)
    (told,) = told_to_all([found], at=timezone.now())
    if not told.takes_forms:
        return redirect("channels:channel", code)
    enter(request, code)
    return redirect("citizen:book" if citizen_in(request) else "citizen:look_up")


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The figures of all channels, for whoever wants to reckon with them."""
    now = timezone.now()
    rows = open_data(known_channels(at=now), at=now)
    return JsonResponse(
        {"as_of": now.isoformat(), "channels": rows}, json_dumps_params={"ensure_ascii": False}
    )


@public
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    now = timezone.now()
    rows = open_data(known_channels(at=now), at=now)
    lines = [[_cell(row[name]) for name in COLUMNS] for row in rows]
    return csv_answer("kenh-phan-anh.csv", [COLUMNS, *lines])


def _known(code: str) -> Channel:
    found = known_channel(code, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _cell(value: object) -> object:
    return "" if value is None else value
