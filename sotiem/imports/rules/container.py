"""Whether some bytes are a workbook that may be opened at all."""

import io
import zipfile
from typing import Final

from sotiem.foundation.refusals import Refusal

MOST_BYTES: Final = 40 * 1024 * 1024
MOST_BYTES_UNPACKED: Final = 300 * 1024 * 1024
_MOST_PARTS: Final = 2_000
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class FileIsEmpty(Refusal):
    """The file holds no bytes at all."""


class FileIsTooLarge(Refusal):
    """The file, or what it would unpack to, is larger than any sheet; details: megabytes."""


class NotAWorkbook(Refusal):
    """The file is something else than an .xlsx workbook."""


class OldWorkbook(Refusal):
    """The file is a workbook of the format before 2007 (.xls)."""


class WorkbookHasPassword(Refusal):
    """The workbook is encrypted with a password."""


class WorkbookHasMacros(Refusal):
    """The workbook carries programs."""


class WorkbookIsBroken(Refusal):
    """The workbook is damaged."""


def require_workbook(content: bytes) -> None:
    """Refuse what is not a plain .xlsx workbook of a reasonable size."""
    if not content:
        raise FileIsEmpty
    if len(content) > MOST_BYTES:
        raise FileIsTooLarge(megabytes=MOST_BYTES // 1024 // 1024)
    if content.startswith(_COMPOUND_FILE):
        raise WorkbookHasPassword if _ENCRYPTED_PACKAGE in content else OldWorkbook
    if not content.startswith(b"PK"):
        raise NotAWorkbook
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _require_plain_parts(parts.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise WorkbookIsBroken from error


def _require_plain_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookHasPassword
    if "xl/workbook.xml" not in names:
        raise NotAWorkbook
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise WorkbookHasMacros
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_BYTES_UNPACKED or len(parts) > _MOST_PARTS:
        raise FileIsTooLarge(megabytes=MOST_BYTES_UNPACKED // 1024 // 1024)
    if len(names) != len(parts) or any(part.compress_type not in _READABLE for part in parts):
        raise WorkbookIsBroken
