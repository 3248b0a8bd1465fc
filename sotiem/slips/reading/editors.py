"""Programs that change pictures, as files name them."""

from typing import Final

_EDITORS: Final = (
    "photoshop", "lightroom", "gimp", "picsart", "snapseed", "pixlr", "canva", "paint.net",
    "meitu", "facetune", "affinity photo", "photoscape", "polarr", "vsco", "b612", "coreldraw",
)  # fmt: skip


def editor_of(software: str) -> str:
    """The program's name if it is one that changes pictures, else nothing.

    Phones and messengers write their own names there, which mean no harm.
    """
    lower = software.lower()
    return software if any(editor in lower for editor in _EDITORS) else ""
