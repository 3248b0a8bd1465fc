"""The place that a board tells of, if who asks may see it; otherwise it does not exist."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from sotiem.accounts.facts import Jurisdiction
from sotiem.indicators import queries
from sotiem.portals.components.access import acting_staff


def place_asked(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    """The place asked for by `noi`, else the first one that this person may see; and all those."""
    areas = queries.areas_seen_by(acting_staff(request))
    asked = request.GET.get("noi") or (areas[0] if areas else "")
    if not any(Jurisdiction(area).covers(asked) for area in areas):
        raise Http404
    return asked, areas


def places_above(path: str, areas: Sequence[str]) -> list[str]:
    """The places above, as far as this person may see them, the highest first."""
    steps = path.split("/")
    paths = ["/".join(steps[:length]) for length in range(1, len(steps))]
    return [one for one in paths if any(Jurisdiction(area).covers(one) for area in areas)]
