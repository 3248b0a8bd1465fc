import re
from datetime import datetime, timedelta

import pytest

from sotiem.accounts.models import OneTimeCode
from sotiem.accounts.operations import (
    CodeHasExpired,
    CodeIsWrong,
    forget_codes,
    redeem_code,
    send_code,
)
from sotiem.accounts.operations.one_time_code import ATTEMPTS, CODES_PER_PHONE, WINDOW
from sotiem.foundation.refusals import TooManyRequests
from sotiem.messages.carriers.outbox import delivered
from sotiem.messages.models import Message
from sotiem.messages.operations import deliver_message

pytestmark = pytest.mark.django_db


def send(at: datetime, phone: str | None = "0901234567") -> OneTimeCode:
    return send_code(
        phone=phone, asked_for="0901234567", address="192.0.2.1", subject={"for": "x"}, at=at
    )


def code_that_arrived(at: datetime) -> str:
    deliver_message(message_id=Message.objects.latest("pk").pk, at=at)
    found = re.search(r"\b\d{6}\b", delivered()[0].text)
    assert found
    return found.group()


def redeem(sent: OneTimeCode, code: str, at: datetime) -> OneTimeCode:
    return redeem_code(public_id=str(sent.public_id), code=code, at=at)


def test_the_code_that_arrived_opens_once(at: datetime) -> None:
    sent = send(at)
    code = code_that_arrived(at)
    assert redeem(sent, code, at).subject == {"for": "x"}
    with pytest.raises(CodeHasExpired):
        redeem(sent, code, at)


def test_neither_the_code_nor_the_phone_is_kept_readable(at: datetime) -> None:
    sent = send(at)
    code = code_that_arrived(at)
    kept = str(OneTimeCode.objects.filter(pk=sent.pk).values().get())
    assert code not in kept
    assert "0901234567" not in kept
    assert Message.objects.get().values == {}


def test_a_code_expires(at: datetime) -> None:
    sent = send(at)
    code = code_that_arrived(at)
    with pytest.raises(CodeHasExpired):
        redeem(sent, code, at + timedelta(minutes=10, seconds=1))


def test_wrong_codes_are_counted_until_none_is_accepted(at: datetime) -> None:
    sent = send(at)
    code = code_that_arrived(at)
    wrong = "000000" if code != "000000" else "111111"
    for left in reversed(range(ATTEMPTS)):
        with pytest.raises(CodeIsWrong) as refused:
            redeem(sent, wrong, at)
        assert refused.value.details == {"left": left}
    with pytest.raises(CodeHasExpired):
        redeem(sent, code, at)


def test_codes_for_one_phone_are_limited_in_an_hour(at: datetime) -> None:
    for _ in range(CODES_PER_PHONE):
        send(at)
    with pytest.raises(TooManyRequests):
        send(at)
    send(at + WINDOW)


def test_nobody_found_costs_the_same_and_sends_nothing(at: datetime) -> None:
    sent = send(at, phone=None)
    deliver_message(message_id=Message.objects.get().pk, at=at)
    assert delivered() == []
    with pytest.raises(CodeIsWrong):
        redeem(sent, "123456", at)


def test_codes_that_open_nothing_are_forgotten_after_a_day(at: datetime) -> None:
    old, young = send(at), send(at + timedelta(hours=5))
    forget_codes(at=at + timedelta(days=1, minutes=11))
    assert list(OneTimeCode.objects.all()) == [young]
    assert old not in OneTimeCode.objects.all()
