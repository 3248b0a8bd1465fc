"""Base45 (RFC 9285): bytes as the 45 characters that a QR code packs best."""

from typing import Final

from certificate_format.errors import CertificateError, Reason

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_TAIL: Final = tuple(ALPHABET[n % 45] + ALPHABET[n // 45] for n in range(256))
# One look-up per two bytes is several times quicker than dividing each time.
_TRIPLE: Final = tuple(
    ALPHABET[n % 45] + ALPHABET[n // 45 % 45] + ALPHABET[n // 2025] for n in range(65536)
)
_PAIR_VALUE: Final = {
    low + high: _VALUE[low] + 45 * _VALUE[high] for low in ALPHABET for high in ALPHABET
}
_HIGH_VALUE: Final = {character: 2025 * value for character, value in _VALUE.items()}


def encode(data: bytes) -> str:
    """Write bytes as Base45 text."""
    even = len(data) & ~1
    parts = [
        _TRIPLE[first << 8 | second]
        for first, second in zip(data[0:even:2], data[1:even:2], strict=True)
    ]
    if even != len(data):
        parts.append(_TAIL[data[-1]])
    return "".join(parts)


def decode(text: str) -> bytes:
    """Read Base45 text back; every text stands for at most one sequence of bytes."""
    whole, rest = divmod(len(text), 3)
    try:
        pairs = [
            _PAIR_VALUE[text[at : at + 2]] + _HIGH_VALUE[text[at + 2]]
            for at in range(0, whole * 3, 3)
        ]
        decoded = b"".join([pair.to_bytes(2, "big") for pair in pairs])
        if rest == 0:
            return decoded
        return decoded + _PAIR_VALUE[text[whole * 3 :]].to_bytes(1, "big")
    except (KeyError, OverflowError) as error:
        raise CertificateError(Reason.BASE45_WRONG) from error
