"""Reports of the sample's people, in every state a report can be in."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Final
from uuid import UUID

from sotiem.accounts.facts import Citizen, Staff, citizen
from sotiem.corrections.facts import Claims, DoseClaim, RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    accept_report,
    keep_photos,
    refuse_report,
    submit_report,
    take_up_report,
    withdraw_report,
)
from sotiem.doses.models import Dose
from sotiem.doses.queries import doses_of
from sotiem.facilities.models import Facility
from sotiem.matching.queries import find_exact
from sotiem.patients.models import Patient
from sotiem.sample.country import Given
from sotiem.sample.sheets import LOC, Typed
from sotiem.sample.slips import Slip, draw_slip
from sotiem.sample.staff import officer
from sotiem.vaccines.models import Vaccine

MOST: Final = 80
FATES: Final = (
    "submitted", "submitted", "submitted", "taken_up", "accepted", "accepted", "refused",
    "withdrawn", "submitted", "overdue",
)  # fmt: skip
STORIES: Final = (
    "Tôi gửi kèm ảnh phiếu tiêm. Ngày trên phiếu khác với ngày đang ghi.",
    "Mong cơ sở xem lại giúp, tôi còn giữ phiếu gốc.",
    "Gia đình tôi cùng tiêm một buổi, những người khác ghi đúng cả.",
    "",
)
REFUSALS: Final = (
    (RefusalReason.SLIP_BLURRED, "Ảnh bị mờ ở dòng ngày tiêm. Xin chụp lại gần hơn, đủ sáng."),
    (RefusalReason.DATE_DIFFERS, "Ngày trên phiếu trùng với ngày đang ghi, khác ngày khai báo."),
    (RefusalReason.ONLY_A_PORTRAIT, "Ảnh gửi kèm chưa có phiếu tiêm. Xin gửi ảnh chụp phiếu."),
)


def file_reports(
    sent: Sequence[tuple[Facility, Sequence[Typed]]], random: Random, *, now: datetime
) -> None:
    """Let those whose dose is wrong or missing say so, until every state is well filled."""
    vaccines = {vaccine.code: vaccine for vaccine in Vaccine.objects.all()}
    fates, refusals = cycle(FATES), cycle(REFUSALS)
    for facility, one, patient in islice(_concerned(sent), MOST):
        fate = next(fates)
        hours = random.randrange(60, 200) if fate == "overdue" else random.randrange(1, 44)
        at = now - timedelta(hours=hours)
        report = _submit(one, patient, vaccines, facility.name, random, at)
        if fate not in ("submitted", "overdue"):
            _decide(report, fate, next(refusals), at=at + timedelta(minutes=30))


def _concerned(
    sent: Sequence[tuple[Facility, Sequence[Typed]]],
) -> Iterator[tuple[Facility, Typed, Patient]]:
    for facility, people in sent:
        for one in people:
            if one == LOC or (one.wrong_dose is None and not one.is_missing_one):
                continue
            person = one.truth.person
            patient_id = find_exact(
                full_name=person.full_name, birth_date=person.birth_iso, phone=person.phone
            )
            if patient_id is not None:
                yield facility, one, Patient.objects.get(pk=patient_id)


def _submit(
    one: Typed,
    patient: Patient,
    vaccines: dict[str, Vaccine],
    facility_name: str,
    random: Random,
    at: datetime,
) -> CorrectionReport:
    doses = doses_of(patient.pk)
    kind, dose, claim = _claim(one, doses, vaccines)
    photo = draw_slip(_slip(one, facility_name, vaccines), random)
    return submit_report(
        kind=kind,
        patient_id=patient.pk,
        dose_id=dose.pk if dose else None,
        claims=Claims(dose=claim),
        story=random.choice(STORIES),
        photos=keep_photos(files=[("phieu.jpg", photo)], at=at),
        submission_key=UUID(int=random.getrandbits(128), version=4),
        by=_as_citizen(patient, one.truth.person.phone),
        at=at,
    )


def _claim(
    one: Typed, doses: Sequence[Dose], vaccines: dict[str, Vaccine]
) -> tuple[ReportKind, Dose | None, DoseClaim]:
    facility_id = doses[0].current.facility_id
    if one.wrong_dose is None:
        missing: Given = one.truth.doses[-1]
        return (
            ReportKind.DOSE_MISSING,
            None,
            DoseClaim(
                vaccine_id=vaccines[missing.vaccine].pk,
                administered_on=missing.day,
                lot_number=missing.lot,
                facility_id=facility_id,
            ),
        )
    true = one.truth.doses[one.wrong_dose]
    return (
        ReportKind.DOSE_WRONG,
        doses[one.wrong_dose],
        DoseClaim(administered_on=true.day),
    )


def _slip(one: Typed, facility_name: str, vaccines: dict[str, Vaccine]) -> Slip:
    person = one.truth.person
    return Slip(
        facility=facility_name,
        full_name=person.full_name,
        birth_date=person.birth_date,
        number=person.cccd,
        address=person.address,
        doses=tuple(
            (f"{dose.day:%d/%m/%Y}", vaccines[dose.vaccine].name_vi, dose.lot)
            for dose in one.truth.doses
        ),
    )


def _decide(
    report: CorrectionReport, fate: str, refusal: tuple[RefusalReason, str], *, at: datetime
) -> None:
    if fate == "withdrawn":
        patient = report.patient
        assert patient is not None
        by = _as_citizen(patient, report.reporter_phone)
        withdraw_report(report_id=report.pk, by=by, at=at)
        return
    first: Staff = officer("canbo1", at=at)
    take_up_report(report_id=report.pk, by=first, at=at)
    if fate == "refused":
        reason, note = refusal
        refuse_report(report_id=report.pk, reason=reason, note=note, by=first, at=at)
    elif fate == "accepted":
        # A missing dose then waits for the second officer: that state is shown too.
        note = "Phiếu rõ, khớp với danh sách buổi tiêm."
        accept_report(report_id=report.pk, note=note, by=first, at=at)


def _as_citizen(patient: Patient, phone: str) -> Citizen:
    return citizen(phone=phone, patient_id=patient.pk, patient_public_id=str(patient.public_id))
