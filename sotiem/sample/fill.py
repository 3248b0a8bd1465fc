"""Fill an empty registry with the sample country, through the same doors as everyone."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import starmap
from multiprocessing import get_context
from random import Random
from typing import Final
from uuid import UUID

import django
from django.db import connections
from django.utils import timezone
from rich.progress import Progress

from sotiem.archive.operations import archive_published_days
from sotiem.certificates.operations import create_signing_key
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_facility
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import check_import, commit_import, upload_sheet
from sotiem.indicators.operations import (
    fold_figures,
    publish_doses,
    publish_figures,
    publish_standing,
)
from sotiem.places.facts import UnitCode, Version
from sotiem.places.queries import communes_of, unit
from sotiem.sample import country, staff
from sotiem.sample.aftercare import say_how_it_was
from sotiem.sample.announcements import announce_facilities
from sotiem.sample.deadlines import set_sample_deadline
from sotiem.sample.families import keep_a_child
from sotiem.sample.organizations import enrol_workers
from sotiem.sample.own_data import look_after_own_data
from sotiem.sample.people import families
from sotiem.sample.registrations import register_people
from sotiem.sample.reports import file_reports
from sotiem.sample.rules import publish_rules
from sotiem.sample.sessions import hold_sessions
from sotiem.sample.sheets import LOC, Typed, sheet_of, typed, workbook
from sotiem.sample.stock import fill_stores
from sotiem.sample.supply import open_depots, supply_depots
from sotiem.supply.operations import register_lot
from sotiem.vaccines.models import Vaccine

BY: Final = machine("sample")
CITIZEN: Final = "Người dân (họ tên, ngày sinh; số điện thoại)"
SEED: Final = 20210820
ENTERED_BEFORE: Final = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Plan:
    """A facility to come, and how many people it vaccinates."""

    commune: UnitCode
    code: str
    kind: str
    cccd_province: str
    people: int
    is_first: bool


def fill_if_empty() -> Sequence[tuple[str, str, str]]:
    """Make the sample country unless it is there; returns (role, username, password) to sign in."""
    if not Facility.objects.exists():
        fill(now=timezone.now(), share=1.0, processes=os.cpu_count() or 1)
    first = Facility.objects.order_by("pk")[0]
    people = [(one.role, one.username, staff.PASSWORD) for one in staff.sign_ins(first)]
    loc = LOC.truth.person
    return [*people, (CITIZEN, f"{loc.full_name}, {loc.birth_date}", loc.phone)]


def fill(*, now: datetime, share: float, processes: int = 1) -> None:
    """Make the sample country; `share` of its people (1 is about 20,000).

    The same country whatever the number of processes: each facility has its own chance.
    """
    # Before the first sheet of its day, whenever the country is made.
    started = timezone.localtime(now - ENTERED_BEFORE).replace(hour=7)
    create_signing_key(by=BY, at=started)
    _register_lots(at=started)
    plans = list(_plans(Random(SEED), share))
    facilities = [_register(plan, at=started) for plan in plans]
    open_depots(at=started)
    staff.engage_staff(facilities[0], at=started)
    publish_rules(at=started)
    sheets = [
        (plan, facility.pk, _workday(started, number))
        for number, (plan, facility) in enumerate(zip(plans, facilities, strict=True))
    ]
    with Progress(transient=True) as progress:
        task = progress.add_task("Filling the sample country", total=len(plans) + 4)
        for _ in _sent(sheets, processes):
            progress.advance(task)
        city = [
            (facility, rows_of(plan))
            for plan, facility in zip(plans, facilities, strict=True)
            if facility.path.startswith(staff.PROVINCE)
        ]
        file_reports(city, Random(SEED), now=now)
        progress.advance(task, 3)
        _leave_sheets_waiting(facilities[0], Random(SEED + 1), now=now)
        set_sample_deadline(facilities, Random(SEED + 3), now=now)
        fill_stores(facilities, Random(SEED + 2), now=now)
        supply_depots(facilities, Random(SEED + 7), now=now)
        hold_sessions(facilities[0], Random(SEED + 4), now=now)
        _look_after_people(facilities, now=now)
        _publish(at=now)
        audit.seal_trail(at=now)
        progress.advance(task)


def _look_after_people(facilities: Sequence[Facility], *, now: datetime) -> None:
    """What citizens and facilities do besides: each in a few rows."""
    say_how_it_was(facilities[0], Random(SEED + 6), now=now)
    register_people(facilities, Random(SEED + 5), now=now)
    keep_a_child(LOC.truth.person, facilities[0], now=now)
    look_after_own_data(facilities[0], Random(SEED + 6), now=now)
    enrol_workers(facilities, Random(SEED + 6), now=now)
    announce_facilities(facilities, Random(SEED + 6), now=now)


def _publish(*, at: datetime) -> None:
    """What everybody may know, as if last night had come already."""
    while fold_figures():
        pass
    for days_ago in (1, 0):
        night = at - timedelta(days=days_ago, hours=1)
        publish_figures(at=night)
        publish_doses(at=night)
        publish_standing(at=night)
    archive_published_days(by=BY, at=at)


def _workday(started: datetime, number: int) -> datetime:
    """A different morning for each facility."""
    morning = timezone.localtime(started).replace(hour=8, minute=20)
    return morning + timedelta(days=number, minutes=7 * number)


def _sent(sheets: Sequence[tuple[Plan, int, datetime]], processes: int) -> Iterator[None]:
    """Send every facility's sheet, on several cores if there are."""
    if processes == 1:
        yield from starmap(send_sheet, sheets)
        return
    connections.close_all()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=django.setup) as pool:
        yield from pool.map(send_sheet, *zip(*sheets, strict=True))


