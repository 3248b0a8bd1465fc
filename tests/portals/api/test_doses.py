"""A program sends doses, one or many, and is told at once what became of each."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sotiem.accounts.facts import Role
from sotiem.accounts.models import AccessKey
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.foundation import files
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport
from tests.factories import accounts, doses, keys, patients, reference
from tests.portals.api import calls

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(at: datetime) -> str:
    return calls.token_of_clerk(at)


def batch(*doses: dict[str, Any], facility: str = "79101") -> dict[str, Any]:
    return {"facility": facility, "doses": list(doses)}


def outcomes(answer: Any) -> list[str]:
    return [each["outcome"] for each in calls.told(answer)["doses"]]


def codes(answer: Any, place: int = 0) -> list[tuple[str, str]]:
    problems = calls.told(answer)["doses"][place]["problems"]
    return [(each["field"], each["code"]) for each in problems]


def test_one_dose_is_recorded_and_named(token: str) -> None:
    answer = calls.send(token, {"facility": "79101", "dose": calls.dose(reference="HIS-7")})
    assert answer.status_code == 200
    (told,) = calls.told(answer)["doses"]
    recorded = Dose.objects.get()
    assert (told["index"], told["reference"], told["outcome"]) == (0, "HIS-7", "recorded")
    assert told["dose"] == str(recorded.public_id)
    assert recorded.current.reason == DoseReason.SENT
    assert told["problems"] == []
    assert told["sentences"] == {"vi": "Đã ghi.", "en": "Recorded."}
    assert calls.told(answer)["status"] == "committed"


def test_what_was_sent_is_kept_as_it_came(token: str) -> None:
    body = json.dumps({"facility": "79101", "dose": calls.dose(slip_number="12")}, indent=3)
    calls.send(token, body)
    kept = DoseImport.objects.get()
    assert files.read(kept.file) == body.encode()
    assert kept.file.media_type == "application/json"
    assert kept.rows.get().raw["note"] == "12"


def test_each_dose_of_a_batch_has_its_own_fate(token: str) -> None:
    known = patients.patient()
    doses.dose(known)
    answer = calls.send(
        token,
        batch(
            calls.dose({"full_name": "Lê Văn Mẫu", "phone": "0912345678", "id_number": ""}),
            calls.dose(lot_number="KHONGCO", administered_on="2099-01-01"),
            {"person": {}},
            calls.dose({"full_name": "Nguyễn Thị Bảo Lan", "id_number": ""}),
        ),
    )
    assert outcomes(answer) == ["recorded", "refused", "refused", "waiting"]
    assert codes(answer, 1) == [("lot_number", "lot_unknown"), ("administered_on", "day_in_future")]
    assert codes(answer, 2) == [("vaccine", "no_dose")]
    sentences = calls.told(answer)["doses"][1]["problems"][0]["sentences"]
    assert sentences["vi"].startswith("Chưa có lô vắc xin")
    assert sentences["en"] != sentences["vi"]


def test_a_lot_of_another_product_is_refused(token: str) -> None:
    reference.lot("PF1", of="COMIRNATY")
    answer = calls.send(token, batch(calls.dose(lot_number="PF1")))
    assert (outcomes(answer), codes(answer)) == (
        ["refused"],
        [("lot_number", "lot_of_another_vaccine")],
    )


def test_the_same_request_again_is_answered_again_and_records_nothing(token: str) -> None:
    body = batch(calls.dose(), calls.dose(lot_number="KHONGCO"))
    first, again = calls.send(token, body), calls.send(token, body)
    assert calls.told(again) == calls.told(first)
    assert (Dose.objects.count(), DoseImport.objects.count()) == (1, 1)


def test_the_same_dose_in_another_request_is_known(token: str) -> None:
    calls.send(token, batch(calls.dose()))
    assert outcomes(calls.send(token, batch(calls.dose()), key="lan-2")) == ["known"]
    assert Dose.objects.count() == 1


def test_a_key_stands_for_one_content(token: str) -> None:
    calls.send(token, batch(calls.dose()))
    other = calls.send(token, batch(calls.dose(lot_number="KHONGCO")))
    assert calls.refusal(other) == (422, "idempotency_key_was_used")
    assert DoseImport.objects.count() == 1


def test_two_clerks_may_use_the_same_key(token: str, at: datetime) -> None:
    calls.send(token, batch(calls.dose()))
    colleague = keys.token_of(accounts.user((Role.CLERK, reference.facility().path)), at=at)
    assert outcomes(calls.send(colleague, batch(calls.dose()))) == ["known"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "body_is_broken"),
        ("[]", 400, "body_is_broken"),
        ('{"facility": "79101", "facility": "79101"}', 400, "body_is_broken"),
        ('{"facility": NaN}', 400, "body_is_broken"),
        (b'{"facility": "\xff"}', 400, "body_is_broken"),
        ({"facility": "79101"}, 422, "field_is_not_an_object"),
        ({"facility": "79101", "doses": []}, 422, "how_many_doses"),
        ({"facility": "79101", "doses": [calls.dose()] * 1001}, 422, "how_many_doses"),
        ({"facility": "79101", "doses": {}}, 422, "how_many_doses"),
        ({"facility": "79101", "doses": [7]}, 422, "field_is_not_an_object"),
        ({"facility": "79101", "doses": [{"vaccine": "x"}]}, 422, "field_is_not_an_object"),
        ({"facility": 79101, "doses": [calls.dose()]}, 422, "field_is_not_text"),
        ({"facility": "79101", "doses": [calls.dose(lot_number=12)]}, 422, "field_is_not_text"),
        ({"facility": "79101", "doses": [calls.dose(lot="x")]}, 422, "field_is_unknown"),
        ({"facility": "79101", "doses": [calls.dose(vaccine="x" * 301)]}, 422, "field_is_too_long"),
        ({"facility": "79102", "doses": [calls.dose()]}, 403, "facility_is_not_yours"),
        ({"facility": "a\x00b", "doses": [calls.dose()]}, 403, "facility_is_not_yours"),
    ],
)
def test_what_is_not_well_formed_is_refused_as_a_whole(
    token: str, body: Any, status: int, code: str
) -> None:
    assert calls.refusal(calls.send(token, body)) == (status, code)
    assert not DoseImport.objects.exists()


def test_the_field_at_fault_is_named(token: str) -> None:
    answer = calls.send(token, batch(calls.dose(), calls.dose({"sex": 0})))
    assert "“doses[1].person.sex”" in calls.told(answer)["error"]["message"]


def test_every_request_needs_a_key_of_its_own(token: str) -> None:
    for key in ("", "x" * 201):
        answer = calls.send(token, batch(calls.dose()), key=key)
        assert calls.refusal(answer) == (400, "idempotency_key_is_needed")


def test_a_large_body_and_another_media_type_are_refused(token: str) -> None:
    large = calls.send(token, b" " * 10 * 1024 * 1024)
    assert calls.refusal(large) == (413, "body_is_too_large")
    form = calls.send(token, "a=1", content_type="application/x-www-form-urlencoded")
    assert calls.refusal(form) == (415, "not_json")


def test_the_facility_of_another_is_as_unknown_as_one_that_is_not(token: str) -> None:
    reference.facility("79199", "Trạm Y tế Nơi Khác")
    elsewhere = calls.send(token, batch(calls.dose(), facility="79199"))
    nowhere = calls.send(token, batch(calls.dose(), facility="79198"))
    assert calls.refusal(elsewhere) == calls.refusal(nowhere) == (403, "facility_is_not_yours")


def test_a_right_withdrawn_or_a_key_revoked_opens_nothing(token: str, at: datetime) -> None:
    owner = AccessKey.objects.get().user
    owner.memberships.update(valid_to=at)
    assert calls.refusal(calls.send(token, batch(calls.dose()))) == (403, "not_allowed")
    AccessKey.objects.update(revoked_at=at)
    assert calls.refusal(calls.send(token, batch(calls.dose()))) == (401, "access_key_is_revoked")
    assert not DoseImport.objects.exists()


def test_officers_record_nothing(at: datetime) -> None:
    officer = keys.token_of(accounts.user((Role.OFFICER, "vn")), at=at)
    assert calls.refusal(calls.send(officer, batch(calls.dose()))) == (403, "not_allowed")


def test_the_trail_names_the_clerk_and_her_key(token: str) -> None:
    calls.send(token, batch(calls.dose()))
    owner = AccessKey.objects.get().user
    (used,) = AuditEntry.objects.filter(action="access_key.used")
    assert used.details["dose_import"] == str(DoseImport.objects.get().public_id)
    committed = AuditEntry.objects.get(action="import.committed")
    assert used.actor_key == committed.actor_key == str(owner.public_id)


def test_statements_do_not_grow_with_doses(token: str) -> None:
    def statements(number: int, key: str) -> int:
        people = [
            calls.dose({"phone": f"09{number:02d}{each:06d}", "id_number": ""})
            for each in range(number)
        ]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert set(outcomes(calls.send(token, batch(*people), key=key))) != {"refused"}
        return len(asked)

    calls.send(token, batch(calls.dose()), key="lan-0")
    assert statements(40, "lan-2") <= statements(4, "lan-1") + 5
