"""An officer's desk, and what lies on it."""

from django.http import HttpResponse
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.corrections.models import CorrectionReport
from tests.factories import reference
from tests.portals.office import people

UNIT = "Trung tâm Y tế Bình Minh"


def path() -> str:
    """The jurisdiction of the commune that all test reports belong to."""
    return reference.facility().path.rpartition("/")[0]


def officer(where: str | None = None) -> User:
    return people.member((Role.OFFICER, where or path()), unit_name=UNIT)


def at_desk(user: User | None = None) -> Client:
    return people.browser(user or officer())


def case(report: CorrectionReport, step: str = "") -> str:
    return f"/xu-ly/{report.public_id}/{step}"


def accept(
    client: Client, report: CorrectionReport, note: str = "Khớp với phiếu", *, whose: str = ""
) -> HttpResponse:
    sent = {"dongy-note": note, "dongy-whose": whose, "dongy-rule": "slip_agrees"}
    return client.post(case(report, "dong-y/"), sent)  # type: ignore[return-value]


def refuse(client: Client, report: CorrectionReport, **given: str) -> HttpResponse:
    sent = {"tuchoi-reason": "date_differs", "tuchoi-note": ""} | given
    return client.post(case(report, "tu-choi/"), sent)  # type: ignore[return-value]


def taken_up(client: Client, report: CorrectionReport) -> CorrectionReport:
    assert client.post(case(report, "nhan/")).status_code == 302
    return report
