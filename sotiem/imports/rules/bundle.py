"""A FHIR R4 Bundle of patients and immunizations, laid out as the rows of a sheet: one way in."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.columns import DOSE_COLUMNS, PERSON_COLUMNS
from sotiem.imports.rules.workbook import BadSheet, Sheet

MEDIA_TYPE: Final = "application/fhir+json"
MOST: Final = 200_000
_KEYS: Final = (
    "full_name", "birth_date", "sex", "phone", "number", "bhyt", "province", "district", "commune",
    "street", "vaccine", "day", "lot", "facility",
)  # fmt: skip
_HEADERS: Final = {column.key: column.header for column in (*PERSON_COLUMNS, *DOSE_COLUMNS)}
_SEXES: Final = {"male": "Nam", "female": "Nữ", "other": "Khác"}
_NUMBERS: Final = ("cccd", "cmnd", "national")
_INSURANCE: Final = "bhyt"
Resource = Mapping[str, Any]


def is_bundle(read: Resource) -> bool:
    """Whether some JSON is a FHIR Bundle."""
    return read.get("resourceType") == "Bundle"


def read_bundle(read: Resource) -> Sheet:
    """One row per immunization; what is no text is left empty, and so refused in its row.

    Who was not given (`not-done`) or is entered in error has no row.
    """
    entries = [each for each in _list(read.get("entry")) if isinstance(each, dict)]
    if len(entries) > MOST:
        raise BadSheet(FileProblem.TOO_LARGE)
    patients: dict[str, Resource] = {}
    for entry in entries:
        resource = _dict(entry.get("resource"))
        if resource.get("resourceType") == "Patient":
            names = (_text(entry.get("fullUrl")), f"Patient/{_text(resource.get('id'))}")
            patients.update((name, resource) for name in names if name)
    rows = [
        _row(resource, patients)
        for entry in entries
        if (resource := _dict(entry.get("resource"))).get("resourceType") == "Immunization"
        and resource.get("status", "completed") == "completed"
    ]
    header = [_HEADERS[key] for key in _KEYS]
    return Sheet("FHIR Bundle", [header, *rows], (), frozenset())


def _row(dose: Resource, patients: Mapping[str, Resource]) -> list[str]:
    reference = _text(_dict(dose.get("patient")).get("reference"))
    person = patients.get(reference) or _contained(dose, reference)
    cells = {**_person(person), **_dose(dose)}
    return [cells.get(key, "") for key in _KEYS]


def _contained(dose: Resource, reference: str) -> Resource:
    inside = (_dict(each) for each in _list(dose.get("contained")))
    return next((each for each in inside if f"#{_text(each.get('id'))}" == reference), {})


def _person(person: Resource) -> dict[str, str]:
    name, home = _first(person.get("name")), _first(person.get("address"))
    given = " ".join(_text(part) for part in _list(name.get("given")))
    phones = (_dict(each) for each in _list(person.get("telecom")))
    numbers = dict(_numbers(person))
    return {
        "full_name": _text(name.get("text")) or f"{_text(name.get('family'))} {given}".strip(),
        "birth_date": _text(person.get("birthDate")),
        "sex": _SEXES.get(_text(person.get("gender")), ""),
        "phone": next((_text(p.get("value")) for p in phones if p.get("system") == "phone"), ""),
        "province": _text(home.get("state")),
        "district": _text(home.get("district")),
        "commune": _text(home.get("city")),
        "street": " ".join(_text(line) for line in _list(home.get("line"))),
        **numbers,
    }


def _numbers(person: Resource) -> Iterator[tuple[str, str]]:
    """The personal number, or that of the old card, and the insurance number, by their systems."""
    found = [
        (_text(each.get("system")).lower(), _text(each.get("value")))
        for each in map(_dict, _list(person.get("identifier")))
    ]
    for system, value in found:
        if _INSURANCE in system:
            yield "bhyt", value
    for kind in reversed(_NUMBERS):
        for system, value in found:
            if kind in system:
                yield "number", value


def _dose(dose: Resource) -> dict[str, str]:
    code = _dict(dose.get("vaccineCode"))
    coding = _first(code.get("coding"))
    place = _dict(_dict(dose.get("location")).get("identifier"))
    given = _text(dose.get("occurrenceDateTime"))
    vaccine = _text(code.get("text")) or _text(coding.get("display")) or _text(coding.get("code"))
    return {
        "vaccine": vaccine,
        "day": given[:10],
        "lot": _text(dose.get("lotNumber")),
        "facility": _text(place.get("value")),
    }


def _dict(value: object) -> Resource:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: object) -> Resource:
    return _dict(next(iter(_list(value)), None))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
