"""A clerk links two records of one of her facility's people, and takes it back."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from sotiem.accounts.models import User
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.matching.models import MatchPair
from sotiem.patients.queries import are_one_person
from tests.factories import doses, matching, reference

LIST = "/co-so/79101/trung/"


@pytest.fixture
def pair(clerk: User) -> MatchPair:
    one, other = matching.twice()
    doses.dose(one)
    doses.dose(other, date(2021, 9, 14))
    return matching.keep(matching.judged(one, other))[0]


def address(pair: MatchPair, ending: str = "") -> str:
    return f"{LIST}{pair.public_id}/{ending}"


def test_two_records_are_linked_and_parted_again(browser: Client, pair: MatchPair) -> None:
    assert address(pair) in browser.get(LIST).content.decode()
    page = browser.get(address(pair)).content.decode()
    assert "Hai hồ sơ này có phải của một người?" in page
    assert "họ tên chỉ khác dấu thanh" in page
    shown = AuditEntry.objects.filter(action="patient.shown_in_full")
    assert set(shown.values_list("patient_id", flat=True)) == {pair.one_id, pair.other_id}
    answered = browser.post(address(pair, "ket-luan/"), {"verdict": "same", "known": ""})
    assert answered["Location"] == f"{LIST}?vua={pair.public_id}"
    page = browser.get(answered["Location"]).content.decode()
    assert "Vừa ghép hai hồ sơ làm một người." in page
    assert are_one_person(pair.one_id, pair.other_id)
    browser.post(address(pair, "hoan-tac/"))
    assert not are_one_person(pair.one_id, pair.other_id)


def test_no_verdict_or_somebody_else_s_is_told(browser: Client, pair: MatchPair) -> None:
    refused = browser.post(address(pair, "ket-luan/"), {"known": ""})
    assert (refused.status_code, "Hãy chọn một kết luận." in refused.content.decode()) == (
        422,
        True,
    )
    told = {"verdict": "different", "known": "same"}
    refused = browser.post(address(pair, "ket-luan/"), told)
    assert refused.status_code == 422
    assert "vừa quyết định cặp hồ sơ này" in refused.content.decode()


def test_a_pair_of_people_vaccinated_elsewhere_too_is_an_officer_s(
    browser: Client, pair: MatchPair
) -> None:
    dose = Dose.objects.select_related("current").order_by("pk")[1]
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, facility_id=elsewhere.pk),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=matching.AT,
    )
    page = browser.get(LIST).content.decode()
    assert "Cán bộ" in page
    assert address(pair) not in page
    assert browser.get(address(pair)).status_code == 403


@pytest.mark.parametrize("ending", ["", "ket-luan/", "hoan-tac/"])
def test_a_pair_of_another_facility_is_refused(
    stranger: Client, pair: MatchPair, ending: str
) -> None:
    ask = stranger.post if ending else stranger.get
    assert ask(address(pair, ending)).status_code == 404
    elsewhere = f"/co-so/79102/trung/{pair.public_id}/{ending}"
    assert ask(elsewhere).status_code == 403
    assert not AuditEntry.objects.filter(action="patient.shown_in_full").exists()
