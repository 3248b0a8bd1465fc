"""The values in the fields of a payload, read with patience: what is said counts, not how.

Certificates of other countries hold nulls, points in time where days belong, blanks around codes
and identifiers that are too long. None of these changes what is said.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from certificate_format.errors import CertificateError, Reason

_READ_LENGTH: Final = 200
_MAX_DOSES: Final = 9
_COUNTRY: Final = re.compile(r"[A-Z]{2,10}")
_BIRTH_DATE: Final = re.compile(r"((?:19|20)\d\d(-\d\d)?(-\d\d)?)?", re.ASCII)

Fields = Mapping[object, object]


def require(condition: bool, reason: Reason) -> None:
    """Refuse for this reason, unless the condition holds."""
    if not condition:
        raise CertificateError(reason)


def text(fields: Fields, key: str) -> str:
    """Read a text that must be there."""
    value = fields.get(key)
    if isinstance(value, str) and 0 < len(value) <= _READ_LENGTH:
        return value
    raise CertificateError(Reason.FIELD_MISSING if value is None else Reason.FIELD_WRONG)


def optional_text(fields: Fields, key: str) -> str:
    """Read a text that may be missing, null or empty."""
    value = fields.get(key)
    return "" if value is None or value == "" else text(fields, key)


def code(fields: Fields, key: str) -> str:
    """Read a code of a value set."""
    return text(fields, key).strip()


def country(fields: Fields) -> str:
    """Read the country where something happened."""
    letters = text(fields, "co")
    require(bool(_COUNTRY.fullmatch(letters)), Reason.FIELD_WRONG)
    return letters


def dose_count(value: object) -> int:
    """Read a number of doses."""
    if type(value) is not int or not 1 <= value <= _MAX_DOSES:
        raise CertificateError(Reason.DOSE_NUMBER_WRONG)
    return value


def birth_date(value: object) -> str:
    """Read a birth date as far as it is known."""
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


def day(value: object) -> date:
    """Read a day."""
    written = _without_time(value)
    try:
        # Without the length, forms such as 20210218 would pass as well.
        require(len(written) == len("YYYY-MM-DD"), Reason.FIELD_WRONG)
        return date.fromisoformat(written)
    except ValueError as error:
        raise CertificateError(Reason.FIELD_WRONG) from error


def moment(value: object) -> datetime:
    """Read a point in time; one without an offset is taken as universal time."""
    require(value is not None, Reason.FIELD_MISSING)
    try:
        if type(value) is int:
            # Seconds or thousandths of them since 1970; the first are enough until the year 5138.
            return datetime.fromtimestamp(value / (1000 if value > 10**11 else 1), UTC)
        if isinstance(value, str) and len("YYYY-MM-DDT") < len(value) <= _READ_LENGTH:
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise CertificateError(Reason.FIELD_WRONG) from error
    raise CertificateError(Reason.FIELD_WRONG)


def _without_time(value: object) -> str:
    """Reduce a day, or a point in time on that day, to the day as written."""
    if isinstance(value, str) and len(value) <= _READ_LENGTH:
        return value[:10] if value[10:11] in ("T", " ") else value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise CertificateError(Reason.FIELD_MISSING if value is None else Reason.FIELD_WRONG)
