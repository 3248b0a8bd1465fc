"""A company of the city that registered its people, and another file of it that waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sotiem.accounts.facts import citizen
from sotiem.facilities.models import Facility
from sotiem.imports.rules.writing import written
from sotiem.registrations.facts import STATEMENT_IN_FORCE, Described
from sotiem.registrations.operations import register_organization
from sotiem.registrations.states import OrganizationKind
from sotiem.rosters.operations import begin_sending, check_roster, send_roster, upload_roster
from sotiem.rosters.rules import HEADERS
from sotiem.sample.people import Person, families
from sotiem.sample.staff import PROVINCE

CONTACT: Final = "0918000123"
SENT, WAITING = 12, 6
WORKERS: Final = 13  # the priority group


def enrol_workers(facilities: Sequence[Facility], random: Random, *, now: datetime) -> None:
    """One file is sent, the next waits for its contact person, with rows to be mended."""
    near = next(each for each in facilities if each.path.startswith(f"{PROVINCE}/"))
    by, at = citizen(phone=CONTACT, patient_id=None), now - timedelta(days=2)
    company = register_organization(
        described=Described(
            name="Công ty May Bình Minh",
            kind=OrganizationKind.COMPANY,
            number="0312345678",
            address="Lô 3, Khu công nghiệp Mẫu",
            commune_id=near.commune_id,
            contact_name="Trần Thị Đầu Mối",
            contact_phone=CONTACT,
            contact_email="nhansu@may-binh-minh.example",
            group=WORKERS,
            consent=STATEMENT_IN_FORCE,
        ),
        submission_key=_key(random),
        by=by,
        at=at,
    )
    people = families(random, people=SENT + WAITING, cccd_province="079")
    rows = [_cells(each) for each in people]
    mended = [dict(row) for row in rows[SENT:]]
    mended[0]["phone"], mended[1]["birth_date"] = "0283812", "31/02/1990"
    for content, sent in ((rows[:SENT], True), ([*rows[:1], *mended, mended[-1]], False)):
        roster = upload_roster(
            organization_id=company.pk,
            content=_workbook(content),
            file_name="danh-sach-cong-nhan.xlsx",
            submission_key=_key(random),
            by=by,
            at=at,
        )
        check_roster(roster_id=roster.pk, at=at)
        if sent:
            begin_sending(roster_id=roster.pk, by=by, at=at)
            send_roster(roster_id=roster.pk, by=by, at=at)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _workbook(rows: Sequence[dict[str, str]]) -> bytes:
    cells = [[row.get(key, "") for key in HEADERS] for row in rows]
    return written([("Danh sách", [list(HEADERS.values()), *cells])])


def _cells(one: Person) -> dict[str, str]:
    return {
        "full_name": one.full_name,
        "birth_date": one.birth_date,
        "sex": "Nam" if one.sex.value == "male" else "Nữ",
        "phone": one.phone,
        "number": one.cccd,
        "street": one.address[:40],
        "occupation": "Công nhân may",
    }
