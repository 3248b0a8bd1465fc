"""Who is revoked, exactly, in some bits each: nobody valid is ever refused by it.

A filter of all revoked hashes also lets pass some that are valid. A second filter knows just
these, a third the revoked ones that the second lets pass by mistake, and so on until none is left.
That needs to know all valid hashes, which only their issuer does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from certificate_format.errors import CertificateError, Reason
from certificate_format.revocation import HASH_BYTES
from certificate_format.xor_filter import Words, XorFilter

MAGIC: Final = b"STC1"
MOST_LEVELS: Final = 32
AT_ONCE: Final = 1_000_000

Hashes = Callable[[], Iterable[bytes]]  # all of them, in blocks of whole hashes, asked once


@dataclass(frozen=True, slots=True)
class FilterCascade:
    """Which of an issuer's certificates are revoked. Of others' it says nothing that counts."""

    levels: tuple[XorFilter, ...]

    @classmethod
    def of(cls, revoked: bytes, live: Hashes) -> "FilterCascade":
        """Build it from the hashes of all revoked and all valid certificates of one key.

        Hashes stand one after the other, 16 bytes each. None may be on both sides.
        """
        inside = words_of(revoked)
        if not len(inside):
            return cls(())
        levels = [XorFilter.of(inside)]
        outside = _mistaken(levels[0], map(words_of, live()))
        while len(outside):
            if len(levels) == MOST_LEVELS:
                raise ValueError("a hash is revoked and valid at once")
            levels.append(XorFilter.of(outside, salt=len(levels)))
            inside, outside = outside, _mistaken(levels[-1], [inside])
        return cls(tuple(levels))

    def has(self, signature_hash: bytes) -> bool:
        """Say whether the certificate of this hash is revoked."""
        words = words_of(signature_hash)
        for number, level in enumerate(self.levels):
            if not level.has(words)[0]:
                return number % 2 == 1
        return len(self.levels) % 2 == 1

    def to_bytes(self) -> bytes:
        """Write it: a name, how many levels, and each of them."""
        head = MAGIC + len(self.levels).to_bytes(4, "big")
        return head + b"".join(level.to_bytes() for level in self.levels)

    @classmethod
    def from_bytes(cls, data: bytes) -> "FilterCascade":
        """Read what `to_bytes` wrote."""
        number = int.from_bytes(data[4:8], "big")
        if data[:4] != MAGIC or len(data) < 8 or number > MOST_LEVELS:
            raise CertificateError(Reason.LIST_WRONG)
        levels, rest = [], data[8:]
        for _ in range(number):
            level, rest = XorFilter.from_bytes(rest)
            levels.append(level)
        if rest:
            raise CertificateError(Reason.TRAILING_BYTES)
        return cls(tuple(levels))


def words_of(hashes: bytes) -> Words:
    """The four words of each hash."""
    if len(hashes) % HASH_BYTES:
        raise ValueError(f"a hash has {HASH_BYTES} bytes")
    return np.frombuffer(hashes, ">u4").astype(np.uint32).reshape(-1, 4)


def _mistaken(level: XorFilter, asked: Iterable[Words] | Sequence[Words]) -> Words:
    """Of hashes that are not in a filter, those that it lets pass all the same."""
    found = [
        block[level.has(block)]
        for words in asked
        for block in (words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE))
    ]
    return np.concatenate(found) if found else np.empty((0, 4), np.uint32)
