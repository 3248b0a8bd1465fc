from datetime import datetime

from django.db import transaction

from sotiem.indicators import queries, rules
from sotiem.indicators.facts import Totals
from sotiem.indicators.models import PublicFigures


@transaction.atomic
def publish_figures(*, at: datetime) -> PublicFigures:
    """Keep what everybody may know, for the day that ended last. Asking again changes nothing."""
    day = rules.day_that_ended(at)
    places = [
        {"place": part.path, **_public(part.totals), **_hours(part.totals)}
        for part in sorted(queries.parts("vn", at=at), key=lambda part: part.path)
    ]
    published, _ = PublicFigures.objects.get_or_create(
        day=day, defaults={"figures": places, "published_at": at}
    )
    return published


def _public(totals: Totals) -> dict[str, int]:
    """Each report stands in one of these numbers, and in no other."""
    return {
        "open": rules.rounded_down(totals.open),
        "accepted": rules.rounded_down(totals.accepted),
        "refused": rules.rounded_down(totals.refused),
        "withdrawn": rules.rounded_down(totals.withdrawn),
    }


def _hours(totals: Totals) -> dict[str, int | None]:
    tells = totals.decided >= rules.FEWEST_FOR_HOURS
    return {
        "median_hours": totals.median if tells else None,
        "most_hours": totals.most if tells else None,
    }
