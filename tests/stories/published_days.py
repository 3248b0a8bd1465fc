"""Two days of invented public figures of every province; says them, and who was worst."""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from typing import Any, Final

from django.utils import timezone

from sotiem.runtime import django

DAYS_AGO: Final = (41, 40)
COVID: Final = "840539006"
VACCINE: Final = "ASTRAZENECA"
FIRST_DAY: Final = date(1970, 1, 1)
ALLOCATED: Final = 4_000


def main() -> dict[str, Any]:
    django.setup()
    models = import_module("sotiem.indicators.models")
    facts = import_module("sotiem.indicators.facts")
    places = import_module("sotiem.places.queries")
    provinces = places.provinces(import_module("sotiem.places.facts").Version.NEW)
    now = timezone.now()
    days = [timezone.localdate(now) - timedelta(days=ago) for ago in DAYS_AGO]
    for place, day in enumerate(days):
        totals = {
            f"vn/{unit.unit_code}": 1_000 + 500 * place + 50 * number
            for number, unit in enumerate(provinces)
        }
        for path, figures in _doses(totals, day):
            models.PublicDoses.objects.create(
                day=day, disease=COVID, path=path, figures=figures, published_at=now
            )
        for path, figures in _standing(totals, day, facts.STANDING):
            models.PublicStanding.objects.create(
                day=day, path=path, figures=figures, published_at=now
            )
    return {
        "days": [day.isoformat() for day in days],
        "worst": [unit.full_name for unit in provinces[:5]],
        "code": provinces[0].code,
    }


def _doses(totals: dict[str, int], day: date) -> Iterator[tuple[str, object]]:
    given = str((day - FIRST_DAY).days - 3)
    for path, number in {**totals, "vn": sum(totals.values())}.items():
        told = _told(number)
        yield (
            path,
            {
                "totals": told,
                "parts": {
                    part: _told(of_part)
                    for part, of_part in (totals.items() if path == "vn" else ())
                },
                "days": {given: told},
                "ages": {"female 6": {name: told[name] for name in ("first", "full", "booster")}},
                "vaccines": {VACCINE: {"doses": number}},
                "last_entered": int(given) + 2,
                "delay": [1, 4],
            },
        )


def _told(doses: int) -> dict[str, int]:
    return {"doses": doses, "first": doses // 10 * 5, "full": doses // 20 * 5, "booster": 0}


def _standing(
    totals: dict[str, int], day: date, tables: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, object]]:
    rows = {path: _row(number, day, 1, tables) for path, number in totals.items()}
    rows["vn"] = _row(sum(totals.values()), day, len(totals), tables)
    for path, row in rows.items():
        yield (
            path,
            {
                "totals": {"": row},
                "parts": {part: rows[part] for part in totals} if path == "vn" else {},
                "supply": {VACCINE: {name: row[name] for name in tables["supply"]}},
                "decisions": {
                    f"3355/QĐ-BYT {VACCINE}": {
                        "decided_on": (day - FIRST_DAY).days - 60,
                        "planned": row["planned"],
                        "arrived": row["allocated"],
                    }
                },
                "reactions": {VACCINE: {"reactions": row["reactions"], "serious": 0}},
                "registrations": {"15": {name: row[name] for name in tables["registrations"]}},
                "facilities": {},
            },
        )


def _row(
    doses: int, day: date, provinces: int, tables: dict[str, tuple[str, ...]]
) -> dict[str, int]:
    told = dict.fromkeys(tables["totals"], 10 * provinces)
    return told | {
        "received": ALLOCATED * provinces,
        "planned": (ALLOCATED + 500) * provinces,
        "allocated": ALLOCATED * provinces,
        "used": doses + 40 * provinces,
        "recorded": doses,
        "in_stock": 1_000 * provinces,
        "days_0_1": doses // 10 * 5,
        "half_days": 1,
        "most_days": 4,
        "half_hours": 20,
        "most_hours": 47,
        "last_entered": (day - FIRST_DAY).days - 1,
        "agrees": doses // 10 * 5,
        "unanswered": doses // 20 * 5,
        "reactions": 5 * provinces,
        "serious": 0,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
