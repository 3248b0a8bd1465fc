"""What a certificate tells of: a vaccination, a test or a recovery."""

from collections.abc import Mapping
from enum import StrEnum

from certificate_format.errors import CertificateError, Reason


class EventKind(StrEnum):
    """A kind of event, by the letter that the payload uses for it."""

    TEST = "t"
    VACCINATION = "v"
    RECOVERY = "r"


def kinds_in(dcc: Mapping[object, object]) -> list[EventKind]:
    """List the kinds of events that are told; those that are null or empty lists do not count."""
    return [kind for kind in EventKind if dcc.get(kind.value) not in (None, [], ())]


def only_event(dcc: Mapping[object, object]) -> tuple[EventKind, Mapping[object, object]]:
    """Find the one event that a certificate tells of."""
    present = kinds_in(dcc)
    if len(present) != 1:
        raise CertificateError(Reason.EVENT_COUNT)
    kind = present[0]
    entries = dcc[kind.value]
    if not isinstance(entries, list | tuple) or len(entries) != 1:
        raise CertificateError(Reason.EVENT_COUNT)
    if not isinstance(entries[0], Mapping):
        raise CertificateError(Reason.FIELD_WRONG)
    return kind, entries[0]
