import re
from collections import Counter

import pytest
from django.http import HttpResponse
from django.test import Client

from sotiem.accounts.queries import staff_of
from sotiem.corrections.facts import DoseClaim
from sotiem.desk import queries, rules
from sotiem.desk.models import BulkDecision, SharedError
from sotiem.desk.operations import (
    run_bulk_decision,
    try_out_bulk_decision,
    undo_bulk_decision,
)
from sotiem.desk.states import BulkState
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from tests.factories import corrections, reference
from tests.factories import desk as sessions
from tests.factories.corrections import AT
from tests.portals.review import desk

pytestmark = pytest.mark.django_db


def planned(client: Client, error: SharedError, **given: str) -> HttpResponse:
    sent = {"scope": "reported", "note": "Sổ kho ghi lô này"} | given
    return client.post(f"/xu-ly/loi-chung/{error.public_id}/lap/", sent)  # type: ignore[return-value]


def worker(name: str) -> BulkDecision:
    """Do what the worker does, in the name of who planned it."""
    bulk = BulkDecision.objects.get()
    work = {"try": try_out_bulk_decision, "run": run_bulk_decision, "undo": undo_bulk_decision}
    return work[name](bulk_id=bulk.pk, by=staff_of(bulk.planned_by, at=AT), at=AT)


def tried(client: Client, **given: str) -> str:
    """A decision that was planned on its page and tried out; the address of its page."""
    address = planned(client, sessions.found(), **given)["Location"]
    worker("try")
    return address


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_tells_what_many_reports_say_and_nobody_is_named() -> None:
    sessions.session(reported=3, unreported=1)
    error = sessions.found()
    shown = page(desk.at_desk(), "/xu-ly/loi-chung/")
    assert "Số lô: FK0112 → FK0113" in shown
    assert f"/xu-ly/loi-chung/{error.public_id}/" in shown
    assert "0905550" not in shown
    elsewhere = desk.at_desk(desk.officer("vn/2025:79"))
    assert "FK0113" not in page(elsewhere, "/xu-ly/loi-chung/")
    assert elsewhere.get(f"/xu-ly/loi-chung/{error.public_id}/").status_code == 403


def test_an_error_is_told_with_how_its_session_stands_to_it() -> None:
    sessions.session(reported=3, unreported=2)
    shown = page(desk.at_desk(), f"/xu-ly/loi-chung/{sessions.found().public_id}/")
    assert "<mark>FK0113</mark>" in shown
    assert re.findall(r'list__value">\s*(\d+)', shown) == ["3", "2"]


def test_another_place_is_told_by_its_name() -> None:
    elsewhere = reference.facility("79102", "Trạm Y tế Tân Phú")
    for dose in [sessions.person_number(number) for number in range(3)]:
        corrections.about(dose, claim=DoseClaim(facility_id=elsewhere.pk), photos=0)
    error, client = sessions.found(), desk.at_desk()
    told = f"Nơi tiêm: {reference.facility().name} → Trạm Y tế Tân Phú"
    assert told in page(client, "/xu-ly/loi-chung/")
    assert "khi đổi vắc xin hay nơi tiêm" in page(client, f"/xu-ly/loi-chung/{error.public_id}/")


def test_a_decision_is_tried_out_dose_by_dose_and_carried_out() -> None:
    sessions.session(reported=3, unreported=1)
    client = desk.at_desk()
    address = planned(client, sessions.found(), scope="session")["Location"]
    assert "Đang chạy thử từng mũi" in page(client, address)
    worker("try")
    shown = page(client, address)
    assert "Sửa 4 mũi tiêm" in shown
    assert shown.count("Sẽ sửa</strong>") == 4
    assert shown.count("Chưa ai phản ánh") == 1
    assert "Trần V." in shown
    assert client.post(f"{address}sua/")["Location"] == address
    assert "0 trên 4 mũi" in page(client, address)
    worker("run")
    assert "Hoàn tác cả quyết định" in page(client, address)
    assert set(Dose.objects.values_list("current__lot_number", flat=True)) == {"FK0113"}


def test_who_was_looked_at_is_recorded_once_per_person() -> None:
    given = sessions.session(reported=3, unreported=0)
    client = desk.at_desk()
    address = tried(client)
    page(client, address)
    read = AuditEntry.objects.filter(action="patient.viewed").values_list("patient_id", flat=True)
    assert Counter(read) == Counter(dose.patient_id for dose in given)


