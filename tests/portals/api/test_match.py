"""A program asks whose something is."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from structlog.testing import capture_logs

from sotiem.accounts.facts import Role
from sotiem.accounts.models import AccessKey, User
from sotiem.accounts.operations import access_key
from sotiem.accounts.queries import access_keys_of
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation.models import AuditEntry
from sotiem.matching.queries import active_judge
from sotiem.matching.rules.compare import SIZES
from sotiem.patients.models import Patient
from sotiem.places.models import UnitSuccession
from sotiem.portals.api.views import match
from sotiem.portals.citizen.words import action_in_words
from tests.factories import accounts, doses, keys, links, patients, reference
from tests.leaks import without_identifiers
from tests.portals.api.contract import fits
from tests.portals.office import people
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/match"
LOC = {
    "full_name": "NGUYEN THI BAO LOC",
    "birth_date": "03/04/1987",
    "sex": "Nữ",
    "phone": "+84 901 234 567",
    "cccd": "079 187 001 234",
}
STRANGER = {"full_name": "Hồ Văn Lạ", "birth_date": "01/02/1950", "phone": "0987 654 321"}


@pytest.fixture
def loc() -> Patient:
    """Somebody on record in the commune of the test facility."""
    return patients.patient(replace(patients.facts(), commune_id=reference.commune().pk))


def ask(token: str, claim: Any = LOC, *, language: str = "vi", **more: Any) -> HttpResponse:
    body = claim if isinstance(claim, str | bytes) else json.dumps(claim)
    sent: dict[str, Any] = {"content_type": "application/json", **more}
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
    return fits(Client().post(ADDRESS, body, headers=headers, **sent), "post", ADDRESS)  # type: ignore[no-any-return]


def told(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def refusal(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, told(answer)["error"]["code"]


@pytest.fixture
def officer() -> User:
    return desk.officer("vn")


@pytest.fixture
def token(officer: User, at: datetime) -> str:
    return keys.token_of(officer, at=at)


def test_the_person_is_found_with_how_probably_and_why(token: str, loc: Patient) -> None:
    Patient.objects.filter(pk=loc.pk).update(reference="P-1")
    answer = ask(token)
    found = told(answer)
    assert (answer.status_code, found["zone"]) == (200, "link")
    assert found["model"] == active_judge().version
    assert found["nobody"] < 0.01
    (candidate,) = found["candidates"]
    assert candidate["id"] == str(loc.public_id)
    assert candidate["reference"] == "P-1"
    assert 0.99 < candidate["probability"] < 1  # never rounded up to certainty
    assert candidate["levels"]["name"] == "unmarked"
    assert candidate["levels"]["cccd"] == "equal"
    assert candidate["levels"]["place"] == "missing"
    assert candidate["explanation"].startswith("Gần như chắc chắn là một người")
    (due,) = candidate["next_doses"]
    assert (due["state"], due["dose_number"], due["disease"]) == ("due", 1, "840539006")
    assert (found["elsewhere"], found["unread"]) == (0, [])
    assert answer["Cache-Control"] == "no-store"


def test_somebody_else_is_nobody_on_record(token: str, loc: Patient) -> None:
    found = told(ask(token, STRANGER))
    assert (found["zone"], found["nobody"], found["candidates"]) == ("new", 1.0, [])


def test_the_place_is_read_from_its_parts_or_from_the_address(token: str, loc: Patient) -> None:
    commune = reference.commune()
    assert commune.parent is not None
    province = commune.parent.full_name
    parts = {"ward": commune.full_name, "province": province}
    written = {"address": f"{commune.full_name}, {province}"}
    for place in (parts, written):
        (candidate,) = told(ask(token, {**LOC, **place}))["candidates"]
        assert candidate["levels"]["place"] == "commune"


def test_what_could_not_be_understood_is_named(token: str, loc: Patient) -> None:
    claim = {**LOC, "phone": "không có", "cmnd": None, "bhyt": " ", "address": "Sao Hỏa"}
    assert told(ask(token, claim))["unread"] == ["phone", "place"]


@pytest.mark.parametrize(("language", "word"), [("en-GB", "Almost certainly"), ("fr", "Gần như")])
def test_the_explanation_is_in_the_language_asked_for(
    token: str, loc: Patient, language: str, word: str
) -> None:
    answer = ask(token, language=language)
    assert word in told(answer)["candidates"][0]["explanation"]
    assert answer["Content-Language"] == ("en" if language.startswith("en") else "vi")


def test_every_question_leaves_a_trace_without_what_was_asked(
    token: str, officer: User, loc: Patient, at: datetime
) -> None:
    with capture_logs() as logs:
        ask(token)
        ask(token, STRANGER)
    key = AccessKey.objects.get()
    uses = AuditEntry.objects.filter(action="access_key.used", object_id=key.pk)
    assert [use.details["candidates"] for use in uses.order_by("pk")] == [1, 0]
    trace = AuditEntry.objects.get(action="patient.searched")
    assert (trace.patient_id, trace.actor_key) == (loc.pk, str(officer.public_id))
    assert trace.actor_label == officer.unit_name
    assert trace.details["key"] == str(key.public_id)
    told = str(logs) + "".join(str(use.details) for use in [*uses, trace])
    written = without_identifiers(told)
    for secret in ("LOC", "090123", "901 234", "079187", "079 187", "Hồ Văn", "1987"):
        assert secret not in written
    assert len(logs) == 2
    assert access_keys_of(officer.pk, limit=1)[0].last_used_at == at  # type: ignore[attr-defined]


def test_records_elsewhere_are_counted_and_not_shown(loc: Patient, at: datetime) -> None:
    elsewhere = keys.token_of(desk.officer("vn/2025:79"), at=at)
    answer = ask(elsewhere)
    found = told(answer)
    assert (found["zone"], found["candidates"], found["elsewhere"]) == ("link", [], 1)
    assert str(loc.public_id) not in answer.content.decode()
    assert AuditEntry.objects.filter(action="patient.searched", patient_id=loc.pk).exists()
    inside = keys.token_of(desk.officer(), at=at)
    assert len(told(ask(inside))["candidates"]) == 1


def test_a_record_joined_with_one_in_the_jurisdiction_is_shown(at: datetime, loc: Patient) -> None:
    other = patients.patient(patients.facts(phone="", cccd=""))
    links.link(loc.pk, other.pk)
    inside = keys.token_of(desk.officer(), at=at)
    found = told(ask(inside, {"full_name": "Nguyễn Thị Bảo Lộc", "birth_date": "1987-04-03"}))
    assert len(found["candidates"]) == 1
    assert found["elsewhere"] == 0


def test_whoever_was_vaccinated_in_the_jurisdiction_is_shown(at: datetime) -> None:
    person = patients.patient()  # lives nobody knows where
    token = keys.token_of(desk.officer(reference.facility().path), at=at)
    assert told(ask(token))["elsewhere"] == 1
    doses.dose(person, date(2021, 8, 12))
    found = told(ask(token))
    assert (found["candidates"][0]["id"], found["elsewhere"]) == (str(person.public_id), 0)


def test_whoever_lives_in_a_commune_of_old_is_shown_to_the_officer_of_the_new_one(
    at: datetime,
) -> None:
    merged = UnitSuccession.objects.select_related("old", "new").order_by("pk")[0]
    known = replace(patients.facts(), commune_id=merged.old_id)
    person, path = patients.patient(known), jurisdiction_of(merged.new).path
    for where in (path, path.rpartition("/")[0]):
        found = told(ask(keys.token_of(desk.officer(where), at=at)))
        assert [each["id"] for each in found["candidates"]] == [str(person.public_id)]


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        ("{", {}, (400, "body_is_broken")),
        ("[]", {}, (400, "body_is_broken")),
        ("[" * 16_000, {}, (400, "body_is_broken")),
        (b'{"full_name": "\xff"}', {}, (400, "body_is_broken")),
        ('{"phone": "1", "phone": "2"}', {}, (400, "body_is_broken")),
        (json.dumps({"full_name": "x" * 17_000}), {}, (413, "body_is_too_large")),
        ("full_name=x", {"content_type": "text/plain"}, (415, "not_json")),
        ({"name": "x"}, {}, (422, "field_is_unknown")),
        ({"\ud800": "x"}, {}, (422, "field_is_unknown")),
        ({"phone": 901234567}, {}, (422, "field_is_not_text")),
        ('{"full_name": "\\ud800"}', {}, (422, "field_is_not_text")),
        ({"phone": ["0901234567"]}, {}, (422, "field_is_not_text")),
        ({"full_name": "x" * 301}, {}, (422, "field_is_too_long")),
        ({}, {}, (422, "nothing_to_go_by")),
        ({"full_name": "Nguyễn Thị Bảo Lộc"}, {}, (422, "nothing_to_go_by")),
        ({"phone": "không có"}, {}, (422, "nothing_to_go_by")),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(
    token: str, loc: Patient, body: Any, more: dict[str, str], expected: tuple[int, str]
) -> None:
    answer = ask(token, body, **more)
    assert refusal(answer) == expected
    assert told(answer)["error"]["request"] == answer["X-Request-Id"]
    assert not AuditEntry.objects.filter(action="patient.searched").exists()


def test_the_field_that_is_wrong_is_named(token: str) -> None:
    message = told(ask(token, {"ho_ten": "x"}))["error"]["message"]
    assert "“ho_ten”" in message


def test_letters_that_databases_do_not_keep_do_no_harm(token: str) -> None:
    assert ask(token, {**LOC, "full_name": "Bảo\x00Lộc"}).status_code == 200


def test_without_a_right_key_nothing_is_answered(token: str, loc: Patient) -> None:
    for wrong in ("", "sotiem_sai", token[:-1], f"{token}x", "sotiem_\x85ế"):
        answer = ask(wrong)
        assert refusal(answer) == (401, "access_key_is_unknown")
        assert answer["WWW-Authenticate"] == "Bearer"
    plain = Client().post(ADDRESS, headers={"Authorization": f"Basic {token}"})
    assert refusal(plain) == (401, "access_key_is_unknown")  # type: ignore[arg-type]


def test_the_scheme_may_be_written_in_small_letters(token: str, loc: Patient) -> None:
    headers = {"Authorization": f"bearer  {token} "}
    answer = Client().post(ADDRESS, json.dumps(LOC), "application/json", headers=headers)
    assert answer.status_code == 200


def test_a_browser_that_is_signed_in_opens_nothing(officer: User, loc: Patient) -> None:
    browser = people.browser(officer)
    answer = browser.post(ADDRESS, json.dumps(LOC), content_type="application/json")
    assert refusal(answer) == (401, "access_key_is_unknown")  # type: ignore[arg-type]


def test_an_expired_and_a_revoked_key_say_so(
    token: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    AccessKey.objects.update(revoked_at=at)
    assert refusal(ask(token)) == (401, "access_key_is_revoked")
    AccessKey.objects.update(revoked_at=None)
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(days=31))
    answer = ask(token, language="en")
    assert refusal(answer) == (401, "access_key_has_expired")
    assert "has expired" in told(answer)["error"]["message"]


def test_a_key_loses_its_rights_with_its_owner(
    token: str, officer: User, loc: Patient, at: datetime
) -> None:
    officer.memberships.update(valid_to=at)
    assert refusal(ask(token)) == (403, "not_allowed")
    officer.memberships.update(role=Role.CLERK, valid_to=None)
    assert refusal(ask(token)) == (403, "not_allowed")
    officer.memberships.update(role=Role.OFFICER)
    User.objects.update(is_active=False)
    assert refusal(ask(token)) == (401, "access_key_is_revoked")


def test_asking_too_often_is_refused_with_when_to_come_back(
    token: str, loc: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_key, "USES", 2)
    assert [ask(token).status_code for _ in range(2)] == [200, 200]
    answer = ask(token)
    assert refusal(answer) == (429, "too_many_requests")
    assert answer["Retry-After"] == "600"
    assert AuditEntry.objects.filter(action="access_key.used").count() == 2


def test_only_post_is_answered(token: str) -> None:
    answer = Client().get(ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_question_asks_the_database_few_questions(
    token: str, loc: Patient, at: datetime, django_assert_max_num_queries: type
) -> None:
    inside = keys.token_of(desk.officer(), at=at)
    for shown, most in ((token, QUESTIONS), (inside, QUESTIONS + QUESTIONS_OF_A_PLACE)):
        ask(shown)
        with django_assert_max_num_queries(most):
            ask(shown)


QUESTIONS_OF_A_PLACE = 5
QUESTIONS = 13


def test_a_program_of_an_officer_somewhere_acts_with_all_grants(at: datetime, loc: Patient) -> None:
    user = accounts.user((Role.OFFICER, "vn/2025:79"), (Role.OFFICER, desk.path()))
    assert len(told(ask(keys.token_of(user, at=at)))["candidates"]) == 1


def test_every_field_that_is_compared_has_its_level_in_the_answer() -> None:
    assert set(match.LEVELS) == set(SIZES) - {"rarity"}
    assert {name: len(kind) for name, kind in match.LEVELS.items()} == {
        name: size for name, size in SIZES.items() if name != "rarity"
    }


@pytest.mark.parametrize(("language", "word"), [("vi", "có thể là bạn"), ("en", "may be you")])
def test_the_person_reads_that_a_program_looked(language: str, word: str) -> None:
    with translation.override(language):
        assert word in action_in_words("patient.searched")
