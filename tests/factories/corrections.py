"""Reports of invented people, and drawn pictures instead of their slips."""

import io
from datetime import UTC, date, datetime

from PIL import Image

from sotiem.accounts.facts import Citizen, Role, Staff, citizen
from sotiem.corrections.channels import NATIONAL
from sotiem.corrections.facts import (
    KIND_SAID,
    PHOTO_NAMED,
    Claims,
    DoseClaim,
    LoadedReport,
    PersonClaim,
    RefusalReason,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    keep_photos,
    load_reports,
    refuse_report,
    submit_report,
    take_up_report,
)
from sotiem.doses.models import Dose
from sotiem.foundation.actors import machine
from sotiem.foundation.identifiers import new_submission_key
from sotiem.patients.models import Patient
from tests.factories import accounts, doses, patients, reference

AT = datetime(2021, 10, 11, 2, tzinfo=UTC)
ANOTHER_DAY = DoseClaim(administered_on=date(2021, 8, 13))
PHONE = "0901234567"


def photo(size: tuple[int, int] = (800, 600), *, kind: str = "JPEG", colour: str = "navy") -> bytes:
    """A picture of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, kind)
    return kept.getvalue()


def officer(path: str = "vn") -> Staff:
    return accounts.staff((Role.OFFICER, path))


def new_dose_claim(day: date = date(2021, 9, 20)) -> DoseClaim:
    """A dose that is on nobody's record."""
    return DoseClaim(
        vaccine_id=reference.vaccine().pk,
        administered_on=day,
        lot_number="FK0112",
        facility_id=reference.facility().pk,
    )


def newcomer(*, full_name: str = "Lê Văn Chưa Có", phone: str = PHONE) -> PersonClaim:
    return PersonClaim(full_name=full_name, birth_date="1990-05-06", phone=phone)


def about(
    dose: Dose,
    *,
    kind: ReportKind = ReportKind.DOSE_WRONG,
    claim: DoseClaim | None = ANOTHER_DAY,
    photos: int = 1,
    colour: str = "navy",
    at: datetime = AT,
) -> CorrectionReport:
    """A report about a dose on record."""
    return submit_report(
        kind=kind,
        patient_id=dose.patient_id,
        dose_id=dose.pk,
        claims=Claims(dose=claim or DoseClaim()),
        story="Phiếu ghi ngày khác.",
        photos=keep_photos(files=[("phieu.jpg", photo(colour=colour))] * photos, at=at),
        submission_key=new_submission_key(),
        by=accounts.citizen_of(dose.patient),
        at=at,
    )


NOTHING_SAID = Claims()


def said(
    kind: ReportKind, patient: Patient, claims: Claims = NOTHING_SAID, *, dose: Dose | None = None
) -> CorrectionReport:
    """A report of any kind by somebody on record."""
    return submit_report(
        kind=kind,
        patient_id=patient.pk,
        dose_id=dose.pk if dose else None,
        claims=claims,
        story="",
        photos=(),
        submission_key=new_submission_key(),
        by=accounts.citizen_of(patient),
        at=AT,
    )


def wrong() -> CorrectionReport:
    """A report that the day of a dose is wrong."""
    return about(doses.dose(patients.patient()))


def missing(patient: Patient, claim: DoseClaim | None = None) -> CorrectionReport:
    """A report that a dose is missing."""
    return submit_report(
        kind=ReportKind.DOSE_MISSING,
        patient_id=patient.pk,
        dose_id=None,
        claims=Claims(dose=claim or new_dose_claim()),
        story="",
        photos=(),
        submission_key=new_submission_key(),
        by=accounts.citizen_of(patient),
        at=AT,
    )


def stranger(phone: str = PHONE) -> Citizen:
    """Someone who holds a phone and was not found on record."""
    return citizen(phone=phone, patient_id=None)


def nothing_recorded(
    person: PersonClaim | None = None, claim: DoseClaim | None = None
) -> CorrectionReport:
    """A report of someone who is not on record."""
    person = person or newcomer()
    return submit_report(
        kind=ReportKind.NOTHING_RECORDED,
        patient_id=None,
        dose_id=None,
        claims=Claims(dose=claim or new_dose_claim(), person=person),
        story="",
        photos=(),
        submission_key=new_submission_key(),
        by=stranger(person.phone),
        at=AT,
    )


def taken_up(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return take_up_report(report_id=report.pk, by=by, at=AT)


def refused(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return refuse_report(
        report_id=report.pk, reason=RefusalReason.NAME_CONTRADICTS, note="", by=by, at=AT
    )


def loaded(
    called: str = ReportKind.DOSE_WRONG,
    *,
    claim: DoseClaim = ANOTHER_DAY,
    cccd: str = "079187001234",
    unit: str = "",
) -> CorrectionReport:
    """A report of an earlier channel about the invented person that tests have on record."""
    said = LoadedReport(
        source_id=new_submission_key().hex,
        sent_at=AT,
        phone=PHONE,
        person=PersonClaim(
            full_name="Nguyễn Thị Bảo Lộc", birth_date="1987-04-03", phone=PHONE, cccd=cccd
        ),
        dose=claim,
        unit=unit,
        story="",
        beside={KIND_SAID: called, PHOTO_NAMED: "phieu.jpg"},
    )
    codes = load_reports(channel_code=NATIONAL, reports=[said], by=machine("load"), at=AT)
    return CorrectionReport.objects.get(tracking_code=codes[said.source_id])
