from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from sotiem.accounts.facts import Citizen, Role, Staff
from sotiem.corrections.models import Evidence
from sotiem.data_requests.facts import Item, RequestState, Verdict
from sotiem.data_requests.models import DataAnswer, DataRequest
from sotiem.data_requests.operations import (
    AnswerIsIncomplete,
    ExtendedAlready,
    NothingAsked,
    NothingToAppeal,
    RequestIsAnswered,
    answer_request,
    appeal_request,
    extend_request,
    submit_request,
)
from sotiem.data_requests.queries import (
    disagreements_on_record,
    request_of,
    requests_of,
    waiting_for,
)
from sotiem.foundation import files
from sotiem.foundation.models import AuditEntry, StoredFile
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.messages.models import Message, PushDevice, Wish
from sotiem.messages.operations import wish_email
from sotiem.patients.models import Patient
from sotiem.registrations.models import Registration
from tests.factories import accounts, corrections, doses, patients, reference
from tests.factories.registrations import AT, registration, somebody_else

pytestmark = pytest.mark.django_db
KEPT = Verdict(delete=False, basis="kept_by_law")
GONE = Verdict(delete=True)


def asked(by: Citizen, *items: Item) -> DataRequest:
    return submit_request(items=items, words="Tôi đổi ý.", submission_key=uuid4(), by=by, at=AT)


def officer(path: str = "vn") -> Staff:
    return accounts.staff((Role.OFFICER, path))


def answered(request: DataRequest, *, by: Staff | None = None, **verdicts: Verdict) -> DataAnswer:
    return answer_request(
        request_id=request.pk,
        verdicts={Item(name): verdict for name, verdict in verdicts.items()},
        words="",
        by=by or officer(),
        at=AT + timedelta(days=3),
    )


def somebody() -> tuple[Patient, Citizen]:
    person = patients.patient()
    return person, accounts.citizen_of(person)


def test_a_request_is_acknowledged_at_once_with_its_code_and_clock() -> None:
    person, by = somebody()
    doses.dose(person)
    made = asked(by, Item.RECORD, Item.EMAIL)
    assert made.due_at == AT + timedelta(days=15)  # the soonest that the law asks for
    assert made.path == reference.facility().path
    told = Message.objects.get(purpose="data_request_received")
    assert told.values["code"] == made.code
    assert AuditEntry.objects.get(action="data_request.received").patient_id == person.pk
    assert asked(by, Item.RECORD).due_at == AT + timedelta(days=20)


def test_the_same_form_twice_is_one_request_and_nothing_is_no_request() -> None:
    _, by = somebody()
    key = uuid4()
    for _ in range(2):
        submit_request(items=[Item.PUSH], words="", submission_key=key, by=by, at=AT)
    assert DataRequest.objects.count() == 1
    with pytest.raises(NothingAsked):
        asked(by)


def test_a_phone_asks_so_often_a_day() -> None:
    _, by = somebody()
    for _ in range(3):
        asked(by, Item.PUSH)
    with pytest.raises(TooManyRequests):
        asked(by, Item.PUSH)


def test_nobody_else_sees_it_and_officers_see_theirs_in_the_order_of_the_clock() -> None:
    person, by = somebody()
    doses.dose(person)
    late, soon = asked(by, Item.RECORD), asked(by, Item.EMAIL)
    assert [each.pk for each in requests_of(by)] == [soon.pk, late.pk]
    other = patients.patient(patients.facts(full_name="Lê Văn An", cccd=""))
    assert request_of(accounts.citizen_of(other), late.code) is None
    stranger = corrections.stranger()  # holds the same phone, and is not on record
    assert request_of(stranger, late.code) is None
    assert [each.pk for each in waiting_for(officer())] == [soon.pk, late.pk]
    assert waiting_for(officer("vn/2025:99")) == []


def test_what_the_letter_agrees_to_is_really_deleted_and_the_record_stays() -> None:
    person, by = somebody()
    doses.dose(person)
    wish_email(phone=by.phone, email="loc@example.com", page="/", by=by, at=AT)
    mine = registration()
    other = registration(sent_from="0909999999", **somebody_else(1))
    PushDevice.objects.create(
        phone=by.phone, endpoint="https://push.example/1", key="k", secret="s", agreed_at=AT
    )
    request = asked(by, *Item)
    answer = answered(request, email=GONE, push=GONE, registrations=GONE, photos=GONE, record=KEPT)
    assert {one["item"]: one.get("number") for one in answer.verdicts} == {
        "email": 1, "push": 1, "registrations": 1, "photos": 0, "record": None
    }  # fmt: skip
    assert Wish.objects.get(phone=by.phone).email == ""
    assert not PushDevice.objects.exists()
    assert list(Registration.objects.all()) == [other]
    assert Patient.objects.filter(pk=person.pk).exists()
    request.refresh_from_db()
    assert request.state == RequestState.ANSWERED
    erased = AuditEntry.objects.get(action="registration.erased")
    assert erased.details["code"] == mine.code
    assert Message.objects.filter(purpose="data_request_answered").count() == 1


