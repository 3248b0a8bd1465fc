"""Lists of revoked certificates as they are published, one for each key that signs certificates.

Small ones name the first eight bytes of every revoked hash, and grow by what was added since; of
large ones a filter cascade is given, and prefixes of what was issued after it was built. A cascade
refuses nobody whose certificate holds. Of a hundred million valid certificates and 250,000 prefixes
one is refused by chance once in a million countries; `sotiem check` tells of it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from certificate_format.errors import CertificateError, Reason
from certificate_format.filter_cascade import FilterCascade
from certificate_format.signed_list import from_base64, to_base64, to_moment

FORMAT: Final = "sotiem-revocations-1"
PREFIX_BYTES: Final = 8
MOST_IN_A_BATCH: Final = 1_000  # of the EU gateway


@dataclass(frozen=True, slots=True)
class Cascade:
    """An exact answer for certificates issued up to a moment; of later ones it knows nothing."""

    filters: FilterCascade
    covers_until: datetime


@dataclass(frozen=True, slots=True)
class RevocationList:
    """Which certificates of one key are revoked, as known when the list was issued."""

    kid: bytes
    sequence: int
    issued_at: datetime
    next_update_at: datetime
    prefixes: "Prefixes"  # of all that no cascade covers
    cascade: Cascade | None = None

    def has(self, signature_hash: bytes, *, issued_at: datetime) -> bool:
        """Say whether the certificate of this hash, signed by this key then, is revoked."""
        if self.cascade is not None and issued_at <= self.cascade.covers_until:
            return self.cascade.filters.has(signature_hash)
        return self.prefixes.has(signature_hash)

    def age(self, at: datetime) -> timedelta:
        """How old the list is: what was revoked since is not in it."""
        return at - self.issued_at


@dataclass(frozen=True, slots=True)
class Prefixes:
    """The first eight bytes of each revoked hash, in their order, one after the other."""

    data: bytes

    @classmethod
    def of(cls, hashes: Iterable[bytes]) -> "Prefixes":
        return cls(b"".join(sorted({each[:PREFIX_BYTES] for each in hashes})))

    def has(self, signature_hash: bytes) -> bool:
        wanted = signature_hash[:PREFIX_BYTES]
        place = bisect_left(range(len(self)), wanted, key=self._at)
        return place < len(self) and self._at(place) == wanted

    def and_also(self, added: "Prefixes") -> "Prefixes":
        return Prefixes.of([*self, *added])

    def __iter__(self) -> Iterator[bytes]:
        return map(self._at, range(len(self)))

    def __len__(self) -> int:
        return len(self.data) // PREFIX_BYTES

    def _at(self, place: int) -> bytes:
        return self.data[place * PREFIX_BYTES : (place + 1) * PREFIX_BYTES]


def written(revocations: RevocationList, *, since: int | None = None) -> dict[str, Any]:
    """Lay out a list, to be signed; with `since` it holds only what was added after that number."""
    cascade = revocations.cascade
    told = {
        "format": FORMAT,
        "kid": to_base64(revocations.kid),
        "seq": revocations.sequence,
        "since": since,
        "issued": _moment(revocations.issued_at),
        "next_update": _moment(revocations.next_update_at),
        "prefixes": to_base64(revocations.prefixes.data),
    }
    if cascade is not None:
        told["cascade"] = to_base64(cascade.filters.to_bytes())
        told["covers_until"] = _moment(cascade.covers_until)
    return told


def read(content: Mapping[str, Any], *, known: RevocationList | None = None) -> RevocationList:
    """Read a list whose signature was checked, in place of the one known before, if any.

    One that is older is refused: somebody may want a revocation forgotten. One that tells only
    what was added needs the very list that it adds to.
    """
    if content.get("format") != FORMAT or type(content.get("seq")) is not int:
        raise CertificateError(Reason.LIST_WRONG)
    found = RevocationList(
        kid=from_base64(content.get("kid")),
        sequence=content["seq"],
        issued_at=to_moment(content.get("issued")),
        next_update_at=to_moment(content.get("next_update")),
        prefixes=_prefixes(content.get("prefixes")),
        cascade=_cascade(content),
    )
    if known is not None and known.kid != found.kid:
        raise CertificateError(Reason.LIST_WRONG)
    if known is not None and known.sequence > found.sequence:
        raise CertificateError(Reason.LIST_OLDER)
    since = content.get("since")
    return found if since is None else _added(found, since, known)


def eu_batch(
    hashes: Iterable[bytes], *, country: str, kid: bytes, expires_at: datetime
) -> dict[str, Any]:
    """Lay out revoked hashes (16 bytes each) of one key as the EU gateway takes them; a batch
    holds `MOST_IN_A_BATCH` at most."""
    return {
        "country": country,
        "expires": _moment(expires_at),
        "kid": to_base64(kid),
        "hashType": "SIGNATURE",
        "entries": [{"hash": to_base64(each)} for each in sorted(set(hashes))],
    }


def _prefixes(text: object) -> Prefixes:
    data = from_base64(text)
    if len(data) % PREFIX_BYTES:
        raise CertificateError(Reason.LIST_WRONG)
    return Prefixes.of(Prefixes(data))


def _cascade(content: Mapping[str, Any]) -> Cascade | None:
    if "cascade" not in content:
        return None
    filters = FilterCascade.from_bytes(from_base64(content["cascade"]))
    return Cascade(filters, to_moment(content.get("covers_until")))


def _added(found: RevocationList, since: object, known: RevocationList | None) -> RevocationList:
    """The list known before, with what was added."""
    if known is None or known.sequence != since:
        raise CertificateError(Reason.LIST_DOES_NOT_FOLLOW)
    if known.cascade is not None or found.cascade is not None:
        raise CertificateError(Reason.LIST_WRONG)
    return replace(found, prefixes=known.prefixes.and_also(found.prefixes))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
