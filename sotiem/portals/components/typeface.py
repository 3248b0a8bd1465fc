"""The typeface in full, for pictures and PDF; pages take its parts from `static/`."""

from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
FAMILY: Final = "Be Vietnam Pro"