def _plans(random: Random, share: float) -> Iterator[Plan]:
    for province_code, cccd_province, facilities, people in country.PROVINCES:
        province = unit(UnitCode(Version.NEW, province_code))
        communes = random.sample(communes_of(province), facilities)
        for number, commune in enumerate(communes, start=1):
            yield Plan(
                commune=commune.unit_code,
                code=f"{province_code}{number:03d}",
                kind=country.KINDS[number % len(country.KINDS)],
                cccd_province=cccd_province,
                people=max(12, round(people * share / facilities)),
                is_first=(province_code, number) == (country.PROVINCES[0][0], 1),
            )


def _register(plan: Plan, *, at: datetime) -> Facility:
    commune = unit(plan.commune)
    return register_facility(
        code=plan.code,
        name=f"{plan.kind} {commune.full_name}",
        address=commune.full_name,
        commune=commune,
        by=BY,
        at=at,
    )


def _register_lots(*, at: datetime) -> None:
    vaccines = {vaccine.code: vaccine for vaccine in Vaccine.objects.all()}
    for code, numbers in country.LOTS.items():
        for number in numbers:
            register_lot(
                vaccine=vaccines[code],
                number=number,
                expires_on=country.LOTS_EXPIRE_ON,
                by=BY,
                at=at,
            )


def rows_of(plan: Plan) -> list[Typed]:
    """What the facility's clerk types: always the same for the same plan."""
    random = Random(f"{SEED} {plan.code}")
    people = families(random, people=plan.people, cccd_province=plan.cccd_province)
    rows = [typed(random, truth) for truth in country.vaccinated(random, people)]
    return [LOC, *rows] if plan.is_first else rows


def send_sheet(plan: Plan, facility_id: int, at: datetime) -> None:
    """Upload a facility's sheet, have it checked, and commit it."""
    random = Random(f"{SEED} {plan.code} sheet")
    facility = Facility.objects.get(pk=facility_id)
    content = sheet_of(rows_of(plan), facility.code, random)
    sheet = _upload(facility, content, f"danh-sach-tiem-{facility.code}.xlsx", random, at=at)
    check_import(import_id=sheet.pk, at=at)
    commit_import(import_id=sheet.pk, by=staff.clerk_of(facility, at=at), at=at)


