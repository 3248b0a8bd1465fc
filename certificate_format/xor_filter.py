"""A filter that knows a set of hashes with 9 bits each: who is in it always passes, of others one
in 256.

A binary fuse filter with three places for each hash (Graf and Lemire, 2022): built by peeling, it
is a table of bytes of which three, exclusive-or'd, give a hash's fingerprint. All arithmetic is of
32 bits, so that a browser does the same with `Math.imul`.
"""

import struct
from dataclasses import dataclass
from math import floor, log
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from certificate_format.errors import CertificateError, Reason

Words = npt.NDArray[np.uint32]  # one row a hash: its four words of 32 bits, as they stand in it
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

HEAD: Final = struct.Struct(">IIII")  # seed, length of a segment, segments, hashes
MOST_TRIES: Final = 100
MOST_PLACES: Final = 2**30


class Seats(NamedTuple):
    """Where a hash sits: three places, and the byte that they give together."""

    places: Places  # a row a hash, three columns
    fingerprints: Bytes


@dataclass(frozen=True, slots=True)
class XorFilter:
    """A set of hashes that cannot be listed, only asked."""

    seed: int
    segment_length: int
    segments: int
    size: int
    table: Bytes

    @classmethod
    def of(cls, words: Words, *, salt: int = 0) -> "XorFilter":
        """Build the filter of these hashes, none of them twice.

        Filters of different salts, below a million, err about different hashes.
        """
        length, segments = _shape(len(words))
        for seed in range(salt * MOST_TRIES, (salt + 1) * MOST_TRIES):
            seats = _seats(words, seed, length, segments)
            table = _peeled(seats, (segments + 2) * length)
            if table is not None:
                return cls(seed, length, segments, len(words), table)
        raise ValueError("a hash stands there twice")

    def has(self, words: Words) -> npt.NDArray[np.bool_]:
        """Say of each hash whether it may be in the set."""
        places, fingerprints = _seats(words, self.seed, self.segment_length, self.segments)
        first, second, third = (self.table[places[:, column]] for column in range(3))
        given: npt.NDArray[np.bool_] = (first ^ second ^ third) == fingerprints
        return given

    def to_bytes(self) -> bytes:
        """Write it: four numbers of 32 bits, big-endian, then the table."""
        head = HEAD.pack(self.seed, self.segment_length, self.segments, self.size)
        return head + self.table.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> tuple["XorFilter", bytes]:
        """Read a filter, and give what stands behind it."""
        if len(data) < HEAD.size:
            raise CertificateError(Reason.LIST_WRONG)
        seed, length, segments, size = HEAD.unpack_from(data)
        end = HEAD.size + (segments + 2) * length
        is_power = length and length & (length - 1) == 0
        if not is_power or not segments or end > min(len(data), MOST_PLACES):
            raise CertificateError(Reason.LIST_WRONG)
        table = np.frombuffer(data, np.uint8, end - HEAD.size, HEAD.size)
        return cls(seed, length, segments, size, table), data[end:]


def _shape(size: int) -> tuple[int, int]:
    """How long a segment is, and in how many a hash may begin."""
    length = 2 ** min(18, max(2, floor(log(max(size, 2)) / log(3.33) + 2.25)))
    factor = max(1.125, 0.875 + 0.25 * log(1_000_000) / log(max(size, 2)))
    return length, max(1, round(size * factor / length) - 2 + 1)


def _seats(words: Words, seed: int, length: int, segments: int) -> Seats:
    """Three places in three segments that follow one another, and a fingerprint."""
    one = _mixed(words[:, 0] ^ np.uint32(seed))
    two = _mixed(words[:, 1] ^ one)
    three = _mixed(words[:, 2] ^ two)
    begin = (one.astype(np.uint64) * np.uint64(segments)) >> np.uint64(32)
    mask = np.uint32(length - 1)
    inside = (two & mask, three & mask, (three >> np.uint32(16) ^ two >> np.uint32(13)) & mask)
    places = np.empty((len(words), 3), np.int64)
    for column, offset in enumerate(inside):
        places[:, column] = (begin + np.uint64(column)) * np.uint64(length) + offset
    fingerprints = _mixed(words[:, 3] ^ three) >> np.uint32(24)
    return Seats(places, fingerprints.astype(np.uint8))


def _mixed(value: Words) -> Words:
    """The last step of MurmurHash3: every bit changes half of the others."""
    value = value ^ (value >> np.uint32(16))
    value = value * np.uint32(0x85EBCA6B)
    value = value ^ (value >> np.uint32(13))
    value = value * np.uint32(0xC2B2AE35)
    return value ^ (value >> np.uint32(16))


def _peeled(seats: Seats, room: int) -> Bytes | None:
    """Fill the table, or say that these places do not allow it.

    Whoever has a place alone is taken out, which leaves others alone; the last taken out is
    written first, and so nobody's place is written over.
    """
    places, fingerprints = seats
    taken = np.bincount(places.ravel(), minlength=room).astype(np.int32)
    # A place with one hash left knows which: the numbers of all that share it, exclusive-or'd.
    who = np.zeros(room, np.int64)
    np.bitwise_xor.at(who, places.ravel(), np.repeat(np.arange(len(places)), 3))
    alone = np.flatnonzero(taken == 1)
    order: list[tuple[Places, Places]] = []
    left = len(places)
    while len(alone):
        hashes, first = np.unique(who[alone], return_index=True)
        own = alone[first]
        order.append((hashes, own))
        left -= len(hashes)
        shared = places[hashes].ravel()
        np.subtract.at(taken, shared, 1)
        np.bitwise_xor.at(who, shared, np.repeat(hashes, 3))
        alone = np.unique(shared[taken[shared] == 1])
    if left:
        return None
    table = np.zeros(room, np.uint8)
    for hashes, own in reversed(order):
        rows = places[hashes]
        table[own] = (
            fingerprints[hashes] ^ table[rows[:, 0]] ^ table[rows[:, 1]] ^ table[rows[:, 2]]
        )
    return table
