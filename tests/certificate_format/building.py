"""Countries with keys, payloads, and messages put together by hand to be odd on purpose."""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import cbor2
from cryptography import x509

from certificate_format import (
    Algorithm,
    CertificatePayload,
    EventKind,
    Judgement,
    LocalSigner,
    Payload,
    PersonName,
    Reason,
    Step,
    TrustList,
    VaccinationEntry,
    algorithms,
    base45,
    issue,
    judge,
    keys,
)

FROM = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2028, 1, 1, tzinfo=UTC)
ISSUED_AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
EXPIRES_AT = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)

ALG, KID = 1, 4


@dataclass(frozen=True)
class Country:
    """An issuing country with one document signer, and the trust list that names it."""

    private_key: algorithms.PrivateKey
    certificate: x509.Certificate
    signer: LocalSigner
    trust: TrustList

    def issue(self, payload: Payload) -> str:
        return issue(
            payload, signer=self.signer, issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT
        ).text

    def judge(self, text: str, at: datetime = NOW) -> Judgement:
        return judge(text, trust=self.trust, at=at)


def make_country(
    algorithm: Algorithm, kinds: Collection[EventKind] = (EventKind.VACCINATION,)
) -> Country:
    csca_key = keys.new_private_key(Algorithm.ES256)
    csca = keys.make_csca(csca_key, country="VN", name="CSCA", valid_from=FROM, valid_until=UNTIL)
    private_key = keys.new_private_key(algorithm)
    certificate = keys.make_signer_certificate(
        private_key.public_key(),
        csca=csca,
        csca_key=csca_key,
        country="VN",
        name="DSC 1",
        valid_from=FROM,
        valid_until=UNTIL,
        kinds=kinds,
    )
    signer = LocalSigner(private_key, certificate)
    return Country(private_key, certificate, signer, TrustList.of([certificate]))


ENTRY = VaccinationEntry(
    disease="840539006",
    prophylaxis="29061000087103",
    product="EU/1/21/1529",
    maker="ORG-100001699",
    dose_number=1,
    series_doses=2,
    given_on=date(2026, 2, 14),
    country="VN",
    issuer="Bộ Y tế",
    uci="URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
)
PAYLOAD = CertificatePayload(
    name=PersonName.from_full_name("Nguyễn Thị Đào"), birth_date="1984-07-09", vaccination=ENTRY
)


def payload_with(**changes: Any) -> CertificatePayload:
    """The usual payload, with another value in its vaccination entry."""
    return replace(PAYLOAD, vaccination=replace(ENTRY, **changes))


def fields_with(**changes: object) -> dict[str, object]:
    """The fields of a payload as they stand in CBOR, some of them changed."""
    vaccination = {
        "tg": "840539006",
        "vp": "29061000087103",
        "mp": "EU/1/21/1529",
        "ma": "ORG-100001699",
        "dn": 1,
        "sd": 2,
        "dt": "2026-02-14",
        "co": "VN",
        "is": "Bộ Y tế",
        "ci": "URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
    }
    name = {"fn": "Nguyễn", "fnt": "NGUYEN", "gn": "Thị Đào", "gnt": "THI<DAO"}
    top: dict[str, object] = {"ver": "1.3.0", "nam": name, "dob": "1984-07-09", "v": [vaccination]}
    for key, value in changes.items():
        place: dict[str, Any] = vaccination if key in vaccination else name if key in name else top
        place[key] = value
    return top


def claims_with(fields: object = None, **changes: object) -> dict[object, object]:
    """Claims as they stand in CBOR; `exp` and `iat` can be changed."""
    return {
        1: "VN",
        4: changes.get("exp", int(EXPIRES_AT.timestamp())),
        6: changes.get("iat", int(ISSUED_AT.timestamp())),
        -260: {1: fields_with() if fields is None else fields},
    }


def sign(
    country: Country,
    claims: object,
    *,
    protected: Mapping[int, object] | None = None,
    unprotected: Mapping[int, object] | None = None,
    tags: tuple[int, ...] = (18,),
) -> bytes:
    """Sign claims into a COSE message, with headers and tags as wished."""
    if protected is None:
        protected = {ALG: int(country.signer.algorithm), KID: country.signer.kid}
    header, payload = cbor2.dumps(protected), cbor2.dumps(claims)
    to_sign = cbor2.dumps(["Signature1", header, b"", payload])
    signature = algorithms.sign(country.private_key, to_sign)
    message: object = [header, dict(unprotected or {}), payload, signature]
    for tag in reversed(tags):
        message = cbor2.CBORTag(tag, message)
    return cbor2.dumps(message)


def as_text(message: bytes) -> str:
    return "HC1:" + base45.encode(zlib.compress(message))


def as_message(text: str) -> bytes:
    return zlib.decompress(base45.decode(text.removeprefix("HC1:")))


def failure(judgement: Judgement) -> tuple[Step, Reason | None] | None:
    """Where a check failed first, and why."""
    verdict = judgement.first_failure
    return None if verdict is None else (verdict.step, verdict.reason)
