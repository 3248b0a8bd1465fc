from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.messages.models import Message
from sotiem.registrations.facts import CONSENT_IN_FORCE, CONSENTS
from sotiem.registrations.models import Registration
from sotiem.registrations.operations import ConsentIsOld, register
from sotiem.registrations.operations.register import MOST_OF_ONE_PHONE
from sotiem.registrations.states import RegistrationState
from tests.factories import patients
from tests.factories.registrations import AT, asked, registration, sender, somebody_else

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("figures_follow")]
LATER = AT + timedelta(hours=1)


def test_who_registers_stands_in_the_list_of_the_province() -> None:
    made = registration()
    assert made.state == RegistrationState.RECEIVED
    assert (made.list_path, made.path.startswith("vn/2025:01/")) == ("vn/2025:01", True)
    assert made.consent == CONSENT_IN_FORCE
    assert CONSENTS[made.consent].words_vi
    told = Message.objects.get(purpose="registration_received")
    assert (told.phone, told.values["code"]) == (made.sender_phone, made.code)
    assert "Lộc" not in str(told.values)
    assert AuditEntry.objects.filter(action="registration.received", object_id=made.pk).exists()


def test_the_same_form_sent_twice_is_one_registration() -> None:
    key = uuid4()
    first = register(asked=asked(), submission_key=key, by=sender(), at=AT)
    assert register(asked=asked(), submission_key=key, by=sender(), at=LATER) == first
    assert Registration.objects.count() == 1


def test_nobody_gets_the_registration_of_another_by_its_key() -> None:
    key = uuid4()
    register(asked=asked(), submission_key=key, by=sender(), at=AT)
    with pytest.raises(NotAllowed):
        register(asked=asked(), submission_key=key, by=sender("0909999999"), at=LATER)


def test_a_text_that_is_no_longer_in_force_is_not_agreed_to() -> None:
    with pytest.raises(ConsentIsOld):
        register(
            asked=replace(asked(), consent="2020-9"), submission_key=uuid4(), by=sender(), at=AT
        )


def test_one_phone_registers_a_family_and_not_a_town() -> None:
    for number in range(MOST_OF_ONE_PHONE):
        registration(**somebody_else(number))
    with pytest.raises(TooManyRequests):
        registration(**somebody_else(MOST_OF_ONE_PHONE))
    assert registration(sent_from="0909999999", **somebody_else(99)).pk


def test_a_record_is_found_by_one_number_and_nobody_is_told() -> None:
    known = patients.patient()
    assert registration().patient == known
    assert registration(**somebody_else(1)).patient is None


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        ({}, True),
        ({"cccd": "", "bhyt": "7901234567"}, True),  # by the telephone
        ({"phone": "0909999999"}, True),  # by the number
        ({"phone": "0909999999", "cccd": ""}, False),  # a name and a day alone
        ({"cccd": "079187009999"}, False),  # twins' numbers differ
        ({"birth_date": "1988-04-03"}, False),
        ({"full_name": "Nguyễn Thị Bửu Lộc"}, False),
    ],
)
def test_who_waits_already_is_known_again(changed: dict[str, Any], is_same: bool) -> None:
    first = registration()
    again = registration(sent_from="0909999999", at=LATER, **changed)
    assert again.same_as == (first if is_same else None)
