"""What every page needs that goes on without a network."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

FONTS: Final = tuple(
    f"sotiem/fonts/be-vietnam-pro-{part}-normal.woff2"
    for part in ("latin-400", "latin-700", "vietnamese-400", "vietnamese-700")
)
FRAME: Final = ("sotiem/sotiem.css", "sotiem/sotiem.js", "sotiem/icon.svg", *FONTS)


def edition(files: list[str]) -> str:
    """Another name for every other set of files."""
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]


def manifest(
    *, name: str, short_name: str, language: str, address: str, scope: str, icons: Sequence[str]
) -> dict[str, Any]:
    """What a phone needs to keep pages among its apps; `icons` of 192 and of 512 pixels."""
    drawn = [
        {"src": icon, "sizes": f"{size}x{size}", "type": "image/png"}
        for icon, size in zip(icons, (192, 512), strict=True)
    ]
    return {
        "name": name,
        "short_name": short_name,
        "lang": language,
        "start_url": address,
        "scope": scope,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5a50",
        "icons": [*drawn, {**drawn[1], "purpose": "maskable"}],
    }
