"""The registry of a world: facilities and lots, the channel, and the sheets that lie unfinished.

python -m benchmarks.with_django corrections.filling places FILES
python -m benchmarks.with_django corrections.filling sheets FILES
"""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils import timezone

from benchmarks.corrections.world import CHANNEL
from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import User
from sotiem.accounts.operations import grant_role, register_user
from sotiem.accounts.queries import staff_of
from sotiem.certificates.operations import ensure_signing_key
from sotiem.corrections.channels import Channel, ChannelKind
from sotiem.corrections.operations import open_channel, plan_channel
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_facility
from sotiem.foundation.actors import machine
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import check_import, upload_sheet
from sotiem.places.models import AdministrativeUnit
from sotiem.supply.operations import register_lot
from sotiem.vaccines.facts import Ambiguous
from sotiem.vaccines.queries import vaccine_names

BY: Final = machine("benchmark")
ADMINISTRATOR, CLERK = "benchmark-administrator", "benchmark-clerk"
EXPIRES: Final = date(2024, 12, 31)
COUNTRY: Final = Jurisdiction.country()


def main(arguments: Sequence[str]) -> None:
    steps: dict[str, Callable[[Path], None]] = {"places": places, "sheets": sheets}
    step, files = arguments
    steps[step](Path(files))


def places(files: Path) -> None:
    """Register what a world names: its facilities and lots, and the channel of its reports."""
    ensure_signing_key(at=timezone.now())
    units = AdministrativeUnit.objects.filter(version="2025", level="commune")
    communes = {str(unit.unit_code): unit for unit in units.select_related("parent")}
    there = set(Facility.objects.values_list("code", flat=True))
    for row in _lines(files / "facilities.csv"):
        if row["code"] not in there:
            register_facility(
                code=row["code"],
                name=row["name"],
                address="1 Đường Mẫu",
                commune=communes[row["commune"]],
                by=BY,
                at=timezone.now(),
            )
    names = vaccine_names()
    for row in _lines(files / "lots.csv"):
        found = names.find(row["vaccine"])
        # Where two products have one name, its lots are of the first.
        vaccine = found.candidates[0] if isinstance(found, Ambiguous) else found
        assert vaccine is not None
        register_lot(
            vaccine=vaccine,
            number=row["lot"],
            expires_on=EXPIRES,
            by=BY,
            at=timezone.now(),
        )
    _open_channel()


def sheets(files: Path) -> None:
    """Let each facility send its sheet, and leave it unfinished."""
    by = staff(CLERK, Role.CLERK, COUNTRY)
    for sheet in sorted((files / "held").glob("*.xlsx")):
        content = sheet.read_bytes()
        key = UUID(hashlib.md5(content, usedforsecurity=False).hexdigest())
        if DoseImport.objects.filter(submission_key=key).exists():
            continue
        sent = upload_sheet(
            facility=Facility.objects.get(code=sheet.stem),
            content=content,
            file_name=sheet.name,
            submission_key=key,
            by=by,
            at=timezone.now(),
        )
        check_import(import_id=sent.pk, at=timezone.now(), processes=1)


def staff(username: str, role: Role, jurisdiction: Jurisdiction) -> Staff:
    """Somebody who may; made when there is no such user yet."""
    return staff_of(user_of(username, role, jurisdiction), at=timezone.now())


def user_of(username: str, role: Role, jurisdiction: Jurisdiction) -> User:
    user, at = User.objects.filter(username=username).first(), timezone.now()
    if user is None:
        user = register_user(
            username=username,
            full_name="Trần Văn Mẫu",
            unit_name="Đơn vị Mẫu",
            password=None,
            by=BY,
            at=at,
        )
        grant_role(user=user, role=role, jurisdiction=jurisdiction, by=BY, at=at)
    return user


def _open_channel() -> None:
    if Channel.objects.filter(code=CHANNEL).exists():
        return
    by, at = staff(ADMINISTRATOR, Role.ADMINISTRATOR, COUNTRY), timezone.now()
    plan_channel(
        code=CHANNEL,
        kind=ChannelKind.LOADED,
        name_vi="Cổng cũ",
        name_en="Earlier portal",
        text_vi="",
        text_en="",
        jurisdiction=COUNTRY,
        by=by,
        at=at,
    )
    open_channel(code=CHANNEL, opens_at=at, by=by, at=at)


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
