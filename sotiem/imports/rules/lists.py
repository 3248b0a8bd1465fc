"""The lists of one file: what each is called, and how a row's number tells where it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sotiem.imports.facts import LeftOut, PassedOver

# No sheet of a workbook has so many rows (`rules.workbook`).
_ROWS_OF_A_LIST: Final = 1_000_000
_MOST_SPANS: Final = 50


def number_of(place: int, row: int) -> int:
    """The number of a row: in the first list the row itself, as the spreadsheet shows it."""
    return place * _ROWS_OF_A_LIST + row


def place_of(number: int) -> tuple[int, int]:
    """In which list of the file a row stands, counted from 0, and in which row of it."""
    return divmod(number, _ROWS_OF_A_LIST)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a file by their place, each with its `name` and what it calls some columns."""

    told: Sequence[Mapping[str, str]]

    def header(self, number: int, key: str) -> str:
        """What the list of a row calls a column."""
        return self.told[place_of(number)[0]][key]

    @property
    def names(self) -> list[str]:
        """What the sheets are called; nothing where the file has only one list."""
        return [each["name"] for each in self.told] if len(self.told) > 1 else []

    def name(self, number: int) -> str:
        """The sheet of a row; nothing where the file has only one list."""
        return self.told[place_of(number)[0]]["name"] if len(self.told) > 1 else ""

    def where(self, number: int) -> str:
        """The row as the spreadsheet shows it, with its sheet where there are several."""
        name, (_, row) = self.name(number), place_of(number)
        return f"{row} ({name})" if name else str(row)

    def where_all(self, spans: Iterable[Sequence[int]]) -> str:
        """Rows from first to last, sheet by sheet, as people write them: 2, 5–9."""
        by_list: defaultdict[str, list[str]] = defaultdict(list)
        for first, last in spans:
            begin, end = place_of(first)[1], place_of(last)[1]
            by_list[self.name(first)].append(f"{begin}–{end}" if end > begin else str(begin))
        return "; ".join(
            f"{', '.join(rows)} ({name})" if name else ", ".join(rows)
            for name, rows in by_list.items()
        )


def passed_over_told(
    passed_over: Mapping[int, PassedOver], left_out: Mapping[str, LeftOut]
) -> dict[str, Any]:
    """How many rows were passed over for each reason, the first of them from row to row; and the
    sheets left out. Nothing when all was read."""
    by_reason: defaultdict[PassedOver, list[int]] = defaultdict(list)
    for number, why in sorted(passed_over.items()):
        by_reason[why].append(number)
    if not passed_over and not left_out:
        return {}
    rows = [
        {"why": str(why), "rows": len(numbers), "spans": spans(numbers)[:_MOST_SPANS]}
        for why in PassedOver
        if (numbers := by_reason[why])
    ]
    return {"rows": rows, "sheets": {name: str(why) for name, why in left_out.items()}}


def spans(numbers: Iterable[int]) -> list[list[int]]:
    """Rising numbers as first and last of each run without a gap."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
