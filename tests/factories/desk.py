"""Sessions with one thing typed wrong for all, and decisions on them."""

from datetime import datetime

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.facts import DoseClaim
from sotiem.corrections.models import CorrectionReport
from sotiem.desk.models import BulkDecision, SharedError
from sotiem.desk.operations import plan_bulk_decision, refresh_shared_errors, try_out_bulk_decision
from sotiem.doses.models import Dose
from sotiem.triage.facts import Finding, Route, Sign, Weight
from sotiem.triage.models import SortedReport
from tests.factories import accounts, corrections, doses, patients
from tests.factories.corrections import AT

ANOTHER_LOT = DoseClaim(lot_number="FK0113")


def person_number(number: int) -> Dose:
    """The dose of somebody invented, given in the same session as all others."""
    digits = f"{number:04}"
    return doses.dose(
        patients.patient(
            patients.facts(
                full_name=f"Trần Văn {'ABCDEGHKLMNPQRSTVXY'[number % 19]}ùng",
                birth_date=f"19{60 + number % 30}-02-{1 + number % 28:02}",
                phone=f"090555{digits}",
                cccd=f"07908700{digits}",
            )
        )
    )


def session(reported: int = 3, unreported: int = 1) -> list[Dose]:
    """Doses of one session, of which the first ones are reported to have another lot."""
    given = [person_number(number) for number in range(reported + unreported)]
    for dose in given[:reported]:
        corrections.about(dose, claim=ANOTHER_LOT, photos=0)
    return given


def found(at: datetime = AT) -> SharedError:
    """The one error that the open reports share."""
    refresh_shared_errors(at=at)
    return SharedError.objects.select_related("facility", "vaccine").standing().get()


def officer() -> Staff:
    return accounts.staff((Role.OFFICER, "vn"))


def planned(
    error: SharedError, by: Staff, *, with_unreported: bool = False, at: datetime = AT
) -> BulkDecision:
    """A decision that was written down and not tried out."""
    return plan_bulk_decision(
        error_id=error.pk, with_unreported=with_unreported, note="Sổ kho ghi lô này", by=by, at=at
    )


def tried(
    error: SharedError, by: Staff, *, with_unreported: bool = False, at: datetime = AT
) -> BulkDecision:
    """A decision that was tried out."""
    bulk = planned(error, by, with_unreported=with_unreported, at=at)
    return try_out_bulk_decision(bulk_id=bulk.pk, by=by, at=at)


def open_reports() -> list[CorrectionReport]:
    return list(CorrectionReport.objects.open().order_by("pk"))


def advised(
    report: CorrectionReport,
    *findings: Finding,
    route: Route = Route.ONE_KEY,
) -> SortedReport:
    """A report as triage sorted it."""
    said = findings or (Finding(Sign.FACILITY_YES, Weight.FOR, {"facility": "Trạm Y tế"}),)
    return SortedReport.objects.create(
        report=report,
        round=report.round,
        route=route,
        findings=[finding.kept() for finding in said],
        sorted_at=AT,
    )
