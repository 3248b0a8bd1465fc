"""All of it, in a shape that others may rely on."""

import json
from datetime import timedelta

import pytest

from sotiem.data_requests.export import FORMAT, export_of
from sotiem.data_requests.facts import Item
from sotiem.data_requests.operations import note_export
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import TooManyRequests
from sotiem.messages.operations import wish_email
from tests.data_requests.test_requests import asked, somebody
from tests.factories import accounts, corrections, doses, patients
from tests.factories.phone_changes import AT, replaced
from tests.factories.registrations import registration, somebody_else

pytestmark = pytest.mark.django_db
KEYS = [
    "format", "asOf", "patient", "link", "immunization", "documentReference",
    "appointmentRequest", "task", "communication", "subscription", "consent", "dataRequest",
    "auditEvent",
]  # fmt: skip


def test_the_export_holds_every_version_and_everything_else() -> None:
    person, by = somebody()
    corrections.about(doses.dose(person))
    registration()
    asked(by, Item.EMAIL)
    wish_email(phone=by.phone, email="loc@example.com", page="/", by=by, at=AT)
    replaced()
    told = json.loads(json.dumps(export_of(by, at=AT)))
    assert list(told) == KEYS
    assert told["format"] == FORMAT
    chain = told["patient"][0]["versions"]
    assert [each["telecom"] for each in chain] == ["0901234567", "0907654321"]
    assert chain[1]["provenance"]["reason"] == "phone"
    (dose,) = told["immunization"][0]["versions"]
    assert (dose["occurrenceDate"], dose["lotNumber"]) == ("2021-08-12", "FK0112")
    assert told["task"][0]["code"] == "dose_wrong"
    assert told["appointmentRequest"][0]["name"] == "Nguyễn Thị Bảo Lộc"
    assert told["consent"][0]["policy"] == "2026-1"
    assert told["subscription"][0]["endpoint"] == "loc@example.com"
    assert told["dataRequest"][0]["input"] == ["email"]
    assert "phone_change.made" in {each["action"] for each in told["auditEvent"]}
    assert told["communication"]


def test_it_holds_nothing_of_anybody_else_and_no_code() -> None:
    _, by = somebody()
    other = patients.patient(patients.facts(full_name="Trần Văn Riêng", cccd="079190001111"))
    doses.dose(other)
    registration(sent_from="0909999999", **somebody_else(1))
    text = json.dumps(export_of(by, at=AT), ensure_ascii=False)
    for secret in ("Riêng", "079190001111", "0909999999", "one_time_code"):
        assert secret not in text


def test_who_is_not_on_record_gets_what_is_kept_of_the_phone() -> None:
    registration()
    told = export_of(corrections.stranger(), at=AT)
    assert told["patient"] == told["auditEvent"] == []
    assert len(told["appointmentRequest"]) == 1


def test_taking_it_is_limited_and_leaves_a_trace() -> None:
    person, _ = somebody()
    by = accounts.citizen_of(person)
    for _ in range(5):
        note_export(form="json", by=by, at=AT)
    with pytest.raises(TooManyRequests):
        note_export(form="pdf", by=by, at=AT)
    note_export(form="pdf", by=by, at=AT + timedelta(days=1, minutes=1))
    taken = AuditEntry.objects.filter(action="data.exported", patient_id=person.pk)
    assert taken.count() == 6
