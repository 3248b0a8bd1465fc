import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import draw_sample
from sotiem.matching.states import Verdict
from sotiem.patients.models import PatientLink
from sotiem.patients.queries import are_one_person
from sotiem.portals.review.pair_facts import percent
from tests.factories import doses, links, matching, patients, population
from tests.factories.matching import AT
from tests.portals.office import people
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
QUEUE, AGAIN = "/xu-ly/trung-ho-so/", "/xu-ly/xem-lai/"


def address(pair: MatchPair, step: str = "") -> str:
    return f"{QUEUE}{pair.public_id}/{step}"


def decide(
    client: Client, pair: MatchPair, verdict: str, *, known: str = "", note: str = ""
) -> HttpResponse:
    sent = {"verdict": verdict, "known": known, "note": note}
    return client.post(address(pair, "ket-luan/"), sent)  # type: ignore[return-value]


def officer() -> Client:
    return desk.at_desk(desk.officer("vn"))


def read(client: Client, where: str) -> str:
    return client.get(where).content.decode()


def test_the_queue_names_nobody_and_says_why_each_pair_waits() -> None:
    first, second = matching.waiting(0, probability=0.5), matching.waiting(1, probability=0.97)
    page = read(officer(), QUEUE)
    assert page.index(str(second.public_id)) < page.index(str(first.public_id))
    assert "97 %" in page
    assert "ngày và tháng sinh đổi chỗ cho nhau" in page
    for secret in ("Bảo Lộc", "09012345", "07918700"):
        assert secret not in page


def test_an_empty_queue_says_so() -> None:
    client = officer()
    assert "Không có cặp hồ sơ nào ở mục này." in read(client, QUEUE)
    assert "Không có cặp nào chờ xem lại." in read(client, AGAIN)


def test_two_records_stand_side_by_side_with_only_the_differences_marked() -> None:
    page = read(officer(), address(matching.waiting()))
    assert "Nguyễn Thị <mark>Bảo</mark> Lộc" in page
    assert "Nguyễn Thị <mark>Bão</mark> Lộc" in page
    assert "<mark>03/04/1987</mark>" in page
    assert "<mark>04/03/1987</mark>" in page
    assert page.count("<mark>") == 4
    assert "Có thể là một người: trùng điện thoại" in page


def test_what_the_population_registry_says_stands_on_each_record() -> None:
    pair = matching.waiting()
    population.checked(pair.one)
    population.checked(pair.other, differs=("birth_date",))
    page = read(officer(), address(pair))
    assert page.index("khớp") < page.index("khác ở ngày sinh")


def test_numbers_that_agree_stay_hidden_and_those_only_one_has_are_shown() -> None:
    page = read(officer(), address(matching.waiting()))
    assert "0901234500" not in page
    assert "•••••••500" in page
    assert "079187001200" in page


def test_a_dose_in_both_records_is_named_so() -> None:
    pair = matching.waiting()
    for record in (pair.one, pair.other):
        doses.dose(record, date(2021, 8, 12))
    doses.dose(pair.other, date(2021, 9, 12))
    page = read(officer(), address(pair))
    assert page.count("Có ở cả hai") == 2
    assert page.count("12/09/2021") == 1


def test_reading_a_pair_leaves_a_trace_on_both_people() -> None:
    pair, user = matching.waiting(), desk.officer("vn")
    answer = desk.at_desk(user).get(address(pair))
    assert "no-store" in answer["Cache-Control"]
    traces = AuditEntry.objects.filter(
        action="patient.shown_in_full", actor_key=str(user.public_id)
    )
    assert set(traces.values_list("patient_id", flat=True)) == {pair.one_id, pair.other_id}
    assert traces[0].details == {"pair": str(pair.public_id)}


def test_after_a_decision_the_next_pair_comes_with_a_way_back() -> None:
    pair, other = matching.waiting(0), matching.waiting(1, probability=0.5)
    client = officer()
    answer = decide(client, pair, "same", note="Gọi điện cho mẹ")
    assert answer["Location"] == f"{address(other)}?vua={pair.public_id}"
    page = read(client, answer["Location"])
    assert "Vừa ghép hai hồ sơ làm một người." in page
    assert are_one_person(pair.one_id, pair.other_id)
    back = client.post(address(pair, "hoan-tac/"))
    assert back["Location"] == address(pair)
    assert not are_one_person(pair.one_id, pair.other_id)
    pair.refresh_from_db()
    assert pair.verdict == ""


def test_after_the_last_pair_the_empty_queue_offers_the_way_back() -> None:
    pair, client = matching.waiting(), officer()
    answer = decide(client, pair, "different")
    assert answer["Location"] == f"{QUEUE}?vua={pair.public_id}"
    page = read(client, answer["Location"])
    assert "Vừa ghi nhận hai người khác nhau." in page
    assert address(pair, "hoan-tac/") in page


def test_what_another_officer_decided_is_not_offered_for_undoing() -> None:
    pair = matching.waiting()
    decide(officer(), pair, "same")
    assert "Hoàn tác" not in read(officer(), f"{QUEUE}?vua={pair.public_id}")


