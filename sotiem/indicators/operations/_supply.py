"""Public figures of stock: what documents say is exact, what people were given is rounded down."""

from collections.abc import Mapping
from typing import Final

from sotiem.indicators import rules
from sotiem.indicators.facts import SUPPLIED, Told
from sotiem.supply.totals import SupplyTotals

Stocks = Mapping[str, Told]  # by the vaccine's code
# What stands in decisions and bills of delivery.
_DOCUMENTS: Final = ("received", "planned", "allocated", "in_transit")
_SLACK: Final = rules.STEP - 1
_SLACK_OF_STORES: Final = rules.STOCK_STEP - 1


def province_supply(
    exact: Mapping[str, SupplyTotals], recorded: Mapping[str, int] | None, *, tells_used: bool
) -> Stocks:
    """Each vaccine of a province; `recorded` are the public numbers of doses."""
    return {
        code: _row(
            exact.get(code),
            used=rules.rounded_down(exact[code].used) if code in exact else 0,
            wasted=rules.rounded_down(exact[code].wasted) if code in exact else 0,
            slack=2 * _SLACK,
            recorded=None if recorded is None else recorded.get(code, 0),
            tells_used=tells_used,
        )
        for code in sorted({*exact, *(recorded or ())})
    }


def country_supply(
    exact: Mapping[str, SupplyTotals],
    parts: Mapping[str, Stocks],
    recorded: Mapping[str, int] | None,
) -> Stocks:
    """What was used and wasted adds up public numbers; documents and stores are the country's."""
    found: dict[str, Told] = {}
    for code in sorted({*exact, *(recorded or ())}):
        rows = [part[code] for part in parts.values() if code in part]
        used, wasted = ([row[name] for row in rows] for name in ("used", "wasted"))
        found[code] = _row(
            exact.get(code),
            used=sum(number or 0 for number in used),
            wasted=sum(number or 0 for number in wasted),
            slack=2 * _SLACK * len(rows),
            recorded=None if recorded is None else recorded.get(code, 0),
            tells_used=not rows or any(number is not None for number in used),
        )
    return found


def _row(
    exact: SupplyTotals | None,
    *,
    used: int,
    wasted: int,
    slack: int,
    recorded: int | None,
    tells_used: bool,
) -> Told:
    if exact is None:
        return {**dict.fromkeys(SUPPLIED, 0), "recorded": recorded}
    stock = exact.in_stock // rules.STOCK_STEP * rules.STOCK_STEP
    totals = (
        exact.received,
        exact.allocated,
        exact.received - exact.in_transit,
        exact.allocated - exact.in_transit,
    )
    hides = rules.balance_hides(totals, used + wasted + stock, slack=slack + _SLACK_OF_STORES)
    return {
        **{name: getattr(exact, name) for name in _DOCUMENTS},
        "used": used if tells_used else None,
        "wasted": wasted if tells_used else None,
        "in_stock": stock if tells_used and hides else None,
        "recorded": recorded,
    }


def total_of(rows: Stocks) -> Told:
    """All vaccines together; None where one of them is not told."""
    found: Told = {}
    for name in SUPPLIED:
        numbers = [row[name] for row in rows.values()]
        known = [number for number in numbers if number is not None]
        found[name] = sum(known) if len(known) == len(numbers) else None
    return found
