"""Phones under which a file names several people."""

from itertools import chain

from sotiem import identity
from sotiem.imports.rules.lists import Lists
from sotiem.imports.rules.reading import DoseFile, SheetRow


def shared_phones(file: DoseFile, lists: Lists) -> dict[int, str]:
    """Rows whose phone stands beside another name or birth date too, each with where that is."""
    first: dict[str, SheetRow] = {}
    shared: dict[int, str] = {}
    for row in chain.from_iterable(each.rows for each in file.lists):
        phone = _as_compared(row.person.get("phone", ""))
        if not phone or first.setdefault(phone, row) is row:
            continue
        other = first[phone]
        if _who(other) != _who(row):
            shared.setdefault(other.number, lists.where(row.number))
            shared[row.number] = lists.where(other.number)
    return shared


def _as_compared(phone: str) -> str:
    """The figures without what a spreadsheet drops, or a country code puts before them."""
    figures = "".join(filter(str.isdigit, phone)).lstrip("0")
    return figures.removeprefix("84") if len(figures) > 9 else figures


def _who(row: SheetRow) -> tuple[str, str]:
    name = identity.unmark(row.person.get("full_name", ""))
    return " ".join(name.split()), row.person.get("birth_date", "")
