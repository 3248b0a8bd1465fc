import pytest

from sotiem.accounts.facts import Role
from sotiem.foundation.actors import machine
from sotiem.matching.models import ModelSwitch
from sotiem.matching.operations import learn_model
from sotiem.matching.queries import active_judge
from sotiem.matching.rules.judge import shipped_versions
from sotiem.portals.office.views import models as views
from tests.factories import matching, verdicts
from tests.portals.office import people

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/mo-hinh/"


def test_the_models_stand_with_their_evaluation_and_the_one_that_judges_is_named() -> None:
    model = matching.model()
    page = people.at_work((Role.ADMINISTRATOR, "vn")).get(PAGE).content.decode()
    assert page.count("Đang dùng") == 1
    assert page.index(model.version) < page.index(shipped_versions()[-1])
    assert "F1: 99,57 %" in page
    assert "Sai số hiệu chỉnh (ECE): 0,30 %" in page


def test_a_model_learned_here_stands_beside_the_one_before_it() -> None:
    verdicts.decided(400, say=verdicts.never_of_a_family)
    told = learn_model(
        version="2026-day", reason="x", by=machine("test"), at=matching.AT
    ).evaluation
    page = people.at_work((Role.ADMINISTRATOR, "vn")).get(PAGE).content.decode()
    assert ", trước " in page
    assert "phần lớn là cặp khó" in page
    unseen = told["verdicts"]["unseen"]
    assert (
        f"đo trên {unseen} kết luận chưa thấy; “trước” là mô hình {shipped_versions()[-1]}." in page
    )


def test_what_was_measured_of_a_shipped_model_is_shown_and_said_when_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = people.at_work((Role.ADMINISTRATOR, "vn"))
    measured = {"f1": 0.9877, "strangers_named": 0.029, "rows": 2000, "people": 1_000_000}
    for told, *shown in (
        (measured, "F1: 98,77 %", "chưa có hồ sơ: 2,90 %", "2.000 dòng về 1.000.000 người"),
        ({}, "Chưa kèm kết quả đánh giá."),
    ):
        monkeypatch.setattr(views, "shipped_evaluation", lambda _version, told=told: told)
        page = client.get(PAGE).content.decode()
        assert [words for words in shown if words not in page] == []
        assert "phần lớn là cặp khó" not in page


def test_a_switch_with_a_reason_changes_who_judges() -> None:
    model, client = matching.model(), people.at_work((Role.ADMINISTRATOR, "vn"))
    sent = {"version": model.version, "reason": "Ít ghép nhầm hơn"}
    assert client.post(f"{PAGE}doi/", sent)["Location"] == PAGE
    assert active_judge().version == model.version
    assert "Ít ghép nhầm hơn" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}doi/", sent).status_code == 422
    assert ModelSwitch.objects.count() == 1


@pytest.mark.parametrize(
    ("version", "reason"), [("2026-thu", ""), ("", "x"), ("khong-co", "x"), ("2026-thu", "x" * 501)]
)
def test_without_a_reason_or_a_known_version_nothing_is_switched(version: str, reason: str) -> None:
    matching.model()
    client = people.at_work((Role.ADMINISTRATOR, "vn"))
    answer = client.post(f"{PAGE}doi/", {"version": version, "reason": reason})
    assert answer.status_code == 422
    assert ModelSwitch.objects.count() == 0


def test_with_one_model_there_is_nothing_to_switch_to() -> None:
    page = people.at_work((Role.ADMINISTRATOR, "vn")).get(PAGE).content.decode()
    assert ("Hiện chỉ có một mô hình" in page) is (len(shipped_versions()) == 1)


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.ADMINISTRATOR, "vn/2025:79"), (Role.OFFICER, "vn"), (Role.AUDITOR, "vn")],
)
def test_models_are_for_administrators_of_the_country(role: Role, place: str) -> None:
    matching.model()
    client = people.at_work((role, place))
    assert client.get(PAGE).status_code == 403
    sent = {"version": "2026-thu", "reason": "x"}
    assert client.post(f"{PAGE}doi/", sent).status_code == 403
    assert ModelSwitch.objects.count() == 0
