"""What a column's cells tell of the order of day and month in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sotiem.imports.rules.dates import DayOrder, HeldDay, in_order, is_held, parts_of
from sotiem.imports.rules.questions import MOST_EXAMPLES, Example, Question, QuestionKind

# A few cells against what the other columns of the sheet say may be slips of the pen.
_FEW: Final = 3


@dataclass(slots=True)
class DayEvidence:
    """How many cells of a column exist only with the day first, only with the month first, or
    both ways; of those the spreadsheet holds as days, how many could have been turned."""

    day_first: int = 0
    month_first: int = 0
    both: int = 0
    held_both: int = 0
    held_as_is: int = 0
    # Of the cells that exist both ways: how many are possible days in only one of them.
    day_first_fits: int = 0
    month_first_fits: int = 0
    held_turned_fits: int = 0
    of_both: list[str] = field(default_factory=list)
    of_one: list[str] = field(default_factory=list)

    @property
    def seems_turned(self) -> bool:
        """Whether the spreadsheet seems to have turned the days it could, and left the others."""
        if not self.held_both or self.held_as_is:
            return False
        left = bool(self.day_first) != bool(self.month_first) and not self.both
        return left or bool(self.held_turned_fits)


def evidence_of(
    cells: Iterable[str], *, is_possible: Callable[[date], bool], century: str = ""
) -> DayEvidence:
    """Count what the cells of one column tell; each different cell is read once."""
    found, told = DayEvidence(), list(filter(None, cells))
    for text, count in Counter(t for t in told if type(t) is not HeldDay).items():
        _count(found, text, count, is_possible, century)
    for text, count in Counter(t for t in told if type(t) is HeldDay).items():
        _count(found, text, count, is_possible, century)
    return found


def _count(
    found: DayEvidence, text: str, count: int, is_possible: Callable[[date], bool], century: str
) -> None:
    parts = parts_of(text, century=century)
    if parts is None or not (min(parts[:2]) >= 1 and max(parts[:2]) <= 31):
        return
    first, second, year = parts
    if first == second or min(first, second) > 12:
        return
    if max(first, second) > 12:
        found.of_one.append(text)
        if is_held(text):
            found.held_as_is += count
        elif first > 12:
            found.day_first += count
        else:
            found.month_first += count
        return
    found.of_both.append(text)
    as_day_first = is_possible(date(year, second, first))
    as_month_first = is_possible(date(year, first, second))
    if is_held(text):
        found.held_both += count
        found.held_turned_fits += count * (as_month_first and not as_day_first)
        return
    found.both += count
    found.day_first_fits += count * (as_day_first and not as_month_first)
    found.month_first_fits += count * (as_month_first and not as_day_first)


def question_of_days(
    key: str,
    column: str,
    own: DayEvidence,
    others: Sequence[DayEvidence],
    *,
    century: str = "",
) -> Question | None:
    """What there is to ask, or to tell, of the order in one column of days; `others` are the
    columns beside it. Nothing where every cell can be read in one way only, or as usual."""
    order, is_open = _verdict(own, others)
    choices = _choices(own)
    if len(choices) < 2 or (order == DayOrder.DAY_FIRST and not is_open and not own.both):
        return None
    return Question(
        key=key,
        kind=QuestionKind.DAYS,
        column=column,
        choices=tuple(map(str, choices)),
        proposed=str(order or ""),
        is_open=is_open,
        doubted=tuple(str(choice) for choice in choices if _speaks_against(own, choice)),
        examples=tuple(_examples(own, choices, century)),
    )


def _verdict(own: DayEvidence, others: Sequence[DayEvidence]) -> tuple[DayOrder | None, bool]:
    """The order that the evidence points to, if it points to one; and whether to ask."""
    is_alike = own.day_first >= own.month_first and not own.both
    if own.day_first and own.month_first and not is_alike:
        return None, True
    if own.seems_turned:
        order = DayOrder.MONTH_FIRST_TURNED if own.month_first else DayOrder.DAY_FIRST_TURNED
        return (order if own.held_both >= _FEW else None), True
    beside_day = sum(each.day_first for each in others)
    beside_month = sum(each.month_first for each in others)
    if own.month_first and not own.day_first:
        is_thin = own.both and own.month_first < _FEW and beside_day and not beside_month
        return (None, True) if is_thin else (DayOrder.MONTH_FIRST, False)
    if own.day_first or not own.both:
        return DayOrder.DAY_FIRST, False
    if own.month_first_fits:
        return (None if own.day_first_fits else DayOrder.MONTH_FIRST), True
    if beside_month and not beside_day and not own.day_first_fits:
        return DayOrder.MONTH_FIRST, True
    return DayOrder.DAY_FIRST, False


def _choices(own: DayEvidence) -> list[DayOrder]:
    texts = own.day_first + own.month_first + own.both
    orders = [DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST] if texts else [DayOrder.DAY_FIRST]
    if own.seems_turned:
        orders += [DayOrder.DAY_FIRST_TURNED, DayOrder.MONTH_FIRST_TURNED][: 2 if texts else 1]
    return [order for order in orders if not (own.seems_turned and _speaks_against(own, order))]


def _speaks_against(own: DayEvidence, order: DayOrder) -> bool:
    if order.is_turned and own.held_as_is:
        return True
    return bool(own.day_first if order.is_month_first else own.month_first)


def _examples(own: DayEvidence, choices: Sequence[DayOrder], century: str) -> Iterable[Example]:
    """Cells that are read in different ways first, and then some that tell the order."""
    half = max(MOST_EXAMPLES - 2, MOST_EXAMPLES - len(own.of_one))
    some = [*own.of_both[:half], *own.of_one]
    for text in some[:MOST_EXAMPLES]:
        reads = {str(each): _iso(in_order(text, each, century=century)) for each in choices}
        yield Example(str(text), reads)


def _iso(figures: str) -> str:
    parts = parts_of(figures)
    try:
        return date(parts[2], parts[1], parts[0]).isoformat() if parts else ""
    except ValueError:
        return ""
