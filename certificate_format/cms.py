"""Signed data as gateways between countries take it: CMS (RFC 5652), with its content inside."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7Options,
    PKCS7SignatureBuilder,
)

from certificate_format.algorithms import PrivateKey


def sign_cms(content: bytes, *, key: PrivateKey, certificate: x509.Certificate) -> bytes:
    """Sign content as SignedData in DER (SHA-256), the signer's certificate beside it."""
    builder = PKCS7SignatureBuilder().set_data(content)
    signed = builder.add_signer(certificate, key, hashes.SHA256())
    return signed.sign(Encoding.DER, [PKCS7Options.Binary])
