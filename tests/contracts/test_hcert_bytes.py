"""The bytes of a certificate, which verifiers in other hands rely on.

Once printed, a certificate cannot be changed: if a test here fails, the program is wrong.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import cbor2
import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from certificate_format import (
    Algorithm,
    CertificatePayload,
    LocalSigner,
    PersonName,
    SignerCertificate,
    TrustList,
    VaccinationEntry,
    issue,
    judge,
    keys,
)

STORED = Path(__file__).parent / "hcert"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ISSUED_AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
EXPIRES_AT = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
PAYLOAD = CertificatePayload(
    name=PersonName("Nguyễn", "Thị Đào", "NGUYEN", "THI<DAO"),
    birth_date="1984-07-09",
    vaccination=VaccinationEntry(
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
    ),
)


class FixedSigner:
    """Signs everything alike, so that the bytes around the signature can be compared."""

    kid = bytes(range(8))
    algorithm = Algorithm.ES256
    valid_from = datetime(2026, 1, 1, tzinfo=UTC)
    valid_until = datetime(2028, 1, 1, tzinfo=UTC)

    def __init__(self) -> None:
        self.message = b""

    def sign(self, message: bytes) -> bytes:
        self.message = message
        return bytes(range(64))


def plain_base45(text: str) -> Iterator[int]:
    """Base45 as a reader of the RFC would write it down."""
    digits = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".index(one) for one in text]
    for at in range(0, len(digits), 3):
        group = digits[at : at + 3]
        value = sum(digit * 45**power for power, digit in enumerate(group))
        yield from value.to_bytes(len(group) - 1, "big")


def verified_elsewhere(text: str, certificate: x509.Certificate) -> object:
    """What a verifier reads that shares no code with ours; raises if the signature is wrong."""
    message = cbor2.loads(zlib.decompress(bytes(plain_base45(text.removeprefix("HC1:")))))
    assert message.tag == 18
    protected, unprotected, payload, signature = message.value
    assert unprotected == {}
    header = cbor2.loads(protected)
    assert header[4] == certificate.fingerprint(hashes.SHA256())[:8]
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        assert header[1] == -7
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    else:
        assert isinstance(key, rsa.RSAPublicKey)
        assert header[1] == -37
        salted = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=32)
        key.verify(signature, signed, salted, hashes.SHA256())
    return cbor2.loads(payload)


def stored(name: str) -> tuple[dict[str, str], bytes]:
    kept = json.loads((STORED / f"{name}.json").read_text(encoding="ascii"))
    return kept, base64.b64decode(kept["signer_certificate"])


@pytest.mark.parametrize("name", ["es256", "ps256"])
def test_a_certificate_printed_long_ago_is_still_believed(name: str) -> None:
    kept, certificate = stored(name)
    trust = TrustList([SignerCertificate.from_der(certificate)])
    judgement = judge(kept["text"], trust=trust, at=NOW)
    assert judgement.is_valid
    assert judgement.payload == PAYLOAD
    assert (judgement.issuer, judgement.issued_at, judgement.expires_at) == (
        "VN",
        ISSUED_AT,
        EXPIRES_AT,
    )
    assert judgement.kid is not None
    assert judgement.kid.hex() == kept["kid"]
    assert judgement.signature_hash is not None
    assert judgement.signature_hash.hex() == kept["signature_hash"]


def test_the_message_is_laid_out_byte_for_byte_as_before() -> None:
    text = issue(
        PAYLOAD, signer=FixedSigner(), issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT
    ).text
    message = zlib.decompress(bytes(plain_base45(text.removeprefix("HC1:"))))
    assert message == bytes.fromhex((STORED / "message.hex").read_text(encoding="ascii"))


def test_what_is_packed_begins_as_readers_expect_that_look_at_its_first_byte() -> None:
    text = issue(
        PAYLOAD, signer=FixedSigner(), issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT
    ).text
    packed = bytes(plain_base45(text.removeprefix("HC1:")))
    assert packed.startswith(b"\x78\xda")


def test_what_is_signed_is_the_structure_that_cose_prescribes() -> None:
    signer = FixedSigner()
    issue(PAYLOAD, signer=signer, issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT)
    context, protected, external, payload = cbor2.loads(signer.message)
    assert (context, external) == ("Signature1", b"")
    assert cbor2.loads(protected) == {1: -7, 4: FixedSigner.kid}
    assert cbor2.loads(payload) == {
        1: "VN",
        4: int(EXPIRES_AT.timestamp()),
        6: int(ISSUED_AT.timestamp()),
        -260: {
            1: {
                "ver": "1.3.0",
                "nam": {"fn": "Nguyễn", "fnt": "NGUYEN", "gn": "Thị Đào", "gnt": "THI<DAO"},
                "dob": "1984-07-09",
                "v": [
                    {
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
                ],
            }
        },
    }


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_verifier_that_shares_no_code_believes_a_new_certificate(algorithm: Algorithm) -> None:
    root_key, key = keys.new_private_key(Algorithm.ES256), keys.new_private_key(algorithm)
    valid_from, valid_until = FixedSigner.valid_from, FixedSigner.valid_until
    root = keys.make_csca(
        root_key, country="VN", name="CSCA", valid_from=valid_from, valid_until=valid_until
    )
    certificate = keys.make_signer_certificate(
        key.public_key(),
        csca=root,
        csca_key=root_key,
        country="VN",
        name="DSC",
        valid_from=valid_from,
        valid_until=valid_until,
    )
    signer = LocalSigner(key, certificate)
    payload = replace(PAYLOAD, birth_date="1984")
    text = issue(
        payload, signer=signer, issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT
    ).text
    claims = verified_elsewhere(text, certificate)
    assert isinstance(claims, dict)
    assert claims[-260][1]["dob"] == "1984"


@pytest.mark.parametrize("name", ["es256", "ps256"])
def test_the_other_verifier_does_notice_a_wrong_signature(name: str) -> None:
    kept, der = stored(name)
    other = stored("ps256" if name == "es256" else "es256")[0]["text"]
    certificate = x509.load_der_x509_certificate(der)
    verified_elsewhere(kept["text"], certificate)
    with pytest.raises((InvalidSignature, AssertionError)):
        verified_elsewhere(other, certificate)
