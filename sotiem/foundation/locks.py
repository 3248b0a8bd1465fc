"""Locks of the whole database, held until the transaction ends: their numbers stand here."""

from collections.abc import Iterable
from enum import IntEnum, unique

from django.db import connection

HOLD_SOME = """
SELECT count({lock}(%s, number))
FROM (SELECT number FROM unnest(%s::int[]) AS wanted (number) ORDER BY number OFFSET 0) AS ordered
"""
ALONE = HOLD_SOME.format(lock="pg_advisory_xact_lock")
SHARED = HOLD_SOME.format(lock="pg_advisory_xact_lock_shared")


@unique
class Lock(IntEnum):
    """What only one transaction at a time may do."""

    SEALING = 0x50715EA1
    LOADING_PLACES = 0x50715EA2
    LOADING_VACCINES = 0x50715EA3
    MAKING_A_KEY = 0x50715EA4
    ADDING_UP = 0x50715EA5
    FOLDING_FIGURES = 0x50715EC1
    COMPARING_PHOTOS = 0x50715EB1
    FINDING_SHARED_ERRORS = 0x50715EA9
    PUBLISHING_REVOCATIONS = 0x50715EAA
    PUBLISHING_RULES = 0x50715EAB
    TAKING_TRUST_LISTS = 0x50715EAC
    SETTING_SIGNATURES = 0x50715EAD
    ARCHIVING = 0x50715EAE
    OPENING_DEPOTS = 0x50715EAF
    DECIDING_ALLOCATIONS = 0x50715EB0
    ADDING_UP_SUPPLY = 0x50715EB2


@unique
class LockSpace(IntEnum):
    """What only one transaction at a time may do with one number of a space."""

    NEWCOMERS = 0x5071
    ENTRIES = 0x5072
    SESSION_LISTS = 0x5073
    SINGLE_NEWCOMERS = 0x5074
    SLIPS = 0x5075
    FILES_OF_FACILITY = 0x5076
    REGISTRANTS = 0x5077
    REACTIONS = 0x5078
    CHANNELS = 0x5080
    FACILITY_KEYS = 0x5081
    CONFIRMATIONS = 0x5082
    FACILITY_CODES = 0x50C8


def hold(lock: Lock) -> None:
    """Wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock.value])


def hold_some(space: LockSpace, numbers: Iterable[int]) -> None:
    """Wait for several locks of a space, always in the same order."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [space.value, sorted(set(numbers))])


def share_some(space: LockSpace, numbers: Iterable[int]) -> None:
    """The same, together with others who share them, and with nobody who holds one alone."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [space.value, sorted(set(numbers))])
