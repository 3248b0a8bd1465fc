"""Organizations and their files, invented."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from sotiem.imports.rules.writing import written
from sotiem.registrations.facts import STATEMENT_IN_FORCE, Described
from sotiem.registrations.models import Organization
from sotiem.registrations.operations import register_organization
from sotiem.rosters import operations
from sotiem.rosters.models import Roster
from sotiem.rosters.rules import HEADERS
from tests.factories.reference import commune
from tests.factories.registrations import sender

AT: Final = datetime(2021, 9, 1, 2, tzinfo=UTC)
CONTACT: Final = "0908888777"


def described(**facts: Any) -> Described:
    said = {
        "name": "Công ty May Mẫu",
        "kind": "company",
        "number": "0312345678",
        "address": "Lô 3, Khu công nghiệp Mẫu",
        "commune_id": commune().pk,
        "contact_name": "Trần Thị Đầu Mối",
        "contact_phone": CONTACT,
        "contact_email": "",
        "group": 13,
        "consent": STATEMENT_IN_FORCE,
        **facts,
    }
    return Described(**said)


def organization(phone: str = CONTACT, **facts: Any) -> Organization:
    return register_organization(
        described=described(contact_phone=phone, **facts),
        submission_key=uuid4(),
        by=sender(phone),
        at=AT,
    )


def worker(place: int, **cells: str) -> dict[str, str]:
    """A row of its own person."""
    given = ["An", "Bình", "Cúc", "Dung", "Em", "Giang", "Hoa", "Khanh", "Lan", "Mai"]
    digits = divmod(place, 10)
    return {
        "full_name": f"Lê Thị {given[digits[0] % 10]} {given[digits[1]]}",
        "birth_date": f"05/06/19{60 + place // 100 % 40}",
        "sex": "Nữ",
        "phone": f"0901{place:06}",
        **cells,
    }


def sheet(*rows: Mapping[str, str]) -> bytes:
    """A workbook with our columns."""
    keys = list(HEADERS)
    return written(
        [("Danh sách", [list(HEADERS.values()), *[[row.get(k, "") for k in keys] for row in rows]])]
    )


def roster(of: Organization, content: bytes, at: datetime = AT) -> Roster:
    """A file that was uploaded and checked."""
    made = operations.upload_roster(
        organization_id=of.pk,
        content=content,
        file_name="danh sach.xlsx",
        submission_key=uuid4(),
        by=sender(of.contact_phone),
        at=at,
    )
    return operations.check_roster(roster_id=made.pk, at=at)


def fates(of: Roster) -> Sequence[tuple[int, str]]:
    return list(of.rows.order_by("number").values_list("number", "fate"))


def sent(of: Roster, at: datetime = AT) -> Roster:
    by = sender(of.organization.contact_phone)
    operations.begin_sending(roster_id=of.pk, by=by, at=at)
    return operations.send_roster(roster_id=of.pk, by=by, at=at)
