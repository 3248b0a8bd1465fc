"""How alike two people on record are, in words."""
from collections.abc import Mapping
def explain(levels: Mapping[str, int], probability: float) -> str:
    return ""
