"""The keys of the officer's desk, in words; switched on or off for the officer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.desk.operations import choose_keys
from sotiem.desk.queries import has_keys
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.review.key_words import KEYS


@staff(Role.OFFICER)
def keys(request: HttpRequest) -> HttpResponse:
    """Which key does what, and whether they are on."""
    facts = {
        "key_rows": KEYS,
        "has_keys": has_keys(acting_staff(request)),
        "is_saved": "da-luu" in request.GET,
    }
    return render(request, "review/keys.html", facts)


@require_POST
@staff(Role.OFFICER)
def choose(request: HttpRequest) -> HttpResponse:
    """Switch the keys on or off."""
    wanted = request.POST.get("phim") == "bat"
    choose_keys(has_keys=wanted, by=acting_staff(request), at=timezone.now())
    answer = redirect("review:keys")
    answer["Location"] += "?da-luu=1"
    return answer
