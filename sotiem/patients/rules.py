"""Which records make one person, without database or clock."""

from collections.abc import Iterable


def principals(records: Iterable[int], links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The record that stands for each of these: the smallest of all that links connect it with."""
    above = {record: record for record in records}
    for one, other in links:
        first, second = sorted((_top(one, above), _top(other, above)))
        above[second] = first
    return {record: _top(record, above) for record in above}


def _top(record: int, above: dict[int, int]) -> int:
    """Follow a record up to the one that stands for it, and shorten the way for the next."""
    while (higher := above[record]) != record:
        above[record] = record = above[higher]
    return record
