"""Trust lists as they are published: our own, of the EU gateway, of the WHO, and bare certificates.

One entry that cannot be read is told with its reason, and the others count all the same.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1

from certificate_format import algorithms
from certificate_format.algorithms import Algorithm, PublicKey
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind
from certificate_format.signed_list import (
    from_base64,
    open_list,
    to_base64,
    to_moment,
    unproven_list,
)
from certificate_format.trust import USAGE_OIDS, SignerCertificate, TrustList, read_public_key

FORMAT: Final = "sotiem-trust-list-1"
MAX_BYTES: Final = 100_000_000
MOST_ENTRIES: Final = 20_000  # all countries of the EU's list have a few hundred

_PEM_BEGIN: Final = b"-----BEGIN CERTIFICATE-----"
_DER_IN_BASE64: Final = b"MII"
_PEM_END: Final = b"-----END CERTIFICATE-----"
_ALWAYS: Final = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_CURVES: Final[dict[str, type[ec.EllipticCurve]]] = {"P-256": SECP256R1, "P-384": SECP384R1}
_NAMES_SHOWN: Final = 80

Entry = Mapping[str, Any]


class Form(StrEnum):
    """Whose way of writing a list has."""

    OURS = "sotiem"
    EU = "eu"
    WHO = "who"
    CERTIFICATES = "certificates"


class RefusedEntry(NamedTuple):
    """An entry that is not believed: what the list calls it, and why."""

    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class PublishedList:
    """What a trust list holds. Only our own lists are numbered, dated and signed by a list key."""

    signers: tuple[SignerCertificate, ...]
    refused: tuple[RefusedEntry, ...] = ()
    form: Form = Form.CERTIFICATES
    sequence: int | None = None
    issued_at: datetime | None = None
    next_update_at: datetime | None = None

    @property
    def trust(self) -> TrustList:
        """Believe these signers."""
        return TrustList(self.signers)


class ListDifference(NamedTuple):
    """What a new list changes: signers are the same by their identifier and key."""

    added: tuple[SignerCertificate, ...]
    removed: tuple[SignerCertificate, ...]
    changed: tuple[tuple[SignerCertificate, SignerCertificate], ...]


def difference(
    old: Iterable[SignerCertificate], new: Iterable[SignerCertificate]
) -> ListDifference:
    """Say which signers a new list adds, drops, and describes in another way."""
    before, after = ({(each.kid, each.public_key_info): each for each in one} for one in (old, new))
    return ListDifference(
        added=tuple(after[key] for key in after if key not in before),
        removed=tuple(before[key] for key in before if key not in after),
        changed=tuple(
            (before[key], after[key])
            for key in after
            if key in before and before[key] != after[key]
        ),
    )


def read_path(path: Path, *, list_keys: Sequence[PublicKey] = ()) -> PublishedList:
    """Read a list, a certificate, or every certificate in a folder."""
    if not path.is_dir():
        return read_list(_read_bytes(path), list_keys=list_keys)
    files = (each for each in path.rglob("*") if each.is_file())
    entries = ((each.name, _read_bytes(each)) for each in sorted(_few(files)))
    found = ((name, der) for name, content in entries for der in _certificates_in(content))
    return _read_all(found, lambda each: SignerCertificate.from_der(each[1]), lambda each: each[0])


def read_list(content: bytes, *, list_keys: Sequence[PublicKey] = ()) -> PublishedList:
    """Read a list, whichever kind it is.

    Our own must be signed by one of the list keys; without any, it is read unproven.
    """
    text = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith(b"eyJ") and text.count(b".") == 2:
        signed = text.decode("ascii", errors="replace")
        return _own(open_list(signed, keys=list_keys) if list_keys else unproven_list(signed))
    if text.startswith((b"\x30", _DER_IN_BASE64)) or _PEM_BEGIN in content:
        found = _certificates_in(content)
        return _read_all(found, SignerCertificate.from_der, lambda _: "certificate")
    # Some gateways put the signature of the list on a line of its own before it.
    start = min((at for at in (text.find(b"["), text.find(b"{")) if at >= 0), default=0)
    try:
        listed = json.loads(text[start:])
    except (ValueError, RecursionError) as error:
        raise CertificateError(Reason.LIST_WRONG) from error
    if list_keys and isinstance(listed, dict) and "format" in listed:
        raise CertificateError(Reason.LIST_SIGNATURE_WRONG)
    return _read_json(listed)


def own_list(
    signers: Iterable[SignerCertificate],
    *,
    sequence: int,
    issued_at: datetime,
    next_update_at: datetime,
) -> dict[str, Any]:
    """Lay out a list of ours, to be signed; a signer of nothing we know is left out."""
    return {
        "format": FORMAT,
        "seq": sequence,
        "issued": _written(issued_at),
        "next_update": _written(next_update_at),
        "signers": [
            {
                "kid": to_base64(signer.kid),
                "spki": to_base64(signer.public_key_info),
                "alg": signer.algorithm.name,
                "usage": [kind.value for kind in signer.kinds],
                "not_before": _written(signer.valid_from),
                "not_after": _written(signer.valid_until),
                "country": signer.country,
            }
            for signer in signers
            if signer.algorithm is not None and signer.kinds
        ],
    }


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _own(content: Entry) -> PublishedList:
    if content.get("format") != FORMAT or not isinstance(content.get("signers"), list):
        raise CertificateError(Reason.LIST_WRONG)
    sequence = content.get("seq")
    if type(sequence) is not int or not 0 <= sequence < 2**53:
        raise CertificateError(Reason.LIST_WRONG)
    read = _read_all(content["signers"], _own_signer, lambda each: each.get("kid"), Form.OURS)
    return replace(
        read,
        sequence=sequence,
        issued_at=to_moment(content.get("issued")),
        next_update_at=to_moment(content.get("next_update")),
    )


def _own_signer(entry: Entry) -> SignerCertificate:
    public_key = read_public_key(from_base64(entry["spki"]))
    kinds = {EventKind(letter) for letter in entry["usage"]}
    if algorithms.algorithm_for(public_key) is not Algorithm[entry["alg"]]:
        raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
    if not kinds:
        raise CertificateError(Reason.KEY_NOT_FOR_THIS_EVENT)
    return SignerCertificate(
        kid=from_base64(entry["kid"]),
        public_key=public_key,
        algorithm=Algorithm[entry["alg"]],
        usages=frozenset(USAGE_OIDS[kind] for kind in kinds),
        valid_from=to_moment(entry["not_before"]),
        valid_until=to_moment(entry["not_after"]),
        country=str(entry["country"]),
    )


def _read_json(listed: Any) -> PublishedList:
    match listed:
        case {"format": _}:
            return _own(listed)
        case {"verificationMethod": [*methods]}:
            return _read_all(methods, _who_signer, lambda each: each.get("id"), Form.WHO)
        case {"certificates": [*entries]} | [*entries]:
            return _read_all(entries, _eu_signer, lambda each: each.get("kid"), Form.EU)
    raise CertificateError(Reason.LIST_WRONG)


def _eu_signer(entry: Entry | str) -> SignerCertificate:
    """Read a row of the EU gateway, or a bare certificate in Base64."""
    if isinstance(entry, str):
        return SignerCertificate.from_der(from_base64(entry))
    if entry.get("certificateType", "DSC") != "DSC":
        raise CertificateError(Reason.NOT_A_SIGNER)
    kid = from_base64(entry["kid"]) if entry.get("kid") else None
    signer = SignerCertificate.from_der(from_base64(entry["rawData"]), kid=kid)
    return replace(signer, country=str(entry.get("country") or signer.country).upper())


def _who_signer(entry: Entry) -> SignerCertificate:
    """Read a method of a DID document: by its certificate, if it has one, else by its bare key."""
    place, _, fragment = str(entry["id"]).partition("#")
    if place.endswith(":SCA"):
        raise CertificateError(Reason.NOT_A_SIGNER)
    jwk = entry["publicKeyJwk"]
    named = jwk.get("kid") or fragment.replace("%3D", "=").replace("%2B", "+").replace("%2F", "/")
    kid = from_base64(named) if named else None
    if jwk.get("x5c"):
        return SignerCertificate.from_der(from_base64(jwk["x5c"][0]), kid=kid)
    if not kid:
        raise CertificateError(Reason.KID_MISSING)
    public_key = _key_of(jwk)
    algorithm = algorithms.algorithm_for(public_key)
    return SignerCertificate(kid, public_key, algorithm, frozenset(), *_ALWAYS)


def _key_of(jwk: Entry) -> PublicKey:
    """Read a key; WHO's lists hold numbers with a zero too many, which other readers refuse."""
    numbers = {
        name: int.from_bytes(from_base64(jwk[name]), "big") for name in "xyne" if name in jwk
    }
    if jwk.get("kty") == "EC" and jwk.get("crv") in _CURVES:
        curve = _CURVES[jwk["crv"]]()
        return ec.EllipticCurvePublicNumbers(numbers["x"], numbers["y"], curve).public_key()
    if jwk.get("kty") == "RSA":
        return rsa.RSAPublicNumbers(numbers["e"], numbers["n"]).public_key()
    raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)


