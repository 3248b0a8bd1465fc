"""Countries in words, by their two letters (ISO 3166); names by `tools/build_countries.py`."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_NAMES = Path(__file__).with_name("countries.json")


def name_of(code: str) -> str:
    """A country's name in the reader's language; an unknown code stands for itself."""
    vietnamese, english = _names().get(code, (code, code))
    return english if get_language() == "en" else vietnamese


def name_in_english(code: str) -> str:
    """The same for the command line."""
    return _names().get(code, (code, code))[1]


@cache
def _names() -> dict[str, tuple[str, str]]:
    listed = json.loads(_NAMES.read_text(encoding="utf-8"))
    return {code: (vietnamese, english) for code, (vietnamese, english) in listed.items()}
