"""What the rows of a file say, as one short text: the same file saved anew says the same."""

import hashlib
from typing import Final

from sotiem.imports.rules.reading import DoseFile

_BETWEEN_CELLS: Final = "\x1f"
_BETWEEN_ROWS: Final = b"\x1e"


def digest_of(file: DoseFile) -> str:
    """The SHA-256 of all cells that were read, in their order; sheets' names say nothing."""
    told = hashlib.sha256()
    for listed in file.lists:
        for row in listed.rows:
            cells = [*row.person.items()]
            for dose in row.doses.values():
                cells += dose.items()
            text = _BETWEEN_CELLS.join([part for cell in cells for part in cell])
            told.update(text.encode() + _BETWEEN_ROWS)
    return told.hexdigest()