def _certificates_in(content: bytes) -> Iterator[bytes]:
    """Give the certificates in a file, in DER; a file of anything else is one that is refused."""
    if content.lstrip().startswith(_DER_IN_BASE64):
        content = _PEM_BEGIN + content
    if _PEM_BEGIN not in content:
        yield content
        return
    for part in content.split(_PEM_BEGIN)[1:]:
        body = part.partition(_PEM_END)[0].decode("ascii", errors="replace")
        try:
            yield from_base64(body)
        except CertificateError:
            yield b""


def _read_all(
    entries: Iterable[Any],
    read: Callable[[Any], SignerCertificate],
    name: Callable[[Any], object],
    form: Form = Form.CERTIFICATES,
) -> PublishedList:
    signers, refused = [], []
    for number, entry in enumerate(_few(entries), start=1):
        reason = Reason.LIST_WRONG
        try:
            signers.append(read(entry))
            continue
        except CertificateError as error:
            reason = error.reason
        except (ValueError, TypeError, KeyError, LookupError, AttributeError):
            pass  # an entry of a stranger, of another form than the list's kind has
        called = name(entry) if isinstance(entry, Mapping | tuple) else None
        refused.append(RefusedEntry(str(called or number)[:_NAMES_SHOWN], reason))
    return PublishedList(tuple(signers), tuple(refused), form)


def _few(entries: Iterable[Any]) -> list[Any]:
    """Take so many entries as a list of signers may have; more are no such list."""
    taken = list(islice(entries, MOST_ENTRIES + 1))
    if len(taken) > MOST_ENTRIES:
        raise CertificateError(Reason.LIST_TOO_LONG)
    return taken


def _read_bytes(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise CertificateError(Reason.LIST_TOO_LONG)
    return path.read_bytes()
