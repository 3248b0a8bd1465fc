"""Keys, the certificates that vouch for them, and the list of those believed."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certificate_format import (
    Algorithm,
    CertificateError,
    EventKind,
    LocalSigner,
    Reason,
    SignerCertificate,
    keys,
)
from tests.certificate_format.building import FROM, UNTIL, Country

OLD_VACCINATION = "1.3.6.1.4.1.0.1847.2021.1.2"
NEW_VACCINATION = "1.3.6.1.4.1.1847.2021.1.2"
CLIENT_AUTH = ExtendedKeyUsageOID.CLIENT_AUTH.dotted_string
EXTENDED_KEY_USAGE = x509.ObjectIdentifier("2.5.29.37")
BASIC_CONSTRAINTS = x509.ObjectIdentifier("2.5.29.19")

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


def certificate(
    key: PrivateKey | None = None, *, extensions: list[x509.ExtensionType] | None = None
) -> x509.Certificate:
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "DSC")])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=FROM,
        not_valid_after=UNTIL,
    )
    for extension in extensions or []:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(
        key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    )


def usages(*oids: str) -> x509.ExtensionType:
    return x509.ExtendedKeyUsage([x509.ObjectIdentifier(oid) for oid in oids])


@pytest.mark.parametrize(
    ("extensions", "allowed"),
    [
        ([], True),
        ([usages(NEW_VACCINATION)], True),
        ([usages(OLD_VACCINATION)], True),
        ([usages(CLIENT_AUTH, NEW_VACCINATION)], True),
        ([usages(CLIENT_AUTH)], False),
        ([usages("1.3.6.1.4.1.1847.2021.1.1")], False),
        ([x509.UnrecognizedExtension(EXTENDED_KEY_USAGE, b"\x30\x00")], True),
    ],
    ids=["none", "new", "old", "one of two", "foreign", "for tests", "an empty list"],
)
def test_the_usages_of_a_key_decide_what_it_may_sign(
    extensions: list[x509.ExtensionType], allowed: bool
) -> None:
    signer = SignerCertificate.of(certificate(extensions=extensions))
    assert signer.may_sign(EventKind.VACCINATION) is allowed


def test_a_certificate_with_extensions_that_are_not_der_is_still_read() -> None:
    not_der = x509.UnrecognizedExtension(BASIC_CONSTRAINTS, bytes.fromhex("3003010100"))
    empty = x509.UnrecognizedExtension(EXTENDED_KEY_USAGE, b"\x30\x00")
    strange = certificate(extensions=[not_der, empty])
    with pytest.raises(ValueError, match="parsing"):
        _ = strange.extensions
    signer = SignerCertificate.from_der(strange.public_bytes(Encoding.DER))
    assert signer.may_sign(EventKind.VACCINATION)
    assert signer.algorithm is Algorithm.ES256


def test_the_kid_is_the_head_of_the_hash_of_the_certificate(es256: Country) -> None:
    fingerprint = es256.certificate.fingerprint(hashes.SHA256())
    assert es256.signer.kid == fingerprint[:8]
    assert SignerCertificate.of(es256.certificate).kid == fingerprint[:8]


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP384R1()), None),
        (rsa.generate_private_key(65537, 1024), None),
    ],
    ids=["P-384", "RSA 1024"],
)
def test_other_curves_and_short_keys_fit_no_algorithm(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, algorithm: None
) -> None:
    own = certificate(key)
    assert SignerCertificate.of(own).algorithm is algorithm
    with pytest.raises(CertificateError) as refused:
        LocalSigner(key, own)
    assert refused.value.reason is Reason.ALGORITHM_DOES_NOT_FIT_KEY


def test_a_key_signs_only_under_its_own_certificate(es256: Country, ps256: Country) -> None:
    with pytest.raises(CertificateError):
        LocalSigner(es256.private_key, ps256.certificate)


def test_a_key_of_another_kind_is_not_trusted() -> None:
    with pytest.raises(CertificateError) as refused:
        SignerCertificate.of(certificate(ed25519.Ed25519PrivateKey.generate()))
    assert refused.value.reason is Reason.SIGNER_CERTIFICATE_WRONG


def test_the_reader_sees_what_a_strict_parser_sees(country: Country) -> None:
    strict = country.certificate
    lenient = SignerCertificate.of(strict)
    assert lenient.public_key == strict.public_key()
    assert (lenient.valid_from, lenient.valid_until) == (FROM, UNTIL)
    assert (lenient.country, lenient.kinds) == ("VN", (EventKind.VACCINATION,))


def test_bytes_behind_a_certificate_do_not_change_its_kid(es256: Country) -> None:
    encoded = es256.certificate.public_bytes(Encoding.DER)
    assert SignerCertificate.from_der(encoded + b"\n").kid == es256.signer.kid


@pytest.mark.parametrize("byte", [0, 1, 2, 3, 5, 8, 0x30, 0x7F, 0x80, 0x84, 0xFF])
def test_a_certificate_with_any_byte_changed_is_read_or_refused(es256: Country, byte: int) -> None:
    encoded = bytearray(es256.certificate.public_bytes(Encoding.DER))
    for at in range(len(encoded)):
        kept, encoded[at] = encoded[at], byte
        try:
            SignerCertificate.from_der(bytes(encoded))
        except CertificateError as error:
            assert error.reason is Reason.SIGNER_CERTIFICATE_WRONG
        encoded[at] = kept


@pytest.mark.parametrize(
    ("tag", "written", "year"),
    [
        (0x17, b"210501000000Z", 2021),
        (0x17, b"2105010000Z", 2021),
        (0x17, b"990501000000Z", 1999),
        (0x17, b"210501000000+0700", 2021),
        (0x18, b"20510501000000Z", 2051),
        (0x18, b"20510501000000.5Z", 2051),
    ],
)
def test_a_date_of_validity_may_be_written_in_many_ways(
    es256: Country, tag: int, written: bytes, year: int
) -> None:
    usual = b"\x17\x0d" + FROM.strftime("%y%m%d%H%M%SZ").encode()
    encoded = es256.certificate.public_bytes(Encoding.DER)
    assert encoded.count(usual) == 1
    begin = encoded.index(usual) - 2
    end = begin + 2 + encoded[begin + 1]
    validity = bytes([tag, len(written)]) + written + encoded[begin + 17 : end]
    inner = encoded[8:begin] + b"\x30" + bytes([len(validity)]) + validity + encoded[end:]
    changed = whole(whole(inner[: len(inner) - len(behind(encoded))]) + behind(encoded))
    assert SignerCertificate.from_der(changed).valid_from.year == year


def whole(body: bytes) -> bytes:
    return b"\x30\x82" + len(body).to_bytes(2, "big") + body


def behind(encoded: bytes) -> bytes:
    """What follows the part of a certificate that is signed."""
    return encoded[8 + int.from_bytes(encoded[6:8], "big") :]


@pytest.mark.parametrize("cut", [0, 1, 10, 100, 250])
def test_bytes_that_are_no_certificate_are_refused(es256: Country, cut: int) -> None:
    encoded = es256.certificate.public_bytes(Encoding.DER)[:cut]
    with pytest.raises(CertificateError) as refused:
        SignerCertificate.from_der(encoded)
    assert refused.value.reason is Reason.SIGNER_CERTIFICATE_WRONG


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_the_root_vouches_for_the_signer(algorithm: Algorithm) -> None:
    root_key = keys.new_private_key(algorithm)
    root = keys.make_csca(root_key, country="VN", name="CSCA", valid_from=FROM, valid_until=UNTIL)
    key = keys.new_private_key(Algorithm.ES256)
    signer = keys.make_signer_certificate(
        key.public_key(),
        csca=root,
        csca_key=root_key,
        country="VN",
        name="DSC 1",
        valid_from=FROM,
        valid_until=UNTIL - dt.timedelta(days=1),
    )
    signer.verify_directly_issued_by(root)
    assert (signer.version, signer.not_valid_before_utc) == (x509.Version.v3, FROM)
    assert not signer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert SignerCertificate.of(signer).usages == {NEW_VACCINATION}
