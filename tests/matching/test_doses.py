"""Is this the dose we know? With invented people's doses, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sotiem.doses.facts import DoseOnRecord
from sotiem.matching.rules.doses import (
    DoseAnswer,
    DoseClue,
    DoseEvidence,
    DoseVerdict,
    KnownDose,
    judge_dose,
    known_doses,
    lot_key,
    may_be_known,
)
from sotiem.matching.rules.products import Products

ASTRA, PFIZER, MODERNA, BEIJING, WUHAN = 1, 2, 3, 4, 5
PRODUCTS = Products(
    [
        (ASTRA, ["AstraZeneca", "Vaxzevria", "AZD1222", "AZ"]),
        (PFIZER, ["Comirnaty", "Pfizer", "Pfizer-BioNTech"]),
        (MODERNA, ["Spikevax", "Moderna"]),
        (BEIJING, ["Vero Cell", "Sinopharm", "Vero Cell Sinopharm", "BBIBP-CorV"]),
        (WUHAN, ["Vero Cell", "Sinopharm", "Vero Cell Sinopharm", "WIBP-CorV"]),
    ]
)
FIRST = KnownDose(
    dose_id=11,
    given_on=date(2021, 8, 12),
    vaccines=frozenset((ASTRA,)),
    dose_number=1,
    lot="ABX4312",
    facility="Trạm Y tế Bình Minh",
    facility_code="079101",
)
SECOND = replace(FIRST, dose_id=12, given_on=date(2021, 10, 7), dose_number=2, lot="ABX5590")
BOTH = (FIRST, SECOND)
SAME, NEW, CONFLICT = DoseVerdict.SAME, DoseVerdict.NEW, DoseVerdict.CONFLICT


def clue(
    vaccine: str = "AstraZeneca",
    *,
    number: int | None = 1,
    on: date | None = date(2021, 8, 12),
    lot: str = "ABX4312",
    facility: str = "Trạm Y tế Bình Minh",
) -> DoseClue:
    return DoseClue(
        vaccines=PRODUCTS.meant(vaccine),
        product_text=vaccine,
        dose_number=number,
        given_on=on,
        lot=lot,
        facility=facility,
    )


def judged(**said: object) -> DoseAnswer:
    return judge_dose(clue(**said), BOTH)  # type: ignore[arg-type]


def test_the_same_dose_is_the_one_we_know() -> None:
    answer = judged()
    assert (answer.verdict, answer.dose) == (SAME, FIRST.dose_id)
    assert DoseEvidence.SAME_DAY in answer.reasons


def test_nobody_is_known_to_have_had_a_dose() -> None:
    assert judge_dose(clue(), ()) == DoseAnswer(NEW)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 8, 11), DoseEvidence.ONE_DAY_OFF),
        (date(2021, 8, 13), DoseEvidence.ONE_DAY_OFF),
        (date(2021, 8, 22), DoseEvidence.TOO_SOON_FOR_ANOTHER),
        (date(2021, 12, 8), DoseEvidence.DAY_AND_MONTH_SWAPPED),
        (date(2021, 9, 12), DoseEvidence.ONE_DIGIT_OF_DAY),
        (date(2021, 6, 12), DoseEvidence.ONE_DIGIT_OF_DAY),
        (date(2021, 7, 13), DoseEvidence.MONTH_OFF),
        (date(2021, 11, 12), DoseEvidence.MONTH_OFF),
        (date(2020, 8, 12), DoseEvidence.YEAR_OFF),
    ],
)
def test_a_day_written_wrong_is_seen_through(day: date, why: DoseEvidence) -> None:
    answer = judged(on=day)
    assert (answer.verdict, answer.dose) == (SAME, FIRST.dose_id)
    assert why in answer.reasons


@pytest.mark.parametrize("name", ["Vaxzevria", "AZD1222", "AZ", "Astra Zeneca", "ASTRAZENECA"])
def test_a_product_by_another_name_is_the_same(name: str) -> None:
    answer = judge_dose(replace(clue(name), lot=""), BOTH)
    assert (answer.verdict, answer.dose) == (SAME, FIRST.dose_id)
    assert DoseEvidence.OTHER_PRODUCT not in answer.reasons


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("pfizer", {PFIZER}),
        ("Phizer", {PFIZER}),
        ("Mordena", {MODERNA}),
        ("Vero Cell", {BEIJING, WUHAN}),
        ("Verocel", {BEIJING, WUHAN}),
        ("BBIBP-CorV", {BEIJING}),
        ("AX", set()),
        ("Covishield", set()),
        ("", set()),
    ],
)
def test_a_written_name_means_every_product_it_may_be(text: str, vaccines: set[int]) -> None:
    assert PRODUCTS.meant(text) == vaccines


def test_the_makers_of_one_brand_do_not_contradict_each_other() -> None:
    known = replace(FIRST, vaccines=frozenset((BEIJING,)))
    answer = judge_dose(clue("Vero Cell", on=date(2021, 8, 13)), [known])
    assert DoseEvidence.SAME_PRODUCT_BY_ANOTHER_NAME in answer.reasons
    assert answer.verdict == SAME


@pytest.mark.parametrize("lot", ["abx4312", "ABX 4312", "ABX-4312", " abx.43i2 "])
def test_a_lot_is_the_same_however_it_is_typed(lot: str) -> None:
    assert DoseEvidence.SAME_LOT in judged(lot=lot).reasons


def test_letters_that_look_like_digits_are_those_digits() -> None:
    assert lot_key("FKO1I2") == lot_key("FK0112") == "FK0112"


@pytest.mark.parametrize("lot", ["ABX4321", "ABX431", "ABX43125", "ABY4312"])
def test_a_lot_one_character_off_is_nearly_the_same(lot: str) -> None:
    assert DoseEvidence.LOT_ONE_CHARACTER_OFF in judged(lot=lot).reasons


def test_a_dose_on_the_same_day_is_the_same_whatever_one_thing_differs() -> None:
    assert judged(lot="QQ9999").verdict == SAME
    assert judged(vaccine="Moderna").verdict == SAME
    assert judged(number=3).verdict == SAME
    assert judged(facility="Bệnh viện Mẫu").verdict == SAME


def test_another_product_of_another_lot_on_the_same_day_is_a_contradiction() -> None:
    answer = judged(vaccine="Moderna", lot="QQ9999")
    assert (answer.verdict, answer.dose) == (CONFLICT, FIRST.dose_id)


def test_the_double_entry_of_another_facility_is_the_same_dose() -> None:
    answer = judged(on=date(2021, 8, 14), facility="Trung tâm Y tế Mẫu", number=None)
    assert (answer.verdict, answer.dose) == (SAME, FIRST.dose_id)
    assert DoseEvidence.OTHER_FACILITY in answer.reasons


def test_a_facility_is_known_by_its_code_too() -> None:
    assert DoseEvidence.SAME_FACILITY in judged(facility="79101").reasons
    assert DoseEvidence.OTHER_FACILITY in judged(facility="79102").reasons


def test_a_later_dose_of_another_lot_is_new() -> None:
    answer = judged(number=3, on=date(2022, 1, 20), lot="FN8877", vaccine="Pfizer")
    assert answer.verdict == NEW


@pytest.mark.parametrize("days", [14, 21, 28, 30, 31, 35])
def test_the_next_dose_after_some_weeks_is_new(days: int) -> None:
    given_on = FIRST.given_on + timedelta(days=days)
    for lot in ("FN8877", ""):
        answer = judge_dose(clue(number=2, on=given_on, lot=lot), [FIRST])
        assert answer.verdict == NEW


def test_a_lot_decides_whether_a_month_later_is_a_wrong_month() -> None:
    a_month_later = date(2021, 9, 12)
    assert judge_dose(clue(on=a_month_later, lot=""), [FIRST]).verdict == SAME
    assert judge_dose(clue(on=a_month_later, lot="QQ9999"), [FIRST]).verdict == NEW


def test_another_dose_within_two_weeks_is_a_contradiction() -> None:
    answer = judged(number=2, on=date(2021, 8, 20), lot="QQ9999", vaccine="Moderna")
    assert (answer.verdict, answer.dose) == (CONFLICT, FIRST.dose_id)


def test_without_a_day_number_and_product_tell_which_dose_it_is() -> None:
    answer = judged(number=2, on=None, lot="", facility="")
    assert (answer.verdict, answer.dose) == (SAME, SECOND.dose_id)


def test_without_a_day_a_product_of_two_doses_tells_neither() -> None:
    said = clue(number=None, on=None, lot="")
    answer = judge_dose(said, BOTH)
    assert (answer.verdict, answer.dose) == (CONFLICT, None)
    third = judged(number=3, on=None, lot="", facility="")
    assert third.verdict == NEW


def test_a_lot_of_two_doses_with_no_day_fits_both() -> None:
    both = (FIRST, replace(SECOND, lot=FIRST.lot))
    answer = judge_dose(clue(number=None, on=None), both)
    assert (answer.verdict, answer.dose) == (CONFLICT, None)
    assert DoseEvidence.SEVERAL_DOSES_FIT in answer.reasons


def test_the_nearest_of_several_doses_is_meant() -> None:
    answer = judged(on=date(2021, 10, 6), number=None, lot="")
    assert (answer.verdict, answer.dose) == (SAME, SECOND.dose_id)


def test_doses_on_record_are_numbered_by_their_days_against_each_disease() -> None:
    def row(dose_id: int, disease: int, text: str = "") -> DoseOnRecord:
        return DoseOnRecord(
            dose_id, disease, 9, text, date(2021, 8, dose_id), "L1", "79101", "Trạm", ""
        )

    known = known_doses([row(1, 1), row(2, 2), row(3, 1, "Vero Cell")], PRODUCTS)
    assert [dose.dose_number for dose in known] == [1, 1, 2]
    assert known[0].vaccines == {9}
    assert known[2].vaccines == {BEIJING, WUHAN}


def test_a_month_later_of_the_same_lot_is_no_question_and_a_day_later_is() -> None:
    said = clue(number=None, facility="")
    first = DoseOnRecord(
        11, 1, ASTRA, "", date(2021, 8, 12), "ABX4312", "079101", "Trạm Y tế Bình Minh", ""
    )

    def asked(year: int, month: int, day: int) -> bool:
        return may_be_known(replace(said, given_on=date(year, month, day)), [first], PRODUCTS)

    assert asked(2021, 8, 13)
    assert asked(2021, 12, 8)
    assert not asked(2021, 9, 12)
    assert not asked(2022, 3, 1)
