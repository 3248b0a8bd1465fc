"""The short hash by which a signed certificate is revoked."""

import hashlib
from typing import Final

from certificate_format.algorithms import Algorithm

HASH_BYTES: Final = 16


def signature_hash(algorithm: Algorithm, signature: bytes) -> bytes:
    """Shorten a signature to the 128 bits that revocation lists carry.

    With ES256, (r, s) and (r, n - s) are both valid: a hash of the whole signature could be
    dodged by sending the other one, so only r is hashed.
    """
    revoked = signature[:32] if algorithm is Algorithm.ES256 else signature
    return hashlib.sha256(revoked).digest()[:HASH_BYTES]
