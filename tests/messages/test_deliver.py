from datetime import datetime, timedelta
from typing import Final

import pytest

from sotiem.foundation.actors import machine
from sotiem.messages.facts import Draft, NeverThere, Way
from sotiem.messages.models import Message, PushDevice
from sotiem.messages.operations import (
    NOBODY,
    allow_push,
    deliver_due,
    deliver_message,
    send_message,
    send_once,
)
from sotiem.messages.rules import PAUSES
from tests.messages.carrying import Post, not_now

pytestmark = pytest.mark.django_db

PHONE: Final = "0901234567"
ELSE: Final = "0907654321"
ADDRESS: Final = "http://127.0.0.1:8000/so-tiem/tra-cuu/"
SOMEBODY: Final = machine("test")
MINUTE: Final = timedelta(minutes=1)


def draft(code: str, purpose: str = "report_reopened", phone: str = PHONE) -> Draft:
    return Draft(
        phone=phone,
        purpose=purpose,
        once=f"{purpose}:{code}:1",
        values={"code": code, "address": f"{ADDRESS}{code}"},
    )


def night(at: datetime) -> datetime:
    """The night after the day of a test: one o'clock in Việt Nam."""
    return at.replace(hour=18, minute=0)


def morning(at: datetime) -> datetime:
    """Half past eight, when all that waited has been sent."""
    return at.replace(hour=1, minute=30) + timedelta(days=1)


def test_what_is_due_is_sent_once_and_its_values_are_let_go(post: Post, at: datetime) -> None:
    send_once(drafts=[draft("PA-2")], at=at)
    assert deliver_due(at=at) == 1
    assert deliver_due(at=at) == 0
    assert deliver_due(at=at + timedelta(days=1)) == 0
    (letter,) = post.letters
    assert (letter.phone, letter.text) == (
        PHONE,
        f"So Tiem: phan anh PA-2 duoc xem xet lai. Xem tai {ADDRESS}PA-2",
    )
    message = Message.objects.get()
    assert (message.status, message.values, message.said) == ("sent", {}, letter.text)


def test_the_same_purpose_of_a_report_and_round_is_told_once(post: Post, at: datetime) -> None:
    for moment in (at, at + MINUTE):
        send_once(drafts=[draft("PA-2"), draft("PA-2"), draft("PA-3", phone=ELSE)], at=moment)
        while deliver_due(at=moment):
            pass
    assert sorted(letter.phone for letter in post.letters) == [PHONE, ELSE]


