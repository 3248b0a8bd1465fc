"""Where a report goes follows from what is seen of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sotiem.corrections.facts import (
    Answer,
    Claims,
    DoseClaim,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.doses.facts import DoseFacts, DoseOnRecord, DoseStatus
from sotiem.patients.facts import PatientFacts
from sotiem.triage.facts import Certainty, Lot, Route, Seen, Sign, Slip, Told, Weight
from sotiem.triage.rules import MANY, ONE_IN, is_sampled, sort

DAY = date(2021, 8, 12)
LICENSED = date(2021, 2, 1)
CLAIM = DoseClaim(vaccine_id=1, administered_on=DAY, lot_number="FK0112", facility_id=7)
TOLD = Told(day=DAY, vaccines=frozenset({1}), lot="FK0112", place=7)
ENTERED = DoseFacts(vaccine_id=1, administered_on=DAY, lot_number="FK0112", facility_id=7)
PERSON = PersonClaim(
    full_name="Nguyễn Thị Lan", birth_date="1990-05-06", phone="0901234567", cccd="079190001234"
)
RECORD = PatientFacts(
    full_name="Nguyễn Thị Lan", birth_date="1990-05-06", sex="female", phone="0901234567"
)
HERS = DoseOnRecord(5, 1, 1, "", DAY, "FK0112", "79101", "Trạm Y tế Phường Một", "")
GOOD_SLIP = Slip(agrees=frozenset({"full_name", "given_on", "vaccine"}), is_read=True)
MISSING = Seen(
    report_id=1,
    kind=ReportKind.DOSE_MISSING,
    asked="",
    claims=Claims(dose=CLAIM),
    sent_on=date(2021, 10, 11),
    round=1,
    is_signed_in=True,
    has_photo=False,
    whose=Certainty.CERTAIN,
    patient_id=3,
    record=RECORD,
    told=TOLD,
    disease_id=1,
    licensed_on=LICENSED,
    interval=21,
    facility_name="Trạm Y tế Phường Một",
)
STRANGE = replace(
    MISSING,
    kind=ReportKind.NOTHING_RECORDED,
    claims=Claims(dose=CLAIM, person=PERSON),
    is_signed_in=False,
)


def signs(seen: Seen) -> set[Sign]:
    return {finding.sign for finding in sort(seen).findings}


def test_what_an_earlier_report_says_is_joined_and_what_is_on_record_is_answered() -> None:
    assert sort(replace(MISSING, same_as=9)).route == Route.MACHINE
    assert sort(replace(MISSING, doses=(HERS,))).route == Route.MACHINE


def test_in_a_second_round_the_machine_leaves_it_to_people() -> None:
    again = replace(MISSING, doses=(HERS,), round=2)
    assert sort(again).route != Route.MACHINE
    assert sort(replace(MISSING, same_as=9, round=2)).route != Route.MACHINE


@pytest.mark.parametrize(
    "other",
    [
        HERS._replace(administered_on=DAY + timedelta(days=1)),
        HERS._replace(vaccine_id=2),
        HERS._replace(lot_number="FK0113"),
        HERS._replace(facility_name="Bệnh viện khác"),
        HERS._replace(vaccine_text="vắc xin lạ"),
    ],
    ids=["day", "vaccine", "lot", "place", "name of the vaccine"],
)
def test_a_dose_that_differs_in_anything_that_is_said_answers_nothing(other: DoseOnRecord) -> None:
    seen = replace(MISSING, doses=(other,))
    assert Sign.RECORD_SAYS_SO not in signs(seen)
    assert sort(seen).route != Route.MACHINE


@pytest.mark.parametrize(
    ("told", "is_answered"),
    [
        (replace(TOLD, vaccines=frozenset({1, 2})), True),
        (replace(TOLD, vaccines=frozenset()), True),
        (replace(TOLD, vaccines=frozenset(), lot=""), True),
        (replace(TOLD, vaccines=frozenset({2, 3})), False),
        (replace(TOLD, vaccines=frozenset(), is_strange=True), False),
    ],
    ids=["one of several", "not said", "place alone", "others", "strange name"],
)
def test_a_name_of_several_vaccines_or_none_is_answered_where_the_rest_agrees(
    told: Told, is_answered: bool
) -> None:
    seen = replace(MISSING, told=told, doses=(HERS,))
    assert (sort(seen).route == Route.MACHINE) == is_answered


def test_the_day_alone_answers_nothing() -> None:
    day = Told(day=DAY)
    seen = replace(MISSING, told=day, doses=(HERS,), facility_name="")
    assert sort(seen).route != Route.MACHINE


def test_only_who_knows_the_person_is_told_what_her_record_says() -> None:
    told = replace(STRANGE, doses=(HERS,))
    assert sort(told).route == Route.MACHINE
    stranger = replace(PERSON, phone="0907654321", cccd="")
    unknown = replace(told, claims=Claims(dose=CLAIM, person=stranger))
    assert sort(unknown).route != Route.MACHINE
    assert Sign.SENDER_UNKNOWN in signs(unknown)


def test_no_telephone_on_either_side_is_no_telephone_that_agrees() -> None:
    silent = replace(PERSON, phone="", cccd="")
    seen = replace(
        STRANGE,
        doses=(HERS,),
        claims=Claims(dose=CLAIM, person=silent),
        record=replace(RECORD, phone="", cccd="", cmnd=""),
    )
    assert Sign.SENDER_UNKNOWN in signs(seen)
    assert sort(seen).route != Route.MACHINE


def test_more_reports_of_one_telephone_than_a_family_sends_are_looked_at() -> None:
    assert Sign.MANY_FROM_PHONE not in signs(replace(MISSING, from_phone=MANY))
    many = replace(MISSING, from_phone=MANY + 1)
    assert Sign.MANY_FROM_PHONE in signs(many)
    assert sort(many).route == Route.LOOK


def test_a_lot_may_be_used_on_its_last_day() -> None:
    last = replace(MISSING, lots=(Lot(vaccine_id=1, expires_on=DAY),))
    assert Sign.LOT_KNOWN in signs(last)
    over = replace(MISSING, lots=(Lot(vaccine_id=1, expires_on=DAY - timedelta(days=1)),))
    assert Sign.LOT_EXPIRED in signs(over)


@pytest.mark.parametrize("unread", ["full_name", "given_on", "vaccine"])
def test_a_slip_of_which_something_cannot_be_read_does_not_agree(unread: str) -> None:
    slip = replace(GOOD_SLIP, agrees=GOOD_SLIP.agrees - {unread})
    seen = replace(MISSING, has_photo=True, slip=slip)
    assert Sign.SLIP_AGREES not in signs(seen)
    assert Sign.SLIP_UNREAD in signs(seen)


def test_the_facility_is_asked_where_nothing_is_settled_and_then_its_word_is_enough() -> None:
    assert sort(MISSING).route == Route.FACILITY
    assert sort(replace(MISSING, answer=Answer.YES)).route == Route.ONE_KEY
    assert sort(replace(MISSING, answer=Answer.NO)).route == Route.LOOK
    assert sort(replace(MISSING, answer=Answer.YES_BUT)).route == Route.LOOK


def test_where_no_facility_of_the_list_is_named_an_officer_looks() -> None:
    nowhere = replace(TOLD, place=None)
    assert sort(replace(MISSING, told=nowhere)).route == Route.LOOK
    assert sort(replace(MISSING, told=None)).route == Route.LOOK


def test_a_row_of_the_facilitys_sheet_speaks_for_it() -> None:
    assert sort(replace(MISSING, rows=1)).route == Route.ONE_KEY


def test_a_slip_speaks_only_together_with_lot_and_session() -> None:
    lot = (Lot(vaccine_id=1, expires_on=date(2022, 1, 1)),)
    slip = replace(MISSING, has_photo=True, slip=GOOD_SLIP)
    assert sort(slip).route == Route.FACILITY
    assert sort(replace(slip, lots=lot)).route == Route.FACILITY
    assert sort(replace(slip, lots=lot, lot_given=3)).route == Route.ONE_KEY
    assert (
        sort(replace(slip, lots=lot, lot_given=3, slip=Slip(is_read=True))).route != Route.ONE_KEY
    )


def test_while_a_photo_waits_to_be_read_no_facility_is_asked() -> None:
    waiting = replace(MISSING, has_photo=True, slip=Slip(is_awaited=True))
    assert sort(waiting).route == Route.LOOK


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"slip": replace(GOOD_SLIP, of_others=2), "has_photo": True}, Sign.PHOTO_OF_ANOTHER),
        ({"slip": replace(GOOD_SLIP, is_edited=True), "has_photo": True}, Sign.SLIP_EDITED),
        (
            {"slip": Slip(differs=frozenset({"given_on"}), is_read=True), "has_photo": True},
            Sign.SLIP_DIFFERS,
        ),
        ({"from_phone": 10_000}, Sign.MANY_FROM_PHONE),
        ({"lots": (Lot(vaccine_id=2, expires_on=DAY),)}, Sign.LOT_OF_ANOTHER_VACCINE),
        ({"lots": (Lot(vaccine_id=1, expires_on=DAY - timedelta(days=1)),)}, Sign.LOT_EXPIRED),
        ({"licensed_on": DAY + timedelta(days=1)}, Sign.IMPOSSIBLE_DAY),
        ({"sent_on": DAY - timedelta(days=1)}, Sign.IMPOSSIBLE_DAY),
        ({"doses": (HERS._replace(administered_on=DAY - timedelta(days=15)),)}, Sign.TOO_SOON),
    ],
    ids=lambda each: str(each) if isinstance(each, Sign) else "",
)
def test_whatever_speaks_against_it_brings_it_before_an_officer(
    change: dict[str, object], sign: Sign
) -> None:
    seen = replace(MISSING, rows=1, **change)  # type: ignore[arg-type]
    advice = sort(seen)
    assert sign in {finding.sign for finding in advice.of(Weight.AGAINST)}
    assert advice.route == Route.LOOK


def test_a_dose_near_the_claimed_day_is_perhaps_the_missing_one() -> None:
    near = HERS._replace(administered_on=DAY - timedelta(days=2))
    seen = replace(MISSING, doses=(near,), rows=1)
    assert Sign.DOSE_NEAR in signs(seen)
    assert sort(seen).route != Route.ONE_KEY


def test_who_is_unclear_is_never_decided_by_one_key() -> None:
    seen = replace(STRANGE, whose=Certainty.UNCLEAR, patient_id=None, record=None, rows=1)
    assert sort(seen).route != Route.ONE_KEY
    assert sort(seen).patient_id is None


def test_a_changed_identity_goes_by_the_population_registry() -> None:
    seen = replace(
        MISSING,
        kind=ReportKind.PERSON_WRONG,
        claims=Claims(change=PersonChange(full_name="Nguyễn Thị Lân")),
        told=None,
    )
    assert sort(seen).route == Route.POPULATION
    assert sort(replace(seen, register="no_answer")).route == Route.POPULATION
    assert sort(replace(seen, register="agrees")).route == Route.ONE_KEY
    assert sort(replace(seen, register="differs")).route == Route.LOOK
    assert sort(replace(seen, register="agrees", number_of_another=True)).route == Route.LOOK
    phone = replace(seen, claims=Claims(change=PersonChange(phone="0907654321")))
    assert sort(phone).route == Route.LOOK
    known = replace(seen, claims=Claims(change=PersonChange(full_name=RECORD.full_name)))
    assert sort(known).route == Route.MACHINE


def test_an_identity_that_an_earlier_channel_was_told_of_goes_there_too() -> None:
    seen = replace(STRANGE, asked=ReportKind.PERSON_WRONG, told=None)
    assert sort(seen).route == Route.POPULATION
    assert sort(replace(seen, whose=Certainty.UNCLEAR)).route == Route.LOOK


def test_a_dose_that_counts_no_more_was_taken_off_already() -> None:
    gone = replace(ENTERED, status=DoseStatus.ENTERED_IN_ERROR)
    for kind in (ReportKind.NEVER_RECEIVED, ReportKind.DOSE_TWICE, ReportKind.NOT_MINE):
        seen = replace(MISSING, kind=kind, claims=Claims(), told=None, dose=gone)
        assert sort(seen).route == Route.MACHINE
        assert sort(replace(seen, dose=ENTERED)).route != Route.MACHINE


def test_that_she_never_received_it_is_for_the_facility_to_say() -> None:
    seen = replace(
        MISSING, kind=ReportKind.NEVER_RECEIVED, claims=Claims(), told=None, dose=ENTERED
    )
    assert sort(seen).route == Route.FACILITY
    assert sort(replace(seen, answer=Answer.NO)).route == Route.LOOK
    advice = sort(replace(seen, answer=Answer.YES))
    assert [finding.sign for finding in advice.of(Weight.AGAINST)] == [Sign.FACILITY_YES]


def test_two_entries_of_one_lot_some_days_apart_are_one_dose() -> None:
    seen = replace(
        MISSING,
        kind=ReportKind.DOSE_TWICE,
        claims=Claims(same_as=5),
        told=None,
        dose=replace(ENTERED, administered_on=DAY + timedelta(days=3)),
        doses=(HERS,),
    )
    assert sort(seen).route == Route.ONE_KEY
    other = replace(seen, doses=(HERS._replace(lot_number="FK0113"),))
    assert sort(other).route == Route.FACILITY


def test_a_dose_record_that_was_mended_meanwhile_is_answered() -> None:
    seen = replace(MISSING, kind=ReportKind.DOSE_WRONG, dose=ENTERED)
    assert sort(replace(seen, is_mended=True)).route == Route.MACHINE
    assert sort(seen).route == Route.FACILITY


def test_another_record_that_is_certainly_hers_takes_one_key() -> None:
    seen = replace(MISSING, kind=ReportKind.TWO_RECORDS, claims=Claims(), told=None)
    assert sort(seen).route == Route.LOOK
    assert sort(replace(seen, other_certain=True)).route == Route.LOOK
    assert sort(replace(seen, other_certain=True, other_alike=True)).route == Route.ONE_KEY
    assert sort(replace(seen, other_certain=True, other_joined=True)).route == Route.MACHINE


def test_a_certificate_is_issued_anew_by_one_key_where_the_data_are_complete() -> None:
    seen = replace(MISSING, kind=ReportKind.CERTIFICATE, claims=Claims(), told=None, doses=(HERS,))
    assert sort(seen).route == Route.ONE_KEY
    assert sort(replace(seen, doses=(HERS._replace(lot_number=""),))).route == Route.LOOK


def test_about_one_in_fifty_is_looked_at_again() -> None:
    share = sum(map(is_sampled, range(100_000))) / 100_000
    assert abs(share - 1 / ONE_IN) < 0.002
