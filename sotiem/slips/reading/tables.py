"""Doses that stand in a table: its heads, and the words below each of them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sotiem.slips.facts import OF_A_DOSE, FieldName
from sotiem.slips.reading.labels import Label, find_labels
from sotiem.slips.reading.lines import Line, text_of
from sotiem.slips.reading.values import DAY

Head = list[tuple[FieldName, float]]  # a column, and where it begins
Row = dict[FieldName, Line]
_FEWEST_HEADS: Final = 3
_MOST_ROWS: Final = 8
# Words of a column begin no further left of its head than this, in widths of a column.
_LEFT_OF_HEAD: Final = 0.25


def table_head(line: Line, labels: Sequence[Label]) -> Head | None:
    """The columns of a table, if a line consists of their names."""
    heads = [label for label in labels if label.field in OF_A_DOSE]
    named = sum(label.end - label.start for label in heads)
    if len({label.field for label in heads}) < _FEWEST_HEADS or named < len(line) * 0.7:
        return None
    return [(label.field, line[label.start].left) for label in heads]


def read_table(head: Head, lines: Sequence[Line], at: int) -> tuple[list[Row], int]:
    """The rows below a head, and the first line that is not of the table."""
    rows: list[Row] = []
    while at < len(lines) and len(rows) < _MOST_ROWS and not _is_something_else(lines[at]):
        row = _by_column(head, lines[at])
        if _begins_a_dose(row):
            rows.append(row)
        elif rows and not _is_far_below(lines[at], rows[-1]):
            for name, words in row.items():
                rows[-1].setdefault(name, []).extend(words)
        elif rows:
            break
        at += 1
    return rows, at


def _by_column(head: Head, line: Line) -> Row:
    widths = [after - before for (_, before), (_, after) in pairwise(head)]
    reach = _LEFT_OF_HEAD * min(widths)
    row: Row = {}
    for word in line:
        before = [name for name, left in head if left - reach <= word.left]
        row.setdefault(before[-1] if before else head[0][0], []).append(word)
    return row


def _begins_a_dose(row: Row) -> bool:
    return bool(DAY.search(text_of(row.get(FieldName.GIVEN_ON, []))))


def _is_far_below(line: Line, row: Row) -> bool:
    above = max(word.bottom for words in row.values() for word in words)
    return min(word.top for word in line) - above > 2 * (line[0].bottom - line[0].top)


def _is_something_else(line: Line) -> bool:
    return any(label.field not in OF_A_DOSE for label in find_labels(line))