def test_who_was_registered_by_another_phone_too_keeps_the_place() -> None:
    _, by = somebody()
    registration()
    daughters = registration(sent_from="0909999999", at=AT + timedelta(hours=1))
    assert daughters.same_as_id is not None
    answered(asked(by, Item.REGISTRATIONS), registrations=GONE)
    left = Registration.objects.get()
    assert (left.pk, left.same_as_id) == (daughters.pk, None)


def test_photos_of_reports_that_are_over_are_deleted_with_their_files() -> None:
    person = patients.patient()
    dose = doses.dose(person)
    over = corrections.about(dose, colour="red")
    by_officer = corrections.officer()
    corrections.refused(corrections.taken_up(over, by_officer), by_officer)
    still = corrections.about(doses.dose(person, AT.date()), colour="blue")
    gone = Evidence.objects.get(report=over).original
    answered(asked(accounts.citizen_of(person), Item.PHOTOS), photos=GONE)
    assert [each.report_id for each in Evidence.objects.all()] == [still.pk]
    assert not StoredFile.objects.filter(pk=gone.pk).exists()
    assert not Path(files.path_of(gone.sha256)).exists()


def test_a_photo_may_be_let_go_of_but_not_altered() -> None:
    corrections.about(doses.dose(patients.patient()))
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Evidence.objects.update(width=1)


@pytest.mark.parametrize(
    "verdicts",
    [
        {"record": GONE, "email": GONE},
        {"record": KEPT},
        {"record": Verdict(delete=False, basis="because"), "email": GONE},
        {"record": KEPT, "email": GONE, "push": GONE},
    ],
)
def test_an_incomplete_answer_or_one_that_deletes_the_record_is_refused(
    verdicts: dict[str, Verdict],
) -> None:
    _, by = somebody()
    request = asked(by, Item.RECORD, Item.EMAIL)
    with pytest.raises(AnswerIsIncomplete):
        answered(request, by=officer(), **verdicts)


def test_more_time_is_taken_once_with_a_reason_that_is_told() -> None:
    _, by = somebody()
    request = asked(by, Item.EMAIL)
    who = officer()
    extend_request(request_id=request.pk, reason="Chờ hồ sơ", by=who, at=AT)
    request.refresh_from_db()
    assert request.due_at == AT + timedelta(days=30)
    assert Message.objects.filter(purpose="data_request_extended").count() == 1
    with pytest.raises(ExtendedAlready):
        extend_request(request_id=request.pk, reason="Nữa", by=who, at=AT)


def test_an_appeal_goes_to_the_unit_above_and_another_officer_once() -> None:
    person, by = somebody()
    doses.dose(person)
    request, first = asked(by, Item.RECORD), officer()
    with pytest.raises(NothingToAppeal):
        appeal_request(request_id=request.pk, words="Sớm quá", by=by, at=AT)
    answered(request, by=first, record=KEPT)
    later = AT + timedelta(days=5)
    appeal_request(request_id=request.pk, words="Tôi không đồng ý", by=by, at=later)
    request.refresh_from_db()
    assert reference.facility().path.startswith(f"{request.path}/")
    assert request.due_at == later + timedelta(days=20)
    with pytest.raises(NotAllowed):
        answered(request, by=first, record=KEPT)
    answered(request, record=KEPT)
    assert request.answers.count() == 2
    with pytest.raises(NothingToAppeal):
        appeal_request(request_id=request.pk, words="Nữa", by=by, at=later)
    with pytest.raises(RequestIsAnswered):
        answered(request, record=KEPT)


def test_a_letter_is_never_changed() -> None:
    _, by = somebody()
    answer = answered(asked(by, Item.RECORD), record=KEPT)
    with pytest.raises(DatabaseError), transaction.atomic():
        DataAnswer.objects.filter(pk=answer.pk).update(words="khác")
    assert list(disagreements_on_record()) == []
    AuditEntry.objects.model(
        at=AT, actor_kind="machine", actor_key="x", actor_label="x", action="x",
        object_kind="dataanswer", object_id=answer.pk + 1, digest="0",
    ).save()  # fmt: skip
    assert len(list(disagreements_on_record())) == 1


def test_an_officer_of_another_province_answers_nothing() -> None:
    person, by = somebody()
    doses.dose(person)
    with pytest.raises(NotAllowed):
        answered(asked(by, Item.RECORD), by=officer("vn/2025:99"), record=KEPT)