def test_doses_are_left_out_page_by_page() -> None:
    given = sessions.session(reported=3, unreported=0)
    client = desk.at_desk()
    address = tried(client)
    keys = [str(dose.public_id) for dose in given]
    answer = client.post(f"{address}bo-ra/", {"mui": keys, "bo-ra": [keys[1], "x"]})
    assert answer.status_code == 302
    assert "Sửa 2 mũi tiêm" in page(client, address)
    left = BulkDecision.objects.get().members.filter(is_left_out=True)
    assert [member.dose_id for member in left] == [given[1].pk]


def test_doses_go_on_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions.session(reported=3, unreported=0)
    monkeypatch.setitem(queries.members_of.__kwdefaults__ or {}, "limit", 2)
    client = desk.at_desk()
    address = tried(client)
    first = page(client, address)
    found = re.search(r'rel="next" href="([^"]+)"', first)
    assert found is not None
    assert page(client, found[1]).count('name="mui"') == 1


def test_many_doses_are_agreed_to_by_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "ONE_OFFICER_DECIDES", 2)
    sessions.session(reported=3, unreported=0)
    client = desk.at_desk()
    address = tried(client)
    client.post(f"{address}sua/")
    assert "Hãy gửi địa chỉ trang này" in page(client, address)
    assert client.post(f"{address}duyet/").status_code == 422
    second = desk.at_desk()
    assert "Duyệt, sửa 3 mũi tiêm" in page(second, address)
    assert second.post(f"{address}duyet/").status_code == 302
    assert BulkDecision.objects.get().state == BulkState.RUNNING


def test_an_empty_form_and_a_second_decision_are_told_on_the_page() -> None:
    sessions.session(reported=3, unreported=0)
    client, error = desk.at_desk(), sessions.found()
    wrong = planned(client, error, note="", scope="all")
    assert wrong.status_code == 422
    assert "Hãy ghi căn cứ" in wrong.content.decode()
    assert planned(client, error).status_code == 302
    again = planned(client, error)
    assert again.status_code == 422
    assert "đang có một quyết định khác" in again.content.decode()
    shown = page(client, f"/xu-ly/loi-chung/{error.public_id}/")
    assert "Hãy làm xong hoặc hủy quyết định đó trước." in shown
    assert 'name="scope"' not in shown


def test_what_cannot_be_amended_is_told_with_its_reason() -> None:
    sessions.session(reported=3, unreported=0)
    client = desk.at_desk()
    address = tried(client)
    report = sessions.open_reports()[0]
    assert desk.at_desk().post(desk.case(report, "nhan/")).status_code == 302
    client.post(f"{address}sua/")
    worker("run")
    shown = page(client, address)
    assert "Không sửa được" in shown
    assert "1 mũi:" in shown


def test_a_decision_given_up_changes_nothing() -> None:
    sessions.session(reported=3, unreported=0)
    client = desk.at_desk()
    address = tried(client)
    client.post(f"{address}huy/")
    assert "Đã hủy, không sửa gì" in page(client, address)
    assert client.post(f"{address}sua/").status_code == 422


def test_undoing_says_why() -> None:
    sessions.session(reported=3, unreported=0)
    client = desk.at_desk()
    address = tried(client)
    client.post(f"{address}sua/")
    worker("run")
    assert client.post(f"{address}hoan-tac/", {"note": ""}).status_code == 422
    assert client.post(f"{address}hoan-tac/", {"note": "Nhầm lô"}).status_code == 302
    assert "Đang hoàn tác" in page(client, address)


def test_elsewhere_nothing_of_a_decision_is_seen_or_done() -> None:
    sessions.session(reported=3, unreported=0)
    address = tried(desk.at_desk())
    stranger = desk.at_desk(desk.officer("vn/2025:79"))
    assert stranger.get(address).status_code == 403
    for step in ("sua/", "duyet/", "huy/", "bo-ra/"):
        assert stranger.post(address + step).status_code == 403
    assert stranger.post(f"{address}hoan-tac/", {"note": "x"}).status_code == 403


def test_the_pages_ask_as_many_questions_for_many_as_for_few(
    django_assert_num_queries: type,
) -> None:
    sessions.session(reported=3, unreported=2)
    client = desk.at_desk()
    address = tried(client, scope="session")
    with django_assert_num_queries(7):
        client.get(address)
    with django_assert_num_queries(7):
        client.get("/xu-ly/loi-chung/")
