"""Every published day as an archive that anybody can keep and prove."""

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from sotiem.archive import rules
from sotiem.archive.models import ArchivedDay
from sotiem.archive.queries import archived_days, archived_on, public_keys
from sotiem.foundation import files
from sotiem.portals.components.access import public
from sotiem.portals.components.downloads import file_answer, kept_by_others

ZIP: Final = "application/zip"
PEM: Final = "application/x-pem-file"
FOR_EVER: Final = 365 * 24 * 3600  # seconds


@public
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """The archives of a year, the newest first; and how they are proven."""
    years = [each.year for each in archived_days().dates("day", "year", order="DESC")]
    year = _year(request, years)
    facts = {
        "years": years,
        "year": year,
        "days": list(archived_days(year)) if year else [],
        "keys": public_keys(timezone.now())[::-1],
    }
    return render(request, "archive/days.html", facts)


def _year(request: HttpRequest, years: list[int]) -> int | None:
    asked = request.GET.get("nam", "")
    found = [year for year in years if str(year) == asked] or years
    return found[0] if found else None


def _tag(request: HttpRequest, **kwargs: object) -> str:
    """Another one with every day that is added, and every key made or ended."""
    last = archived_days().first()
    told = [f"{key.kid} {key.valid_to}" for key in public_keys(timezone.now())]
    return f'"{rules.sha256_of(f"{last}{told}".encode())[:16]}"'


_kept = kept_by_others(_tag)


@public
@require_safe
@_kept
def index(request: HttpRequest) -> HttpResponse:
    """The days for programs, the newest first."""
    told = {
        "format": rules.FORMAT,
        "keys": reverse("archive:keys"),
        "days": [_told(each) for each in archived_days()],
    }
    return JsonResponse(told)


def _told(archived: ArchivedDay) -> dict[str, Any]:
    return {
        "day": archived.day.isoformat(),
        "address": reverse("archive:download", args=[archived.day.isoformat()]),
        "bytes": archived.file.size,
        "sha256": archived.file.sha256,
        "manifest_sha256": archived.manifest_sha256,
        "key": archived.key.kid,
        "made_at": archived.made_at.isoformat(),
    }


@public
@require_safe
@_kept
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, each with the span in which it signs."""
    told = [rules.told_of(each) for each in public_keys(timezone.now())]
    return JsonResponse({"format": rules.FORMAT, "keys": told})


@public
@require_safe
@_kept
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One of them as openssl reads it."""
    for each in public_keys(timezone.now()):
        if each.kid == kid:
            return file_answer(f"{kid}.pem", rules.pem_of(each.public), PEM)
    raise Http404


@public
@require_safe
def download(request: HttpRequest, day: str) -> HttpResponse:
    """The archive of a day: the same bytes for ever."""
    archived = _archived(day)
    asking = condition(etag_func=lambda _: f'"{archived.file.sha256}"')
    answered = asking(lambda _: file_answer(f"{day}.zip", files.read(archived.file), ZIP))(request)
    del answered.headers["Cache-Control"]
    patch_cache_control(answered, public=True, max_age=FOR_EVER, immutable=True)
    return answered


def _archived(day: str) -> ArchivedDay:
    try:
        found = archived_on(date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None or day != found.day.isoformat():  # one address for a day
        raise Http404
    return found
