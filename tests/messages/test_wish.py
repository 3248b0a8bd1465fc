from datetime import datetime, timedelta
from typing import Final

import pytest
from pytest_django.fixtures import Settings

from sotiem.foundation.actors import machine
from sotiem.messages.facts import Draft
from sotiem.messages.models import Message, Wish
from sotiem.messages.operations import (
    LinkIsOver,
    confirm_email,
    deliver_due,
    deliver_message,
    send_once,
    wish_email,
)
from sotiem.messages.queries import told
from tests.messages.carrying import Post

pytestmark = pytest.mark.django_db

PHONE: Final = "0901234567"
MAIL: Final = "an@example.com"
PAGE: Final = "/so-tiem/xac-nhan-thu/"
SOMEBODY: Final = machine("test")


def wish(at: datetime, email: str = MAIL) -> Wish:
    return wish_email(phone=PHONE, email=email, page=PAGE, by=SOMEBODY, at=at)


def link(post: Post, at: datetime) -> str:
    """What the confirming mail says."""
    deliver_message(message_id=Message.objects.latest("pk").pk, at=at)
    return post.texts[-1].partition(PAGE)[2].partition(". ")[0]


def tell(at: datetime, code: str) -> None:
    values = {"code": code, "address": "https://sotiem.example/x"}
    one = Draft(phone=PHONE, purpose="report_reopened", once=code, values=values)
    send_once(drafts=[one], at=at)
    while deliver_due(at=at):
        pass


def test_mail_comes_only_after_its_reader_agreed(post: Post, at: datetime) -> None:
    wish(at)
    given = link(post, at)
    tell(at, "PA-1")
    assert [letter.email for letter in post.letters] == [MAIL, ""]
    confirm_email(link=given, by=SOMEBODY, at=at)
    confirm_email(link=given, by=SOMEBODY, at=at)
    tell(at, "PA-2")
    assert [letter.email for letter in post.letters] == [MAIL, "", "", MAIL]


def test_a_link_confirms_the_address_it_was_sent_to_for_a_day(post: Post, at: datetime) -> None:
    wish(at)
    given = link(post, at)
    for wrong in ("", given[:-1], f"{given}x"):
        with pytest.raises(LinkIsOver):
            confirm_email(link=wrong, by=SOMEBODY, at=at)
    with pytest.raises(LinkIsOver):
        confirm_email(link=given, by=SOMEBODY, at=at + timedelta(hours=25))
    wish(at, "khac@example.com")
    with pytest.raises(LinkIsOver):
        confirm_email(link=given, by=SOMEBODY, at=at)


def test_who_wants_no_mail_gets_none(post: Post, at: datetime) -> None:
    wish(at)
    confirm_email(link=link(post, at), by=SOMEBODY, at=at)
    wish(at, "")
    tell(at, "PA-1")
    assert [letter.email for letter in post.letters] == [MAIL, ""]


def test_an_address_asked_for_twice_gets_one_mail(post: Post, at: datetime) -> None:
    wish(at)
    wish(at)
    assert Message.objects.count() == 1


def test_a_phone_reads_again_what_it_was_told_but_no_code(
    post: Post, at: datetime, settings: Settings
) -> None:
    wish(at)
    tell(at, "PA-1")
    (message,) = told(PHONE)
    assert "PA-1" in message.said
    assert told("") == []


def test_another_address_is_agreed_to_anew(post: Post, at: datetime) -> None:
    wish(at)
    confirm_email(link=link(post, at), by=SOMEBODY, at=at)
    wish(at, "khac@example.com")
    tell(at, "PA-1")
    assert [letter.email for letter in post.letters if "PA-1" in letter.text] == [""]


def test_a_link_agrees_for_the_phone_that_asked_for_it(post: Post, at: datetime) -> None:
    wish(at)
    other = wish_email(phone="0907654321", email=MAIL, page=PAGE, by=SOMEBODY, at=at)
    confirm_email(link=link(post, at), by=SOMEBODY, at=at)
    confirmed = Wish.objects.filter(email_confirmed_at__isnull=False)
    assert [one.phone for one in confirmed] == [other.phone]
