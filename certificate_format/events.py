"""What a certificate tells of: a vaccination, a test or a recovery."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from certificate_format.cbor import is_map
from certificate_format.errors import CertificateError, Reason


class EventKind(StrEnum):
    """A kind of event, by the letter that the payload uses for it."""

    TEST = "t"
    VACCINATION = "v"
    RECOVERY = "r"


_KINDS: Final = tuple((kind.value, kind) for kind in EventKind)
_LETTERS: Final = {kind: kind.value for kind in EventKind}
_NOTHING: Final[tuple[object, ...]] = (None, [], ())


def kinds_in(dcc: Mapping[object, object]) -> list[EventKind]:
    """List the kinds of events that are told; those that are null or empty lists do not count."""
    return [kind for letter, kind in _KINDS if dcc.get(letter) not in _NOTHING]


def only_event(dcc: Mapping[object, object]) -> tuple[EventKind, Mapping[object, object]]:
    """Find the one event that a certificate tells of."""
    present = kinds_in(dcc)
    if len(present) != 1:
        raise CertificateError(Reason.EVENT_COUNT)
    kind = present[0]
    entries = dcc[_LETTERS[kind]]
    if not isinstance(entries, list | tuple) or len(entries) != 1:
        raise CertificateError(Reason.EVENT_COUNT)
    if not is_map(entries[0]):
        raise CertificateError(Reason.FIELD_WRONG)
    return kind, entries[0]
