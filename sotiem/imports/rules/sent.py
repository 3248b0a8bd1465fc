"""Doses that a program sent as JSON, laid out as the rows of a sheet: one way in for all."""

from collections.abc import Mapping
from typing import Any, Final

from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.columns import DOSE_COLUMNS, PERSON_COLUMNS
from sotiem.imports.rules.workbook import BadSheet, Sheet

MEDIA_TYPE: Final = "application/json"
MOST: Final = 1_000
# What programs call a column of the sheet.
PERSON: Final = {
    "full_name": "full_name",
    "birth_date": "birth_date",
    "sex": "sex",
    "phone": "phone",
    "id_number": "number",
    "bhyt": "bhyt",
    "province": "province",
    "district": "district",
    "ward": "commune",
    "ward_code": "commune_code",
    "street": "street",
}
DOSE: Final = {
    "vaccine": "vaccine",
    "administered_on": "day",
    "lot_number": "lot",
    "slip_number": "note",
}
_HEADERS: Final = {column.key: column.header for column in (*PERSON_COLUMNS, *DOSE_COLUMNS)}
_FACILITY: Final = "facility"
FIELDS: Final = {
    **{_HEADERS[key]: field for field, key in PERSON.items()},
    **{_HEADERS[key]: field for field, key in DOSE.items()},
    _HEADERS[_FACILITY]: _FACILITY,
}
_KEYS: Final = (*PERSON.values(), *DOSE.values(), _FACILITY)
_ROWS_ABOVE: Final = 2  # the header, and rows are counted from one


def is_sent(read: Mapping[str, Any]) -> bool:
    """Whether some JSON is doses that a program sent."""
    return isinstance(_doses(read), list)


def sheet_of(read: Mapping[str, Any]) -> Sheet:
    """The doses as rows below a header; what is no text is left empty, and so refused."""
    doses = _doses(read)
    if not doses or len(doses) > MOST or not all(isinstance(dose, dict) for dose in doses):
        raise BadSheet(FileProblem.UNREADABLE)
    facility = _text(read.get(_FACILITY))
    rows = [[_HEADERS[key] for key in _KEYS], *(_cells(dose, facility) for dose in doses)]
    return Sheet("Danh sách", rows, (), frozenset())


def number_of(place: int) -> int:
    """The row in which a dose of the list stands, counted from 0."""
    return place + _ROWS_ABOVE


def _doses(read: Mapping[str, Any]) -> Any:
    return [read["dose"]] if "dose" in read else read.get("doses")


def _cells(dose: Mapping[str, Any], facility: str) -> list[str]:
    given = dose.get("person")
    person = given if isinstance(given, dict) else {}
    cells = [_text(person.get(field)) for field in PERSON]
    return [*cells, *(_text(dose.get(field)) for field in DOSE), facility]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
