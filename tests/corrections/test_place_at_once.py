"""Two officers at the same moment."""

from sotiem.accounts.facts import Staff
from sotiem.corrections.facts import Claims, ReportKind
from sotiem.corrections.models import CorrectionReport, Placement
from sotiem.corrections.operations import SomebodyElseHasIt, place_report
from tests.concurrency import together
from tests.factories import corrections, doses, patients


def test_of_two_who_place_a_report_at_once_one_does(committed_db: None) -> None:
    dose, report = doses.dose(patients.patient()), corrections.loaded()
    one, other = corrections.officer(), corrections.officer()

    def place(kind: ReportKind, claims: Claims, by: Staff) -> object:
        return place_report(
            report_id=report.pk,
            kind=kind,
            patient_id=dose.patient_id,
            dose_id=dose.pk,
            claims=claims,
            note="Đọc lại phiếu",
            by=by,
            at=corrections.AT,
        )

    said = Claims(dose=corrections.ANOTHER_DAY)
    raised = together(
        lambda: place(ReportKind.DOSE_WRONG, said, one),
        lambda: place(ReportKind.NEVER_RECEIVED, Claims(), other),
    )
    assert [type(each) for each in raised] == [SomebodyElseHasIt]
    assert Placement.objects.get().kind == CorrectionReport.objects.get().kind
