"""Facilities that anybody looks for: by name and place, one of them, all as a table."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sotiem.campaigns.queries import days_ahead
from sotiem.facilities.models import Facility
from sotiem.facilities.queries import PER_PAGE, Place, find_place, place_of_code, stop_on, stops_on
from sotiem.facilities.queries import search as searched
from sotiem.foundation import limits
from sotiem.foundation.spreadsheets import UNICODE_MARK, csv_of
from sotiem.portals.announcing import words
from sotiem.portals.announcing.telling import place_of, stop_in_words, where
from sotiem.portals.components.access import public
from sotiem.portals.components.downloads import csv_stream
from sotiem.portals.components.templatetags.sotiem import day

LONGEST: Final = 100
LISTS_PER_ADDRESS: Final = 120
AN_HOUR: Final = timedelta(hours=1)


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A page of facilities."""
    name, text, place = _asked(request)
    is_lost = bool(text) and place is None
    today = timezone.localdate()
    after = request.GET.get("sau", "")[:12]
    rows = (
        []
        if is_lost
        else list(searched(name=name, place=place, day=today, after=after, limit=PER_PAGE + 1))
    )
    shown = rows[:PER_PAGE]
    stops = stops_on([each.pk for each in shown], today)
    ahead = days_ahead([each.pk for each in shown], since=today)
    more = {"ten": name, "noi": text, "sau": shown[-1].code} if len(rows) > PER_PAGE else None
    facts = {
        "name": name,
        "text": text,
        "is_lost": is_lost,
        "is_asked": bool(name or text),
        "units": place.units if place else (),
        "rows": [
            {
                "facility": each,
                "where": where(each),
                "kind": words.kind_name(each.kind),
                "stop": stop_in_words(stops[each.pk]) if each.pk in stops else "",
                "ahead": ahead.get(each.pk),
            }
            for each in shown
        ],
        "more": urlencode(more) if more else "",
        "query": urlencode({"ten": name, "noi": text}),
    }
    return render(request, "announcing/search.html", facts)


@public
@require_safe
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """One facility, its days to come, and whether it is suspended."""
    found = Facility.objects.select_related("commune__parent").filter(code=code).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    now = stop_on(found, today)
    coming = found.stops.filter(from_on__gt=today, ended_on__isnull=True).order_by("from_on")
    facts = {
        "facility": found,
        "where": where(found),
        "kind": words.kind_name(found.kind),
        "stop": now,
        "stop_words": stop_in_words(now) if now else "",
        "coming": coming.first(),
        "sessions": [] if now else list(_sessions(found)),
    }
    return render(request, "announcing/one.html", facts)


@public
@require_safe
def csv(request: HttpRequest) -> HttpResponseBase:
    """All that fit, for a spreadsheet."""
    name, text, place = _asked(request)
    if text and place is None:
        raise Http404
    address = get_adapter().get_client_ip(request)
    limits.spend("facility_list", address, limit=LISTS_PER_ADDRESS, per=AN_HOUR, at=timezone.now())
    return csv_stream("co-so-tiem-chung.csv", _lines(name, place))


def _asked(request: HttpRequest) -> tuple[str, str, Place | None]:
    name = " ".join(request.GET.get("ten", "")[:LONGEST].split())
    text = " ".join(request.GET.get("noi", "")[:LONGEST].split())
    return name, text, (place_of_code(text) or find_place(text)) if text else None


def _sessions(found: Facility) -> Iterator[object]:
    planned = found.sessions.filter(
        held_on__gte=timezone.localdate(), status__in=("planned", "open")
    )
    yield from planned.select_related("vaccine").order_by("held_on", "pk")[:10]


def _lines(name: str, place: Place | None) -> Iterator[str]:
    today = timezone.localdate()
    head = (
        _("Mã cơ sở"), _("Tên cơ sở"), _("Loại cơ sở"), _("Số nhà, đường"), _("Phường, xã"),
        _("Người phụ trách"), _("Số bàn tiêm"), _("Điện thoại"), _("Ngày, giờ tiêm chủng"),
        _("Tình trạng"),
    )  # fmt: skip
    yield UNICODE_MARK + csv_of([head])
    rows = list(searched(name=name, place=place, day=today))
    stops = stops_on([each.pk for each in rows], today)
    for each in rows:
        stop = stops.get(each.pk)
        tables = "" if each.tables is None else each.tables
        yield csv_of(
            [
                (
                    each.code, each.name, words.kind_name(each.kind), each.address,
                    place_of(each.commune), each.head, tables, each.phone, each.hours,
                    stop_in_words(stop) if stop else day_of(each),
                )
            ]
        )  # fmt: skip


def day_of(facility: Facility) -> str:
    """Since when what is told of a facility is published."""
    if facility.published_at is None:
        return ""
    return _("Công khai từ %(day)s") % {"day": day(facility.published_at)}
