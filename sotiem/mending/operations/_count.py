from collections import Counter
from collections.abc import Iterable

from sotiem.mending.models import MendingSheet


def recount(sheet: MendingSheet, *, before: Iterable[str], after: Iterable[str]) -> None:
    """Keep how many corrections have which fate, when some go from one to another."""
    told = Counter(sheet.counts)
    told.subtract(Counter(map(str, before)))
    told.update(map(str, after))
    sheet.counts = {fate: number for fate, number in told.items() if number}
    sheet.save(update_fields=["counts"])
