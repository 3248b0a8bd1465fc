"""Keys and certificates of an issuing country: its root (CSCA) and its document signers (DSC)."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from certificate_format.algorithms import Algorithm, PrivateKey, PublicKey
from certificate_format.events import EventKind
from certificate_format.trust import USAGE_OIDS

_RSA_BITS: Final = 2048
_SIGNS_DOCUMENTS: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning
_NO_KEY_USAGE: Final = {
    "digital_signature": False,
    "content_commitment": False,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}


def new_private_key(algorithm: Algorithm) -> PrivateKey:
    """Make a fresh key: P-256 for ES256, RSA of 2048 bits for PS256."""
    if algorithm is Algorithm.ES256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)


def make_csca(
    private_key: PrivateKey,
    *,
    country: str,
    name: str,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.Certificate:
    """Make the self-signed root under which a country's document signers stand."""
    subject = _name(country=country, name=name)
    builder = (
        _builder(private_key.public_key(), subject, subject, valid_from, valid_until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage("key_cert_sign", "crl_sign"), critical=True)
    )
    return builder.sign(private_key, hashes.SHA256())


def make_signer_certificate(
    public_key: PublicKey,
    *,
    csca: x509.Certificate,
    csca_key: PrivateKey,
    country: str,
    name: str,
    valid_from: datetime,
    valid_until: datetime,
    kinds: Collection[EventKind] = (EventKind.VACCINATION,),
) -> x509.Certificate:
    """Let the root vouch for a key that signs certificates of these kinds."""
    return _vouched_for(
        _builder(
            public_key, _name(country=country, name=name), csca.subject, valid_from, valid_until
        ),
        [x509.ObjectIdentifier(USAGE_OIDS[kind]) for kind in sorted(kinds)],
        csca_key,
    )


def make_document_certificate(
    public_key: PublicKey,
    *,
    csca: x509.Certificate,
    csca_key: PrivateKey,
    country: str,
    name: str,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.Certificate:
    """Let the root vouch for a key that signs documents within the country (RFC 9336), and that no
    verifier of certificates believes."""
    return _vouched_for(
        _builder(
            public_key, _name(country=country, name=name), csca.subject, valid_from, valid_until
        ),
        [_SIGNS_DOCUMENTS],
        csca_key,
    )


def _vouched_for(
    builder: x509.CertificateBuilder,
    usages: Collection[x509.ObjectIdentifier],
    csca_key: PrivateKey,
) -> x509.Certificate:
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(csca_key.public_key()),
            critical=False,
        )
        .sign(csca_key, hashes.SHA256())
    )


def make_upload_certificate(
    private_key: PrivateKey,
    *,
    country: str,
    name: str,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.Certificate:
    """Make the self-signed certificate by which a gateway knows who hands something in.

    The gateway is given it beforehand. It vouches for nobody and signs no certificates.
    """
    subject = _name(country=country, name=name)
    builder = (
        _builder(private_key.public_key(), subject, subject, valid_from, valid_until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage("digital_signature"), critical=True)
    )
    return builder.sign(private_key, hashes.SHA256())


def _builder(
    public_key: PublicKey,
    subject: x509.Name,
    issuer: x509.Name,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _key_usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**_NO_KEY_USAGE | dict.fromkeys(allowed, True))


def _name(*, country: str, name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