def _leave_sheets_waiting(facility: Facility, random: Random, *, now: datetime) -> None:
    """Three sheets that wait for their clerk: a clean one, one with every kind of mistake, and one
    that leaves open how it is meant."""
    people = families(random, people=18, cccd_province="079")
    rows = [typed(random, truth) for truth in country.vaccinated(random, people)]
    content = sheet_of(rows, facility.code, random)
    sheet = _upload(facility, content, "bo-sung-tuan-nay.xlsx", random, at=now)
    check_import(import_id=sheet.pk, at=now)
    mixed = _upload(
        facility, workbook(_dirty_rows(facility)), "danh-sach-can-sua.xlsx", random, at=now
    )
    check_import(import_id=mixed.pk, at=now)
    unclear = _upload(
        facility, workbook(_unclear_rows(facility)), "chua-ro-cach-ghi.xlsx", random, at=now
    )
    check_import(import_id=unclear.pk, at=now)


def _unclear_rows(facility: Facility) -> list[dict[str, str]]:
    """Men only, told by a number, of whom nothing else tells the sex; days of both orders."""
    names = ("Hà Khánh Minh", "Lại Quang Vinh", "Kiều Đức Thắng", "Bạch Gia Huy")
    days = ("08/25/2021", "26/08/2021", "03/09/2021", "09/03/2021")
    return [
        {
            **_good_row(facility),
            "STT": str(n),
            "Họ và tên": name,
            "Giới tính": "1",
            "Số điện thoại": f"090300022{n}",
            "Số CMND/CCCD": "",
            "Ngày tiêm mũi 1": day,
        }
        for n, (name, day) in enumerate(zip(names, days, strict=True), start=1)
    ]


def _good_row(facility: Facility) -> dict[str, str]:
    return {
        "STT": "1",
        "Họ và tên": "Lương Thị Kim Oanh",
        "Ngày sinh": "14/02/1979",
        "Giới tính": "Nữ",
        "Số điện thoại": "0903000111",
        "Số CMND/CCCD": "079179004321",
        "Vắc xin mũi 1": "AstraZeneca",
        "Ngày tiêm mũi 1": "12/08/2021",
        "Số lô mũi 1": "FK0112",
        "Cơ sở tiêm mũi 1": facility.code,
    }


def _dirty_rows(facility: Facility) -> list[dict[str, str]]:
    good = _good_row(facility)
    changes: tuple[dict[str, str], ...] = (
        {},
        {"Họ và tên": "Tạ Văn Phong", "Giới tính": "Nam", "Ngày sinh": "30/02/1980"},
        {"Họ và tên": "Cao Thị Diệp", "Ngày tiêm mũi 1": "31/09/2021"},
        {"Họ và tên": "Mai Văn Quý", "Giới tính": "Nam", "Số lô mũi 1": "ZZ9999"},
        {"Họ và tên": "Đinh Thị Huệ", "Số điện thoại": "12345"},
        {"Họ và tên": "La Thị Nga", "Vắc xin mũi 1": "Vero Cell"},
        {"Họ và tên": "LUONG THI KIM OANH", "Số lô mũi 1": "FK0209"},
        {"Họ và tên": "Phùng Văn Tài", "Giới tính": "Nam", "Cơ sở tiêm mũi 1": "99999"},
    )
    return [{**good, **change, "STT": str(n)} for n, change in enumerate(changes, start=1)]


def _upload(
    facility: Facility, content: bytes, name: str, random: Random, *, at: datetime
) -> DoseImport:
    return upload_sheet(
        facility=facility,
        content=content,
        file_name=name,
        submission_key=UUID(int=random.getrandbits(128), version=4),
        by=staff.clerk_of(facility, at=at),
        at=at,
    )
