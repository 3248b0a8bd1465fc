"""The lines of a decision as a sheet: the one we give out, and the one that comes back."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext

from sotiem.facilities.models import Facility
from sotiem.imports.rules.container import FileIsTooLarge, require_workbook
from sotiem.imports.rules.layout import clean, header_key
from sotiem.imports.rules.table import read_table
from sotiem.imports.rules.workbook import read_sheets
from sotiem.imports.rules.writing import written
from sotiem.portals.stock.forms import MOST_DOSES
from sotiem.supply.queries import stores_coded

MOST_BYTES: Final = 5 * 1024 * 1024
_MEGABYTE: Final = 1024 * 1024
# Headers stand in the file itself, in Vietnamese whatever language the page speaks.
STORE, NAME, DOSES = "Mã nơi nhận", "Tên nơi nhận", "Số liều"
_ROWS_BEFORE_HEADER: Final = 20
_SHOWN: Final = 20


class BadLines(Exception):
    """Some rows of the sheet cannot be taken; each has its sentence."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences


def template(stores: Sequence[Facility]) -> bytes:
    """The sheet to fill in: every store that a decision may name, without doses."""
    rows = [[store.code, store.name, ""] for store in stores]
    return written([("Phân bổ", [[STORE, NAME, DOSES], *rows])])


def read_lines(content: bytes) -> dict[Facility, int]:
    """How many doses each store gets, as the sheet says; rows without doses give none."""
    if len(content) > MOST_BYTES:
        raise FileIsTooLarge(megabytes=MOST_BYTES // _MEGABYTE)
    told = list(_told(_rows(content)))
    stores = stores_coded(code for _number, code, _doses in told)
    found: dict[Facility, int] = {}
    wrong: list[str] = []
    for number, code, doses in told:
        store, named = stores.get(code), {"row": number, "code": code}
        if store is None:
            wrong.append(
                gettext("Dòng %(row)s: không có kho hoặc cơ sở nào mang mã “%(code)s”.") % named
            )
        elif store in found:
            wrong.append(gettext("Dòng %(row)s: mã “%(code)s” đã có ở dòng trên.") % named)
        elif not doses.isdecimal() or not 0 < int(doses) <= MOST_DOSES:
            wrong.append(gettext("Dòng %(row)s: hãy ghi số liều bằng chữ số, ví dụ 1200.") % named)
        else:
            found[store] = int(doses)
    if wrong:
        raise BadLines(wrong[:_SHOWN])
    return found


def _rows(content: bytes) -> list[list[str]]:
    if content.startswith(b"PK") or not content or b"\0" in content[:1_000]:
        require_workbook(content)
        return next((each.rows for each in read_sheets(content) if not each.is_hidden), [])
    return read_table(content).rows


def _told(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, str]]:
    """The number of each row that names doses, its store, and how many, as digits if it can be."""
    wanted = [header_key(STORE), header_key(DOSES)]
    heads = [[header_key(cell) for cell in row] for row in rows[:_ROWS_BEFORE_HEADER]]
    place = next((place for place, keys in enumerate(heads) if set(wanted) <= set(keys)), None)
    if place is None:
        told = gettext("Không thấy dòng tên cột có “Mã nơi nhận” và “Số liều”. Hãy dùng tệp mẫu.")
        raise BadLines([told])
    store, doses = (heads[place].index(key) for key in wanted)
    for number, row in enumerate(rows[place + 1 :], start=place + 2):
        amount = clean(row[doses])
        if amount:
            yield number, clean(row[store]).upper(), _plain(amount)


def _plain(amount: str) -> str:
    """1.200 and 1 200 are twelve hundred."""
    groups = amount.replace(" ", ".").split(".")
    whole = all(len(group) == 3 for group in groups[1:])
    return "".join(groups) if whole else amount