def test_what_a_stopped_sender_took_is_handed_over_again_with_the_same_key(
    post: Post, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_once(drafts=[draft("PA-2")], at=at)
    with monkeypatch.context() as broken:
        broken.setattr("sotiem.messages.operations.deliver._note", _stop)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(at=at)
    assert deliver_due(at=at + MINUTE) == 0  # the sender may be at it still
    assert deliver_due(at=at + timedelta(minutes=11)) == 1
    first, second = post.letters
    assert first.key == second.key


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_what_a_carrier_does_not_take_is_tried_after_growing_pauses_then_given_up(
    post: Post, at: datetime
) -> None:
    send_once(drafts=[draft("PA-2")], at=at)
    post.shut = not_now()
    now = at
    for pause in PAUSES:
        assert deliver_due(at=now) == 1
        message = Message.objects.get()
        assert message.status == "waiting"
        # No try is made at night: the last pauses may end in the morning.
        assert message.due_at >= now + pause
        assert deliver_due(at=message.due_at - timedelta(seconds=1)) == 0
        now = message.due_at
    deliver_due(at=now)
    message = Message.objects.get()
    assert (message.status, message.values) == ("failed", {})


def test_a_carrier_that_comes_back_gets_the_message(post: Post, at: datetime) -> None:
    send_once(drafts=[draft("PA-2")], at=at)
    post.shut = not_now()
    deliver_due(at=at)
    post.shut = None
    deliver_due(at=at + MINUTE)
    assert len(post.letters) == 1


def test_at_night_nothing_rings_but_a_one_time_code(post: Post, at: datetime) -> None:
    late = night(at)
    send_once(drafts=[draft("PA-2")], at=late)
    code = send_message(phone=PHONE, purpose="one_time_code", values={"code": "123456"}, at=late)
    deliver_message(message_id=code.pk, at=late)
    while deliver_due(at=late):
        pass
    assert [text for text in post.texts if "PA-2" in text] == []
    assert len(post.letters) == 1
    while deliver_due(at=morning(at)):
        pass
    assert "PA-2" in post.texts[1]


def test_what_was_left_in_the_evening_waits_for_the_morning(post: Post, at: datetime) -> None:
    send_once(drafts=[draft("PA-2")], at=at)
    assert deliver_due(at=night(at)) == 0
    assert deliver_due(at=morning(at)) == 1


def test_several_that_waited_for_one_phone_become_one(post: Post, at: datetime) -> None:
    late = night(at)
    codes = [f"PA-{number}" for number in range(5)]
    send_once(drafts=[draft(code) for code in codes], at=late)
    send_once(drafts=[draft("PA-0", "report_overdue"), draft("PA-9", phone=ELSE)], at=late)
    while deliver_due(at=morning(at)):
        pass
    mine = [letter.text for letter in post.letters if letter.phone == PHONE]
    assert mine == [
        f"So Tiem: ban co 6 tin moi ve PA-0, PA-1, PA-2 va 2 ma khac. Xem tai {ADDRESS}PA-0"
    ]
    assert len(post.letters) == 2
    assert Message.objects.filter(phone=PHONE, status="sent").count() == 6
    assert Message.objects.filter(phone=PHONE, carried_by=None).count() == 1


def test_two_different_things_told_by_day_are_two_messages(post: Post, at: datetime) -> None:
    send_once(drafts=[draft("PA-2"), draft("PA-2", "report_overdue")], at=at)
    deliver_due(at=at)
    assert len(post.letters) == 2


def test_a_one_time_code_that_came_too_late_is_not_sent(post: Post, at: datetime) -> None:
    message = send_message(phone=PHONE, purpose="one_time_code", values={"code": "1"}, at=at)
    deliver_message(message_id=message.pk, at=at + timedelta(minutes=11))
    message.refresh_from_db()
    assert (post.letters, message.status, message.values) == ([], "failed", {})


def test_a_message_to_nobody_is_dropped_as_if_it_were_sent(post: Post, at: datetime) -> None:
    message = send_message(phone=NOBODY, purpose="one_time_code", values={"code": "1"}, at=at)
    deliver_message(message_id=message.pk, at=at)
    message.refresh_from_db()
    assert (post.letters, message.status) == ([], "sent")


def test_whoever_agreed_is_told_in_the_browser_too(post: Post, at: datetime) -> None:
    agree(at)
    send_once(drafts=[draft("PA-2"), draft("PA-3", phone=ELSE)], at=at)
    while deliver_due(at=at):
        pass
    told = {(letter.phone, letter.device is not None) for letter in post.letters}
    assert told == {(PHONE, False), (PHONE, True), (ELSE, False)}
    (pushed,) = (letter for letter in post.letters if letter.device)
    assert pushed.text.startswith("Sổ Tiêm: phản ánh PA-2")


def test_a_browser_that_is_gone_is_forgotten(post: Post, at: datetime) -> None:
    agree(at)
    send_once(drafts=[draft("PA-2")], at=at)
    deliver_due(at=at)
    post.shut = NeverThere()
    deliver_due(at=at)
    assert not PushDevice.objects.exists()
    assert Message.objects.get(way=Way.PUSH).status == "failed"


def agree(at: datetime) -> None:
    allow_push(
        phone=PHONE,
        endpoint="https://fcm.googleapis.com/fcm/send/one",
        key="key",
        secret="secret",
        by=SOMEBODY,
        at=at,
    )


def test_a_one_time_code_rings_the_phone_alone_and_is_kept_nowhere(
    post: Post, at: datetime
) -> None:
    agree(at)
    message = send_message(phone=PHONE, purpose="one_time_code", values={"code": "482913"}, at=at)
    deliver_message(message_id=message.pk, at=at)
    while deliver_due(at=at):
        pass
    (letter,) = post.letters
    assert "482913" in letter.text
    assert letter.device is None
    kept = Message.objects.get()
    assert (kept.status, kept.said, kept.values) == ("sent", "", {})
