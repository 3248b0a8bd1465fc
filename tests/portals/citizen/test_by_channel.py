"""Reports sent by a region's channel: also while it closes, and by the one that follows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.corrections import operations
from sotiem.corrections.channels import Channel, ChannelKind
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from tests.factories import accounts, doses
from tests.portals.citizen.conftest import SignIn
from tests.portals.citizen.test_report import typed, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def dose(patient: Patient) -> Dose:
    return doses.dose(patient)


@pytest.fixture
def client_inside(dose: Dose, patient: Patient, sign_in: SignIn) -> Client:
    """Somebody who came in by the city's channel."""
    by, yesterday = accounts.staff((Role.ADMINISTRATOR, "vn")), timezone.now() - timedelta(days=1)
    operations.plan_channel(
        code="tp-hcm",
        kind=ChannelKind.REGION,
        name_vi="Cổng Thành phố",
        name_en="City portal",
        text_vi="",
        text_en="",
        jurisdiction=Jurisdiction("vn/2025:79"),
        by=by,
        at=yesterday,
    )
    operations.open_channel(code="tp-hcm", opens_at=yesterday, by=by, at=yesterday)
    client = sign_in(patient)
    assert client.post("/phan-anh/tp-hcm/bat-dau/")["Location"] == "/so-tiem/ho-so/"
    return client


def close(*, hours_ago: int = 0) -> None:
    by, now = accounts.staff((Role.ADMINISTRATOR, "vn")), timezone.now()
    operations.close_channel(code="tp-hcm", successor_code="quoc-gia", by=by, at=now)
    if hours_ago:
        before = now - timedelta(hours=hours_ago)
        Channel.objects.filter(code="tp-hcm").update(announced_at=before, closes_at=before)


def test_the_form_names_the_channel_and_the_report_has_it(
    dose: Dose, client_inside: Client
) -> None:
    assert "Bạn đang gửi qua Cổng Thành phố." in client_inside.get(wrong(dose)).text
    client_inside.post(wrong(dose), typed())
    assert CorrectionReport.objects.get().channel.code == "tp-hcm"


def test_a_form_open_when_its_channel_closed_is_taken_with_a_notice(
    dose: Dose, client_inside: Client
) -> None:
    close()
    answer = client_inside.post(wrong(dose), typed())
    assert "biểu mẫu đã mở trước lúc đó" in client_inside.get(answer["Location"]).text
    assert CorrectionReport.objects.get().channel.code == "tp-hcm"


def test_later_the_form_says_where_it_goes_and_goes_there(
    dose: Dose, client_inside: Client
) -> None:
    close(hours_ago=3)
    refused = client_inside.post(wrong(dose), typed())
    assert refused.status_code == 422
    assert "Kênh này đã ngừng nhận phản ánh" in refused.text
    assert client_inside.post(wrong(dose), typed()).status_code == 302
    assert CorrectionReport.objects.get().channel.code == "quoc-gia"


def test_whoever_sends_the_same_by_the_next_channel_is_told_so(
    dose: Dose, client_inside: Client
) -> None:
    client_inside.post(wrong(dose), typed())
    client_inside.post("/phan-anh/quoc-gia/bat-dau/")
    again = typed(submission_key="3f0c1b1e-6f2f-4f0e-9d8e-2f1f9a4c7d11")
    answer = client_inside.post(wrong(dose), again)
    assert "Bạn đã gửi phản ánh này trước đây" in client_inside.get(answer["Location"]).text
    assert CorrectionReport.objects.count() == 1
