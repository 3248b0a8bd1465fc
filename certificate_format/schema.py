"""The schema of the payload (EU DCC 1.3.0): strict with what we sign, patient with what we read.

Certificates of other countries hold nulls, points in time where days belong, blanks around codes
and identifiers that are too long. None of these changes what is said.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind, only_event
from certificate_format.payload import CertificatePayload, PersonName, VaccinationEntry

_SIGNED_LENGTH: Final = 80
_READ_LENGTH: Final = 200
_MAX_DOSES: Final = 9

_VERSION: Final = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}", re.ASCII)
_ICAO_NAME: Final = re.compile(r"[A-Z<]*")
_COUNTRY: Final = re.compile(r"[A-Z]{2,10}")
_BIRTH_DATE: Final = re.compile(r"((?:19|20)\d\d(-\d\d)?(-\d\d)?)?", re.ASCII)
_UCI: Final = re.compile(r"[A-Z0-9#:/]+")

Fields = Mapping[object, object]


def to_fields(payload: CertificatePayload) -> dict[object, object]:
    """Lay a payload out as it will be signed; what others could not read is refused."""
    name, entry = payload.name, payload.vaccination
    written = (name.family, name.given, entry.issuer)
    coded = (entry.disease, entry.prophylaxis, entry.product, entry.maker)
    for text in (*written, *coded, entry.uci, name.family_icao, name.given_icao):
        _require(len(text) <= _SIGNED_LENGTH and text.isprintable(), Reason.FIELD_WRONG)
        _require(unicodedata.is_normalized("NFC", text), Reason.FIELD_WRONG)
    _require(all((*coded, entry.issuer)), Reason.FIELD_MISSING)
    _require(bool(_UCI.fullmatch(entry.uci)), Reason.UCI_WRONG)
    vaccination = {
        "tg": entry.disease,
        "vp": entry.prophylaxis,
        "mp": entry.product,
        "ma": entry.maker,
        "dn": entry.dose_number,
        "sd": entry.series_doses,
        "dt": entry.given_on.isoformat(),
        "co": entry.country,
        "is": entry.issuer,
        "ci": entry.uci,
    }
    fields: dict[object, object] = {
        "ver": payload.version,
        "nam": {
            "fn": name.family,
            "fnt": name.family_icao,
            "gn": name.given,
            "gnt": name.given_icao,
        },
        "dob": payload.birth_date,
        "v": [vaccination],
    }
    _require(from_fields(fields) == payload, Reason.FIELD_WRONG)
    return fields


def from_fields(fields: Fields) -> CertificatePayload:
    """Read a payload that someone signed."""
    kind, entry = only_event(fields)
    _require(kind is EventKind.VACCINATION, Reason.EVENT_NOT_SUPPORTED)
    version = _text(fields, "ver")
    _require(bool(_VERSION.fullmatch(version)), Reason.FIELD_WRONG)
    return CertificatePayload(
        name=_name(fields.get("nam")),
        birth_date=_birth_date(fields.get("dob")),
        vaccination=_vaccination(entry),
        version=version,
    )


def _name(value: object) -> PersonName:
    if not isinstance(value, Mapping):
        raise CertificateError(Reason.FIELD_MISSING)
    name = PersonName(
        family=_optional_text(value, "fn"),
        given=_optional_text(value, "gn"),
        family_icao=_optional_text(value, "fnt"),
        given_icao=_optional_text(value, "gnt"),
    )
    _require(bool(name.family_icao or name.given_icao), Reason.FIELD_MISSING)
    _require(bool(_ICAO_NAME.fullmatch(name.family_icao + name.given_icao)), Reason.FIELD_WRONG)
    return name


def _vaccination(entry: Fields) -> VaccinationEntry:
    country = _text(entry, "co")
    _require(bool(_COUNTRY.fullmatch(country)), Reason.FIELD_WRONG)
    return VaccinationEntry(
        disease=_text(entry, "tg").strip(),
        prophylaxis=_text(entry, "vp").strip(),
        product=_text(entry, "mp").strip(),
        maker=_text(entry, "ma").strip(),
        dose_number=_dose_count(entry.get("dn")),
        series_doses=_dose_count(entry.get("sd")),
        given_on=_day(entry.get("dt")),
        country=country,
        issuer=_text(entry, "is"),
        uci=_text(entry, "ci"),
    )


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    _require(value is not None, Reason.FIELD_MISSING)
    if not isinstance(value, str) or not 0 < len(value) <= _READ_LENGTH:
        raise CertificateError(Reason.FIELD_WRONG)
    return value


def _optional_text(fields: Fields, key: str) -> str:
    return "" if fields.get(key) in (None, "") else _text(fields, key)


def _dose_count(value: object) -> int:
    if type(value) is not int or not 1 <= value <= _MAX_DOSES:
        raise CertificateError(Reason.DOSE_NUMBER_WRONG)
    return value


def _birth_date(value: object) -> str:
    written = _without_time(value)
    match = _BIRTH_DATE.fullmatch(written)
    if match is None:
        raise CertificateError(Reason.BIRTH_DATE_WRONG)
    if written:
        try:
            date.fromisoformat(written + "-01-01"[len(written) - 4 :])
        except ValueError as error:
            raise CertificateError(Reason.BIRTH_DATE_WRONG) from error
    return written


def _day(value: object) -> date:
    written = _without_time(value)
    try:
        # Without the length, forms such as 20210218 would pass as well.
        _require(len(written) == len("YYYY-MM-DD"), Reason.FIELD_WRONG)
        return date.fromisoformat(written)
    except ValueError as error:
        raise CertificateError(Reason.FIELD_WRONG) from error


def _without_time(value: object) -> str:
    """Reduce a day, or a point in time on that day, to the day as written."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    _require(value is not None, Reason.FIELD_MISSING)
    if not isinstance(value, str) or len(value) > _READ_LENGTH:
        raise CertificateError(Reason.FIELD_WRONG)
    return value[:10] if value[10:11] == "T" else value


def _require(condition: bool, reason: Reason) -> None:
    if not condition:
        raise CertificateError(reason)
