"""`sotiem reports load` and `export`: an earlier channel's reports, each once."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.corrections.channels import ChannelKind, ChannelTally
from sotiem.corrections.facts import RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations import (
    climb_overdue,
    open_channel,
    plan_channel,
    refuse_report,
    reopen_report,
)
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation.models import AuditEntry
from sotiem.messages.models import Message
from sotiem.runtime import reports
from tests.factories import accounts, corrections, reference
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")

HEADER = (
    "source_id,sent_at,sender_phone,full_name,birth_date,kind,vaccine,given_on,lot,facility,photo\n"
)
ONE = (
    "A1,2021-09-10T08:00,0901234567,Nguyễn Thị Bảo Lộc,1987-04-03,dose_missing,"
    "{vaccine},2021-08-12,FK0112,{facility},a.png\n"
)
TWO = "A2,10/09/2021 09:30,0901234567,Trần Quang Sơn,1961,,Thuốc lạ,,,Trạm lạ,\n"
NO_PHONE = "A3,2021-09-10T08:00,,Lê Văn Không,1990-01-01,,,,,,\n"
AHEAD = "A4,2990-09-10T08:00,0901234568,Lê Văn Mai Sau,1990-01-01,,,,,,\n"


@pytest.fixture(autouse=True)
def channel(committed_db: None) -> None:
    by, at = accounts.staff((Role.ADMINISTRATOR, "vn")), datetime(2021, 9, 1, tzinfo=UTC)
    plan_channel(
        code="tp-hcm",
        kind=ChannelKind.LOADED,
        name_vi="Cổng cũ",
        name_en="Earlier portal",
        text_vi="",
        text_en="",
        jurisdiction=Jurisdiction("vn/2025:79"),
        by=by,
        at=at,
    )
    open_channel(code="tp-hcm", opens_at=at, by=by, at=at)


def rows(*lines: str) -> str:
    words = {"vaccine": reference.vaccine().code, "facility": reference.facility().code}
    return HEADER + "".join(line.format(**words) for line in lines)


def load(sotiem: Command, path: Path, text: str, *more: str | Path) -> str:
    path.write_text(text, encoding="utf-8")
    told = sotiem("reports", "load", path, "--channel", "tp-hcm", "--processes", "1", *more)
    return " ".join(told.output.split())


def test_an_export_is_loaded_once_and_its_sender_told_once(sotiem: Command, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    assert "1 reports loaded, 0 known already, 0 left out" in load(sotiem, file, rows(ONE))
    assert "1 reports loaded, 1 known already" in load(sotiem, file, rows(ONE, TWO))
    assert "0 reports loaded, 2 known already" in load(sotiem, file, rows(ONE, TWO))
    assert CorrectionReport.objects.count() == 2
    message = Message.objects.get(purpose="reports_loaded")
    assert (message.phone, message.values["number"]) == ("0901234567", "1")
    tallies = ChannelTally.objects.filter(what="received", channel__code="tp-hcm")
    assert sum(tally.number for tally in tallies) == 2
    assert AuditEntry.objects.filter(action="correction_report.loaded").count() == 2


def test_a_report_without_a_known_facility_is_answered_where_its_sender_lives(
    sotiem: Command, tmp_path: Path
) -> None:
    commune = reference.facility().commune
    assert commune.parent is not None
    header = HEADER.replace("photo", "province,ward,photo")
    line = ONE.replace("{facility},a.png", f",{commune.parent.full_name},{commune.full_name},")
    load(sotiem, tmp_path / "export.csv", rows(line).replace(HEADER, header))
    assert CorrectionReport.objects.get().path == jurisdiction_of(commune).path


def test_what_an_export_says_is_kept(sotiem: Command, tmp_path: Path) -> None:
    load(sotiem, tmp_path / "export.csv", rows(ONE, TWO))
    first, second = CorrectionReport.objects.order_by("source_id")
    assert (first.kind, first.patient) == (ReportKind.NOTHING_RECORDED, None)
    assert first.said.dose.vaccine_id == reference.vaccine().pk
    assert first.claims["kind_said"] == "dose_missing"
    assert first.path == reference.facility().path
    assert first.answer_due_at == first.submitted_at + timedelta(hours=48)
    assert second.said.person is not None
    assert second.said.person.full_name == "Trần Quang Sơn"
    assert (second.said.dose.vaccine_id, second.claims["vaccine_said"]) == (None, "Thuốc lạ")
    assert (second.said.dose.place, second.path) == ("Trạm lạ", "vn/2025:79")
    assert second.submitted_at.isoformat() == "2021-09-10T02:30:00+00:00"


def test_a_row_that_is_no_report_is_told_and_the_others_go_on(
    sotiem: Command, tmp_path: Path
) -> None:
    result = tmp_path / "result.csv"
    text = rows(NO_PHONE, ONE, AHEAD, ONE, ",,,,,,,,,,\n")
    assert "1 reports loaded, 0 known already, 4 left out" in load(
        sotiem, tmp_path / "export.csv", text, "--result", result
    )
    told = [
        (one["source_id"], one["result"], one["reason"])
        for one in csv.DictReader(result.read_text().splitlines())
    ]
    assert told == [
        ("A3", "left out", "sender_phone is missing or unreadable"),
        ("A1", "loaded", ""),
        ("A4", "left out", "sent_at is missing, unreadable, or still ahead"),
        ("A1", "left out", "source_id stands in a row above"),
        ("", "left out", "source_id is missing, or longer than 80 letters"),
    ]


def test_a_load_that_was_interrupted_goes_on_where_it_was(
    sotiem: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "ROWS_AT_ONCE", 1)
    real, slices = reports.load_slice, []

    def fail_second(rows: pl.DataFrame, **given: str) -> object:
        slices.append(rows)
        if len(slices) == 2:
            raise RuntimeError("no more power")
        return real(rows, **given)

    monkeypatch.setattr(reports, "load_slice", fail_second)
    with pytest.raises(RuntimeError):
        load(sotiem, tmp_path / "export.csv", rows(ONE, TWO))
    assert CorrectionReport.objects.count() == 1
    assert "1 reports loaded, 1 known" in load(sotiem, tmp_path / "export.csv", rows(ONE, TWO))
    assert Message.objects.filter(purpose="reports_loaded").count() == 1


def test_photos_are_kept_when_they_come(sotiem: Command, tmp_path: Path) -> None:
    photos, result = tmp_path / "photos", tmp_path / "result.csv"
    photos.mkdir()
    (tmp_path / "secret.png").write_bytes(corrections.photo())
    escape = TWO.replace(",\n", ",../secret.png\n")
    text = rows(ONE, escape)
    told = load(sotiem, tmp_path / "e.csv", text, "--photos", photos, "--result", result)
    assert "0 photos kept, 2 not" in told
    assert "the photo is not in the folder" in result.read_text()
    (photos / "a.png").write_bytes(corrections.photo(kind="PNG"))
    assert "1 photos kept, 1 not" in load(sotiem, tmp_path / "e.csv", text, "--photos", photos)
    assert "0 photos kept, 1 not" in load(sotiem, tmp_path / "e.csv", text, "--photos", photos)
    assert Evidence.objects.get().report.source_id == "A1"


def test_ten_thousand_rows_of_one_phone_are_one_message(sotiem: Command, tmp_path: Path) -> None:
    lines = [
        f"S{number},2021-09-10T08:00,0901234567,Lê Văn Tám,1990-01-01,,,,,,\n"
        for number in range(10_000)
    ]
    assert "10,000 reports loaded" in load(sotiem, tmp_path / "e.csv", rows(*lines))
    assert Message.objects.filter(purpose="reports_loaded").count() == 1


def test_what_is_loaded_overdue_climbs_a_day_later(sotiem: Command, tmp_path: Path) -> None:
    load(sotiem, tmp_path / "export.csv", rows(ONE))
    report = CorrectionReport.objects.get()
    assert report.answer_due_at < timezone.now()
    assert climb_overdue(at=timezone.now()) == 0
    assert climb_overdue(at=timezone.now() + timedelta(hours=25)) == 1


def test_an_unknown_channel_is_refused(sotiem: Command, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(rows(ONE), encoding="utf-8")
    told = sotiem("reports", "load", file, "--channel", "khong-co")
    assert (told.exit_code, "no channel khong-co" in told.output) == (1, True)


def test_the_export_tells_decisions_and_no_names(sotiem: Command, tmp_path: Path) -> None:
    report, officer, out = corrections.nothing_recorded(), corrections.officer(), tmp_path / "o.csv"
    corrections.taken_up(report, officer)
    refuse_report(
        report_id=report.pk,
        reason=RefusalReason.SLIP_BLURRED,
        note="Mờ.",
        by=officer,
        at=corrections.AT + timedelta(hours=7, minutes=30),
    )
    corrections.nothing_recorded()
    sotiem("reports", "export", "--decided", "--out", out)
    (told,) = csv.DictReader(out.read_text().splitlines())
    assert told == {
        "code": report.tracking_code,
        "decision": "refused",
        "decided_by": f"officer:{officer.key}",
        "hours": "7",
        "effect": "slip_blurred",
    }


def test_the_export_tells_what_was_decided_last(sotiem: Command, tmp_path: Path) -> None:
    report, out = corrections.nothing_recorded(), tmp_path / "o.csv"
    first, last = corrections.officer(), corrections.officer()

    def refuse(reason: RefusalReason, by: Staff) -> None:
        corrections.taken_up(report, by)
        refuse_report(report_id=report.pk, reason=reason, note="", by=by, at=corrections.AT)

    refuse(RefusalReason.SLIP_INCOMPLETE, first)
    reopen_report(report_id=report.pk, note="Xem lại", by=first, at=corrections.AT)
    refuse(RefusalReason.NAME_CONTRADICTS, last)
    sotiem("reports", "export", "--decided", "--out", out)
    (told,) = csv.DictReader(out.read_text().splitlines())
    assert told["effect"] == "name_contradicts"
    assert told["decided_by"] == f"officer:{last.key}"
