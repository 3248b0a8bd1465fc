"""The JSON object that a file holds, read once for all who ask what kind of file it is."""

import json
from collections.abc import Mapping
from typing import Any


def read_json(content: bytes) -> Mapping[str, Any]:
    """The object; an empty one where the file is something else."""
    if not content.lstrip().startswith(b"{"):
        return {}
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
