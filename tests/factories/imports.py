"""Sheets as facilities send them: workbooks written cell by cell, so that they can be odd."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4
from xml.sax.saxutils import escape

from sotiem.accounts.facts import Role, Staff
from sotiem.facilities.models import Facility
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import check_import, commit_import, upload_sheet
from tests.factories import accounts, reference

AT = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HEADERS: Final = (
    *("STT", "Họ và tên*", "Ngày sinh*", "Giới tính*", "Mã nhóm ưu tiên", "Đơn vị công tác"),
    *("Số điện thoại*", "CMND/CCCD", "Số thẻ BHYT", "Mã tỉnh", "Mã xã", "Thôn", "Địa chỉ"),
    *("Vắc xin mũi 1*", "Ngày tiêm mũi 1*", "Số lô mũi 1*", "Cơ sở tiêm mũi 1 (mã)*"),
    *("Ghi chú mũi 1", "Kết quả"),
)
DOSE: Final = {
    "Vắc xin mũi 1*": "AstraZeneca",
    "Ngày tiêm mũi 1*": "14/09/2021",
    "Số lô mũi 1*": "FK0112",
    "Cơ sở tiêm mũi 1 (mã)*": "79101",
}
PERSON: Final = {
    "Họ và tên*": "Nguyễn Thị Bảo Lộc",
    "Ngày sinh*": "03/04/1987",
    "Giới tính*": "Nữ",
    "Số điện thoại*": "0901234567",
    "CMND/CCCD": "079187001234",
}


_SHORT: Final = {
    "name": "Họ và tên*",
    "born": "Ngày sinh*",
    "sex": "Giới tính*",
    "group": "Mã nhóm ưu tiên",
    "phone": "Số điện thoại*",
    "number": "CMND/CCCD",
    "bhyt": "Số thẻ BHYT",
    "province": "Mã tỉnh",
    "commune": "Mã xã",
    "vaccine": "Vắc xin mũi 1*",
    "day": "Ngày tiêm mũi 1*",
    "lot": "Số lô mũi 1*",
    "facility": "Cơ sở tiêm mũi 1 (mã)*",
}


def row(**changes: str) -> dict[str, str]:
    """A good row with some cells changed: `row(name="Lê Văn Mẫu")`."""
    return {**PERSON, **DOSE, **{_SHORT[key]: text for key, text in changes.items()}}


def sheet(*rows: Mapping[str, str], headers: Sequence[str] = HEADERS) -> bytes:
    """A workbook with one sheet: the header, then these rows."""
    return workbook(
        sheet_xml([list(headers), *([each.get(h, "") for h in headers] for each in rows)])
    )


def sheet_xml(rows: Sequence[Sequence[str]], *, after: str = "") -> str:
    """The part of a sheet; a text that begins with `<f>` or `<v>` is the inside of its cell."""
    lines = (
        f'<row r="{number}">{"".join(_cells(number, cells))}</row>'
        for number, cells in enumerate(rows, 1)
    )
    return in_worksheet(f"<sheetData>{''.join(lines)}</sheetData>{after}")


def in_worksheet(inside: str) -> str:
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{inside}</worksheet>'


def _cells(number: int, cells: Sequence[str]) -> list[str]:
    return [
        _cell(f"{column_letters(place)}{number}", text) for place, text in enumerate(cells) if text
    ]


def _cell(place: str, text: str) -> str:
    if text.startswith(("<f>", "<v>")):
        return f'<c r="{place}">{text}</c>'
    inside = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{place}" t="inlineStr">{inside}</c>'


def column_letters(place: int) -> str:
    high, low = divmod(place, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def workbook(*sheets: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A zip archive that is a workbook with these sheets, and perhaps other parts."""
    numbers = range(1, len(sheets) + 1)
    entries = "".join(f'<sheet name="Trang {n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.main+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": sheets[n - 1] for n in numbers},
        **(more or {}),
    }
    return archive(parts)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return packed.getvalue()


def repacked(content: bytes, part: str, change: tuple[str, str]) -> bytes:
    """The same archive with a text of one part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    return archive({**parts, part: parts[part].replace(*change)})


def clerk(facility: Facility | None = None) -> Staff:
    """A clerk of one facility; the lot and the facility of the good row exist afterwards."""
    reference.lot()
    return accounts.staff((Role.CLERK, (facility or reference.facility()).path))


def uploaded(content: bytes, *, by: Staff, facility: Facility | None = None) -> DoseImport:
    return upload_sheet(
        facility=facility or reference.facility(),
        content=content,
        file_name="danh-sach.xlsx",
        submission_key=uuid4(),
        by=by,
        at=AT,
        again=True,
    )


def checked(content: bytes, *, by: Staff, facility: Facility | None = None) -> DoseImport:
    dose_import = uploaded(content, by=by, facility=facility)
    return check_import(import_id=dose_import.pk, at=AT)


def committed(content: bytes, *, by: Staff, facility: Facility | None = None) -> DoseImport:
    dose_import = checked(content, by=by, facility=facility)
    return commit_import(import_id=dose_import.pk, by=by, at=AT)
