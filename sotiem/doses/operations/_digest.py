"""The digest of a dose's version, for very many of them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from hashlib import sha256
from operator import attrgetter
from typing import Final

from sotiem.doses.facts import DoseFacts

# What `audit.digest_of` makes of the same facts: sorted keys, no spaces.
_DIGESTED: Final = tuple(sorted(each.name for each in fields(DoseFacts)))
_values: Final = attrgetter(*_DIGESTED)
_quoted: Final[Callable[[str], str]] = json.encoder.encode_basestring


def digest_of(facts: DoseFacts) -> str:
    """The same as `audit.digest_of(asdict(facts))`, in a tenth of its time."""
    told = ",".join([f'"{name}":{_as_json(value)}' for name, value in _digested(facts)])
    return sha256(f"{{{told}}}".encode()).hexdigest()


def _digested(facts: DoseFacts) -> Iterator[tuple[str, object]]:
    return zip(_DIGESTED, _values(facts), strict=True)


def _as_json(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return _quoted(value)
    return f'"{value.isoformat()}"' if isinstance(value, date) else str(value)
