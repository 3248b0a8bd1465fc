"""What somebody saw who answers for a row's dose."""

from collections.abc import Iterable
from hashlib import blake2b


def seen_of(answer: str, dose_ids: Iterable[int]) -> str:
    """A short word for what stood on the screen: the answer so far, and the doses on record."""
    told = "|".join([answer, *map(str, sorted(dose_ids))])
    return blake2b(told.encode(), digest_size=8).hexdigest()
