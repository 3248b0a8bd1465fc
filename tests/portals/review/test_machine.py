"""Officers look again at what the machine did, and take back what it did wrongly."""

import pytest

from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.models import AuditEntry
from sotiem.triage import rules
from sotiem.triage.models import SortedReport
from sotiem.triage.operations import sort_reports
from tests.factories import corrections, doses, patients
from tests.factories.corrections import AT
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
PAGE = "/xu-ly/viec-may-lam/"


@pytest.fixture(autouse=True)
def every_doing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "ONE_IN", 1)


@pytest.fixture
def answered() -> CorrectionReport:
    person = patients.patient()
    report = corrections.missing(person)
    doses.dose(person, corrections.new_dose_claim().administered_on or AT.date())
    sort_reports(report_ids=[report.pk], at=AT)
    return report


def test_what_the_machine_answered_is_found_right(answered: CorrectionReport) -> None:
    client = desk.at_desk()
    text = client.get(PAGE).content.decode()
    assert answered.tracking_code in text
    assert "Máy trả lời rằng hồ sơ đã ghi" in text
    address = f"{PAGE}{answered.public_id}/"
    assert client.post(address, {"ket-luan": "dung"})["Location"] == f"{PAGE}?xong=dung"
    assert SortedReport.objects.get().judgement == "right"
    assert answered.tracking_code not in client.get(PAGE).content.decode()
    assert client.post(address, {"ket-luan": "dung"}).status_code == 422


def test_what_it_did_wrongly_comes_back_to_the_queue_for_a_reason(
    answered: CorrectionReport,
) -> None:
    client = desk.at_desk()
    address = f"{PAGE}{answered.public_id}/"
    refused = client.post(address, {"ket-luan": "sai", "ly-do": " "})
    assert refused.status_code == 422
    assert "Hãy ghi máy sai ở đâu" in refused.content.decode()
    client.post(address, {"ket-luan": "sai", "ly-do": "Đó là mũi khác"})
    answered.refresh_from_db()
    assert (answered.status, answered.round) == (ReportStatus.SUBMITTED, 2)
    assert AuditEntry.objects.filter(action="triage.judged", reason="Đó là mũi khác").exists()
    assert "100,0 %" in client.get(PAGE).content.decode()


def test_an_officer_elsewhere_sees_and_judges_nothing(answered: CorrectionReport) -> None:
    client = desk.at_desk(desk.officer("vn/2025:48"))
    assert answered.tracking_code not in client.get(PAGE).content.decode()
    address = f"{PAGE}{answered.public_id}/"
    assert client.post(address, {"ket-luan": "dung"}).status_code in (403, 404)
