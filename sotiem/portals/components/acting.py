"""A button of a page is pressed: something is done, or its refusal is told on that page."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.refusals import sentence_for


def act_or_tell(
    act: Callable[[], object],
    *,
    address: Callable[[], str],
    tell: Callable[[list[str]], HttpResponse],
) -> HttpResponse:
    """Act, then go to an address; a refusal is told on the page, as it stands now.

    What is not allowed is no matter of this page: it has one of its own.
    """
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        return tell([sentence_for(refusal)])
    return redirect(address())
