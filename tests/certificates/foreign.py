"""Invented other countries, their certificates, and the lists that name their signers."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificate_format import (
    Algorithm,
    CertificatePayload,
    EventKind,
    LocalSigner,
    Payload,
    issue,
    new_uci,
)
from certificate_format.keys import make_csca, make_signer_certificate, new_private_key
from certificate_format.trust_lists import PublishedList, read_list
from sotiem.certificates.operations import take_trust_list
from sotiem.certificates.trust import ListChange
from sotiem.foundation.actors import machine
from tests.certificate_format.building import PAYLOAD

FROM, UNTIL = datetime(2021, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
TAKEN_AT = datetime(2021, 9, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """A document signer of some country."""

    country: str
    certificate: x509.Certificate
    signing: LocalSigner

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def kid(self) -> str:
        return self.signing.kid.hex()

    def row(self, **changes: Any) -> dict[str, Any]:
        """As a list of the EU gateway has it."""
        return {
            "kid": base64.b64encode(self.signing.kid).decode(),
            "certificateType": "DSC",
            "country": self.country,
            "rawData": base64.b64encode(self.der).decode(),
            **changes,
        }

    def issue(self, *, at: datetime, payload: Payload | None = None, issuer: str = "") -> str:
        return issue(
            payload or self.payload(),
            signer=self.signing,
            issuer=issuer or self.country,
            issued_at=at,
            expires_at=at + timedelta(days=180),
        ).text

    def payload(self) -> CertificatePayload:
        entry = replace(
            PAYLOAD.vaccination, country=self.country, uci=new_uci(self.country), issuer="Ministry"
        )
        name = replace(PAYLOAD.name, family="Dupont", given="Marie")
        return replace(PAYLOAD, name=name, birth_date="1990-02-03", vaccination=entry)


def signer(
    country: str = "FR", *, until: datetime = UNTIL, algorithm: Algorithm = Algorithm.ES256
) -> Signer:
    root_key, key = new_private_key(Algorithm.ES256), new_private_key(algorithm)
    root = make_csca(root_key, country=country, name="CSCA", valid_from=FROM, valid_until=until)
    certificate = make_signer_certificate(
        key.public_key(),
        csca=root,
        csca_key=root_key,
        country=country,
        name="DSC",
        valid_from=FROM,
        valid_until=until,
        kinds=tuple(EventKind),
    )
    return Signer(country, certificate, LocalSigner(key, certificate))


def eu_list(*rows: Signer | dict[str, Any]) -> bytes:
    listed = [each.row() if isinstance(each, Signer) else each for each in rows]
    return json.dumps(listed).encode()


def read(*rows: Signer | dict[str, Any]) -> PublishedList:
    return read_list(eu_list(*rows))


def take(*rows: Signer | dict[str, Any], at: datetime = TAKEN_AT, **given: Any) -> ListChange:
    """Believe whom a list of the EU gateway names."""
    told = {"source": "eu", "sha256": "0" * 64, "by": machine("test"), **given}
    return take_trust_list(listed=read(*rows), at=at, **told)
