"""Paper of a session before its doses, and what the report tells of those who were called."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment, SessionSlot, VaccinationSession
from sotiem.campaigns.operations import add_people, enter_dose, move_appointment
from sotiem.campaigns.states import AppointmentSource, AppointmentState, PostponeReason
from sotiem.foundation.models import AuditEntry
from sotiem.portals.session.day_doses import doses_of_day, slips_of
from sotiem.portals.session.day_people import turnout_of
from tests.factories import accounts, campaigns, patients, reference
from tests.portals.facility.conftest import browser_of

pytestmark = pytest.mark.django_db
S = AppointmentState
NAMES = ("Nguyễn Thị Bảo Lộc", "Đặng Quỳnh Ẩn", "=Lê Văn Sáu", "Tạ Thị Bảy", "Ngô Văn Tám")


@pytest.fixture
def session() -> VaccinationSession:
    return campaigns.session()


@pytest.fixture
def called(session: VaccinationSession) -> list[Appointment]:
    """Five people: two not there yet, one checked in, one postponed, one refused."""
    people = add_people(
        session_id=session.pk,
        people=[patients.facts(full_name=name, cccd="", phone="0912345678") for name in NAMES],
        source=AppointmentSource.SHEET,
        slot=SessionSlot.objects.filter(session=session).order_by("starts_at")[0],
        by=campaigns.clerk(),
        at=campaigns.AT,
    )
    moved(people[1], S.CHECKED_IN)
    moved(people[3], S.POSTPONED, because=PostponeReason.OTHER, note="Bà Bảy say rượu")
    moved(people[4], S.REFUSED, note="Chưa muốn tiêm")
    return people


def moved(
    one: Appointment,
    to: AppointmentState,
    *,
    because: PostponeReason | None = None,
    note: str = "",
) -> None:
    move_appointment(
        appointment_id=one.pk,
        to=to,
        seen=S.CALLED,
        because=because,
        note=note,
        by=campaigns.clerk(),
        at=campaigns.AT,
    )


def browser(role: Role = Role.CLERK) -> Client:
    return browser_of(accounts.user((role, reference.facility().path)))


def address(name: str, session: VaccinationSession) -> str:
    return reverse(f"session:{name}", args=[session.facility.code, session.public_id])


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_the_list_to_call_names_who_has_not_come(
    role: Role, session: VaccinationSession, called: list[Appointment]
) -> None:
    response = browser(role).get(address("calls", session))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    text = text_of(response.content)
    assert f"1 {NAMES[0]}" in text and f"3 {NAMES[2]}" in text and "0912345678 07:30" in text
    assert not any(name in text for name in (NAMES[1], *NAMES[3:]))
    told = AuditEntry.objects.filter(action="call_list.printed").order_by("object_id")
    assert list(told.values_list("object_id", flat=True)) == [called[0].pk, called[2].pk]


def test_the_list_as_a_table_runs_nothing(
    session: VaccinationSession, called: list[Appointment]
) -> None:
    response = browser().get(address("calls_csv", session))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"1,{NAMES[0]},") and lines[2].startswith(f"3,'{NAMES[2]},")
    assert len(lines) == 3
    assert AuditEntry.objects.filter(action="call_list.printed").count() == 2


def test_labels_before_the_dose_carry_the_place_in_the_list(
    session: VaccinationSession, called: list[Appointment]
) -> None:
    clerk, labels = browser(), address("session_labels", session)
    text = text_of(clerk.get(f"{labels}?kho=92x34").content)
    assert all(f"STT {place}" in text for place in (1, 2, 3))
    assert "STT 4" not in text and "STT 5" not in text
    told = AuditEntry.objects.filter(action="label.printed").order_by("object_id")
    assert list(told.values_list("object_id", flat=True)) == [one.pk for one in called[:3]]
    assert clerk.get(f"{labels}?kho=1x1").status_code == 404


def test_no_label_where_nobody_waits(session: VaccinationSession) -> None:
    assert browser().get(address("session_labels", session)).status_code == 404


def test_another_facility_prints_nothing_of_it(
    session: VaccinationSession, called: list[Appointment]
) -> None:
    path = reference.facility("79102", "Trạm Y tế Bình An").path
    stranger = browser_of(accounts.user((Role.CLERK, path)))
    for name in ("calls", "calls_csv", "session_labels"):
        assert stranger.get(address(name, session)).status_code == 404
    assert not AuditEntry.objects.filter(action__endswith=".printed").exists()


def test_the_report_counts_who_was_called_and_why_some_got_no_dose(
    session: VaccinationSession, called: list[Appointment]
) -> None:
    response = browser().get(
        reverse("session:report", args=["79101", "pdf"]) + f"?tu={campaigns.DAY:%d/%m/%Y}"
    )
    text = text_of(response.content)
    assert "Số người được mời 5" in text and "Số người từ chối tiêm 1" in text
    assert "Số người hoãn tiêm 1 Lý do khác 1" in text
    assert "say rượu" not in text


def test_reasons_stand_in_the_order_of_the_form_in_whatever_language(
    session: VaccinationSession, called: list[Appointment]
) -> None:
    moved(called[0], S.POSTPONED, because=PostponeReason.FEVER)
    query = f"?tu={campaigns.DAY:%d/%m/%Y}"
    clerk = browser()
    clerk.cookies["django_language"] = "en"
    as_pdf = text_of(clerk.get(reverse("session:report", args=["79101", "pdf"]) + query).content)
    assert "Số người hoãn tiêm 2 Đang sốt 1 Lý do khác 1" in as_pdf
    page = clerk.get(reverse("session:papers", args=["79101"]) + query).content.decode()
    assert page.index("Postponed: Fever") < page.index("Postponed: Another reason")


def test_who_walked_in_was_not_called(session: VaccinationSession) -> None:
    add_people(
        session_id=session.pk,
        people=[patients.facts(cccd="")],
        source=AppointmentSource.WALK_IN,
        slot=None,
        by=campaigns.clerk(),
        at=campaigns.AT,
    )
    told = turnout_of(session.facility, campaigns.DAY, campaigns.DAY)
    assert told is not None and told.called == 0


def test_without_a_session_nobody_counted() -> None:
    assert turnout_of(reference.facility(), campaigns.DAY, campaigns.DAY) is None


def test_a_slip_has_the_number_of_the_paper_it_was_typed_from(session: VaccinationSession) -> None:
    said = campaigns.said(slip_number="0017", is_new=True)
    enter_dose(session_id=session.pk, said=said, by=campaigns.clerk(), at=campaigns.AT)
    (dose,) = doses_of_day(session.facility, campaigns.DAY)
    (slip,) = slips_of(session.facility, [dose])
    assert slip.number == "0017"
    assert slip.code == f"SOTIEM:0017:{dose.public_id}"


def test_the_board_links_what_can_be_printed(
    session: VaccinationSession, called: list[Appointment]
) -> None:
    shown = browser().get(address("board", session)).content.decode()
    for name in ("calls", "calls_csv", "session_labels"):
        assert address(name, session) in shown
    assert f"?tu={campaigns.DAY:%d/%m/%Y}" in shown


def test_a_head_is_led_only_where_a_head_may_go(session: VaccinationSession) -> None:
    days = reverse("session:days", args=["79101"])
    closed = [
        reverse(f"facility:{name}", args=["79101"])
        for name in ("facility", "upload", "waiting", "duplicates")
    ]
    deadline = reverse("deadlines:facility", args=["79101"])
    head, clerk = browser(Role.HEAD), browser()
    for page in (days, deadline):
        shown = head.get(page).content.decode()
        assert not [link for link in closed if f'"{link}"' in shown]
    shown = clerk.get(days).content.decode()
    assert all(f'"{link}"' in shown for link in closed)
