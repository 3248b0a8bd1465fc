"""The schema of the payload (EU DCC 1.3.0): strict with what we sign, patient with what we read."""

import re
import unicodedata
from typing import Final

from certificate_format import entries, fields
from certificate_format.cbor import is_map
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind, only_event
from certificate_format.fields import Fields, require
from certificate_format.payload import (
    CertificatePayload,
    LabTestPayload,
    Payload,
    PersonName,
    RecoveryPayload,
    entry_of,
)

_SIGNED_LENGTH: Final = 80

_VERSION: Final = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}", re.ASCII)
_ICAO_NAME: Final = re.compile(r"[A-Z<]*")
_UCI: Final = re.compile(r"[A-Z0-9#:/]+")
_KIND: Final[dict[type[Payload], EventKind]] = {
    CertificatePayload: EventKind.VACCINATION,
    LabTestPayload: EventKind.TEST,
    RecoveryPayload: EventKind.RECOVERY,
}


def to_fields(payload: Payload) -> dict[object, object]:
    """Lay a payload out as it will be signed; what others could not read is refused."""
    name, event = _written_name(payload.name), _written_event(payload)
    texts = [text for text in (*name.values(), *event.values()) if isinstance(text, str)]
    together = " ".join(texts)
    require("" not in event.values(), Reason.FIELD_MISSING)
    require(max(map(len, texts)) <= _SIGNED_LENGTH, Reason.FIELD_WRONG)
    require(together.isprintable(), Reason.FIELD_WRONG)
    require(unicodedata.is_normalized("NFC", together), Reason.FIELD_WRONG)
    require(bool(_UCI.fullmatch(entry_of(payload).uci)), Reason.UCI_WRONG)
    written: dict[object, object] = {
        "ver": payload.version,
        "nam": name,
        "dob": payload.birth_date,
        _KIND[type(payload)].value: [event],
    }
    require(from_fields(written) == payload, Reason.FIELD_WRONG)
    return written


def from_fields(written: Fields) -> Payload:
    """Read a payload that someone signed."""
    kind, entry = only_event(written)
    version = fields.text(written, "ver")
    require(bool(_VERSION.fullmatch(version)), Reason.FIELD_WRONG)
    name, born = _name(written.get("nam")), fields.birth_date(written.get("dob"))
    match kind:
        case EventKind.VACCINATION:
            return CertificatePayload(name, born, entries.read_vaccination(entry), version)
        case EventKind.TEST:
            return LabTestPayload(name, born, entries.read_lab_test(entry), version)
        case EventKind.RECOVERY:
            return RecoveryPayload(name, born, entries.read_recovery(entry), version)


def _written_name(name: PersonName) -> dict[object, object]:
    return {
        "fn": name.family,
        "fnt": name.family_icao,
        "gn": name.given,
        "gnt": name.given_icao,
    }


def _written_event(payload: Payload) -> dict[object, object]:
    match payload:
        case CertificatePayload():
            return entries.write_vaccination(payload.vaccination)
        case LabTestPayload():
            return entries.write_lab_test(payload.lab_test)
        case RecoveryPayload():
            return entries.write_recovery(payload.recovery)


def _name(value: object) -> PersonName:
    if not is_map(value):
        raise CertificateError(Reason.FIELD_MISSING)
    name = PersonName(
        family=fields.optional_text(value, "fn"),
        given=fields.optional_text(value, "gn"),
        family_icao=fields.optional_text(value, "fnt"),
        given_icao=fields.optional_text(value, "gnt"),
    )
    require(bool(name.family_icao or name.given_icao), Reason.FIELD_MISSING)
    require(bool(_ICAO_NAME.fullmatch(name.family_icao + name.given_icao)), Reason.FIELD_WRONG)
    return name
