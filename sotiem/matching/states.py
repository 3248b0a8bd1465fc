from enum import StrEnum


class Verdict(StrEnum):
    """What a person says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNCLEAR = "unclear"  # looked at, and left as it is
