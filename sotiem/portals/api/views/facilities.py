"""Anybody's program finds facilities, by the same questions as the public page."""

from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sotiem.campaigns.queries import days_ahead
from sotiem.facilities.models import Facility, Stop
from sotiem.facilities.queries import PER_PAGE, find_place, place_of_code, search, stops_on
from sotiem.foundation import limits
from sotiem.foundation.refusals import Refusal
from sotiem.portals.api.answering import answering
from sotiem.portals.components.access import public
from sotiem.portals.components.programs import answer

LONGEST: Final = 100
SEARCHES_PER_ADDRESS: Final = 3_600
AN_HOUR: Final = timedelta(hours=1)


class PlaceIsUnknown(Refusal):
    """No unit of either list is called so, or has this code."""


@public
@answering("GET")
def find(request: HttpRequest) -> HttpResponse:
    """A page of facilities, in the order of their codes; `next` goes on with it."""
    now = timezone.now()
    address = get_adapter().get_client_ip(request)
    limits.spend("facilities", address, limit=SEARCHES_PER_ADDRESS, per=AN_HOUR, at=now)
    text = request.GET.get("place", "")[:LONGEST].strip()
    place = (place_of_code(text) or find_place(text)) if text else None
    if text and place is None:
        raise PlaceIsUnknown
    today = timezone.localdate(now)
    name, after = request.GET.get("name", "")[:LONGEST], request.GET.get("after", "")[:12]
    rows = list(search(name=name, place=place, day=today, after=after, limit=PER_PAGE + 1))
    shown = rows[:PER_PAGE]
    keys = [each.pk for each in shown]
    stops, ahead = stops_on(keys, today), days_ahead(keys, since=today)
    told = []
    for each in shown:
        stop = stops.get(each.pk)
        day = ahead.get(each.pk) if stop is None else None
        told.append({**_told(each), "next_session_on": day, "suspended": _stopped(stop)})
    return answer({"facilities": told, "next": shown[-1].code if len(rows) > PER_PAGE else None})


def _told(facility: Facility) -> dict[str, Any]:
    commune = facility.commune
    province = commune.parent or commune
    return {
        "code": facility.code,
        "name": facility.name,
        "kind": facility.kind,
        "address": facility.address,
        "commune": {"code": commune.code, "name": commune.full_name},
        "province": {"code": province.code, "name": province.full_name},
        "head": facility.head,
        "tables": facility.tables,
        "phone": facility.phone,
        "hours": facility.hours,
    }


def _stopped(stop: Stop | None) -> dict[str, Any] | None:
    if stop is None:
        return None
    return {"since": stop.from_on, "until": stop.until_on, "reason": stop.reason}