def test_pressing_the_button_twice_decides_once() -> None:
    pair, client = matching.waiting(), officer()
    first, second = (decide(client, pair, "same") for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert PatientLink.objects.count() == 1
    assert AuditEntry.objects.filter(action="match_pair.decided").count() == 2


def test_a_colleague_s_verdict_is_told_before_it_can_be_changed() -> None:
    pair, client = matching.waiting(), officer()
    decide(officer(), pair, "different", note="Hai chị em")
    answer = decide(client, pair, "same")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Một cán bộ khác vừa quyết định" in page
    assert "Hai chị em" in page
    assert 'name="known" value="different"' in page
    assert decide(client, pair, "same", known="different").status_code == 302
    assert are_one_person(pair.one_id, pair.other_id)


def test_a_conclusion_must_be_chosen_and_what_was_typed_stays() -> None:
    pair, client = matching.waiting(), officer()
    for verdict, note in (("", "giữ chữ này"), ("perhaps", "giữ chữ này"), ("same", "x" * 501)):
        answer = decide(client, pair, verdict, note=note)
        assert answer.status_code == 422
        assert note in answer.content.decode()
    assert PatientLink.objects.count() == 0
    assert client.get(address(pair, "ket-luan/")).status_code == 405
    assert client.get(address(pair, "hoan-tac/")).status_code == 405


def test_what_is_unclear_leaves_the_queue_and_is_found_again() -> None:
    pair, client = matching.waiting(), officer()
    decide(client, pair, "unclear")
    assert str(pair.public_id) not in read(client, QUEUE)
    assert str(pair.public_id) in read(client, f"{QUEUE}?muc=de-sau")


def test_outside_the_jurisdiction_nothing_of_a_pair_is_seen_or_done() -> None:
    pair = matching.waiting()
    client = desk.at_desk(desk.officer("vn/2025:79"))
    assert str(pair.public_id) not in read(client, QUEUE)
    before = AuditEntry.objects.count()
    assert client.get(address(pair)).status_code == 403
    assert decide(client, pair, "same").status_code == 403
    assert client.post(address(pair, "hoan-tac/")).status_code == 403
    assert client.get(f"{QUEUE}00000000-0000-0000-0000-000000000007/").status_code == 403
    assert AuditEntry.objects.count() == before
    assert PatientLink.objects.count() == 0
    inside = desk.at_desk()
    assert inside.get(address(pair)).status_code == 200


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_pairs_are_for_officers_only(role: Role) -> None:
    pair, client = matching.waiting(), people.at_work((role, "vn"))
    for where in (QUEUE, AGAIN, address(pair)):
        assert client.get(where).status_code == 403
    assert decide(client, pair, "same").status_code == 403


def test_a_second_look_parts_what_was_wrong_and_the_error_is_shown() -> None:
    right, wrong = matching.linked(0), matching.linked(1)
    draw_sample(share=1, by=machine("test"), at=AT)
    client = officer()
    assert str(right.public_id) in read(client, AGAIN)
    assert "Hai hồ sơ đang được ghép." in read(client, address(right))
    assert decide(client, right, "same")["Location"].startswith(address(wrong))
    assert decide(client, wrong, "different")["Location"].startswith(AGAIN)
    assert are_one_person(right.one_id, right.other_id)
    assert not are_one_person(wrong.one_id, wrong.other_id)
    page = read(client, AGAIN)
    assert "50,00 % (từ 9,45 đến 90,55 %)" in page
    assert "99,90 %" in page


def test_records_joined_through_a_third_are_told_so() -> None:
    pair, third = matching.waiting(), patients.patient()
    for record in (pair.one_id, pair.other_id):
        links.link(record, third.pk)
    assert "qua một hồ sơ thứ ba" in read(officer(), address(pair))


def test_a_long_queue_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sotiem.portals.review.views.pairs.PAIRS_A_PAGE", 2)
    for number in range(3):
        matching.waiting(number)
    client, seen = officer(), []
    page = read(client, QUEUE)
    seen += re.findall(r'st-code" href="([^"]+)"', page)
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    page = read(client, following[1])
    seen += re.findall(r'st-code" href="([^"]+)"', page)
    assert len(set(seen)) == len(seen) == 3
    assert 'rel="next"' not in page
    assert client.get(f"{QUEUE}?sau=khong-phai").status_code == 200


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.29, "29 %"), (0.5, "50 %"), (0.9899, "98 %"), (0.9995, "99,95 %"), (0.99999, "99,99 %")],
)
def test_a_probability_is_never_rounded_up_to_certainty(share: float, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_conclusion_says_what_follows_in_english_too(verdict: Verdict) -> None:
    pair, client = matching.waiting(), officer()
    client.cookies["django_language"] = "en"
    assert "Nothing is moved or lost" in read(client, address(pair))
    answer = decide(client, pair, verdict)
    assert "Undo" in read(client, answer["Location"])


def test_pages_ask_the_database_a_known_number_of_questions(
    django_assert_num_queries: type,
) -> None:
    for number in range(3):
        matching.waiting(number)
    pair, client = matching.waiting(4), officer()
    with django_assert_num_queries(QUESTIONS_OF_THE_QUEUE):
        client.get(QUEUE)
    with django_assert_num_queries(QUESTIONS_OF_A_PAIR):
        client.get(address(pair))


QUESTIONS_OF_THE_QUEUE = 5
QUESTIONS_OF_A_PAIR = 10
