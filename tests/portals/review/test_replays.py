import pytest
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.matching.models import MatchPair
from sotiem.matching.replay import replay
from tests.factories import matching
from tests.leaks import without_identifiers
from tests.portals.office import people
from tests.portals.review import desk

pytestmark = pytest.mark.django_db


def address(pair: MatchPair) -> str:
    return f"/xu-ly/trung-ho-so/{pair.public_id}/tinh-lai/"


def true_pair() -> MatchPair:
    """A pair that keeps what a run would have seen."""
    pair = matching.waiting()
    seen = replay(pair)
    MatchPair.objects.update(probability=seen.probability, levels=dict(seen.levels))
    return MatchPair.objects.get()


def officer() -> Client:
    return desk.at_desk(desk.officer("vn"))


def test_the_page_of_a_pair_leads_to_the_same_answer_computed_again() -> None:
    pair, client = true_pair(), officer()
    page = client.get(f"/xu-ly/trung-ho-so/{pair.public_id}/").content.decode()
    assert f'href="{address(pair)}"' in page
    again = client.get(address(pair)).content.decode()
    assert "Kết quả như cũ" in again
    assert "Khác trước" not in again
    assert again.count("Như cũ") == 9
    assert "Của chính mô hình" in again
    assert "Bản ghi số 1, đến nay chưa sửa" in again


def test_what_differs_is_told_with_why_and_without_anybody_s_data() -> None:
    pair = true_pair()
    MatchPair.objects.update(levels={**pair.levels, "sex": 2, "rarity": 6, "given": 3})
    MatchPair.objects.update(levels=_without(MatchPair.objects.get().levels, "place"))
    page = officer().get(address(pair)).content.decode()
    assert "Kết quả khác trước" in page
    assert page.count("Phần mềm nay đọc hoặc so thông tin này khác lúc đó.") == 2
    assert page.count("Thống kê họ tên dùng lúc đó khác") == 1
    assert page.count("Lúc đó chưa so hoặc không lưu thông tin này.") == 1
    assert "Giới tính khác nhau" in page
    for secret in ("Lộc", "0901234500", "079187", "1987"):
        assert secret not in without_identifiers(page)


def _without(levels: dict[str, int], field: str) -> dict[str, int]:
    return {name: level for name, level in levels.items() if name != field}


def test_that_both_were_read_is_recorded() -> None:
    pair, user = true_pair(), desk.officer("vn")
    answer = desk.at_desk(user).get(address(pair))
    assert "no-store" in answer["Cache-Control"]
    traces = AuditEntry.objects.filter(action="patient.viewed", actor_key=str(user.public_id))
    assert set(traces.values_list("patient_id", flat=True)) == {pair.one_id, pair.other_id}


def test_what_cannot_be_computed_again_is_said_in_words() -> None:
    pair = true_pair()
    MatchPair.objects.update(model_version="khong-con")
    answer = officer().get(address(pair))
    assert answer.status_code == 409
    assert "chưa tính lại được" in answer.content.decode()


def test_outside_the_jurisdiction_nothing_is_computed() -> None:
    pair = true_pair()
    assert desk.at_desk(desk.officer("vn/2025:79")).get(address(pair)).status_code == 403
    assert not AuditEntry.objects.filter(action="patient.viewed").exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_officers_compute_again(role: Role) -> None:
    assert people.at_work((role, "vn")).get(address(true_pair())).status_code == 403
