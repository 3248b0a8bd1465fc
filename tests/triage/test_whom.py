"""Families share a telephone, a day and a lot: reports are joined only where it is one person."""

from dataclasses import replace

import pytest

from sotiem.corrections.facts import Claims, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.triage.facts import Did, Route
from sotiem.triage.gathering.whom import are_alike, is_one_person, tell_of_one
from sotiem.triage.models import SortedReport
from sotiem.triage.operations import sort_reports
from tests.factories import corrections, doses, links, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
ANH = PersonClaim(full_name="Nguyễn Hoàng Anh", birth_date="2015-03-02", phone="0901234567")


def joined(*reports: CorrectionReport) -> set[int]:
    sort_reports(report_ids=[report.pk for report in reports], at=AT)
    rows = SortedReport.objects.filter(did=Did.JOINED).order_by("pk")
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "other",
    [
        replace(ANH, full_name="Nguyễn Hoàng Ánh"),
        replace(ANH, full_name="Nguyễn Hoàng An"),
        replace(ANH, birth_date="2015-03-03"),
        replace(ANH, birth_date="2015"),
        replace(ANH, cccd="079315000001"),
        replace(ANH, cmnd="123456789"),
        replace(ANH, sex="female"),
    ],
)
def test_whose_name_day_or_number_differs_is_somebody_else(other: PersonClaim) -> None:
    one = replace(ANH, cccd="079315000002", cmnd="123456780", sex="male")
    assert not is_one_person(one, other)
    assert not is_one_person(other, one)


@pytest.mark.parametrize(
    "other",
    [
        ANH,
        replace(ANH, full_name="NGUYEN HOANG ANH"),
        replace(ANH, phone="0907654321", cccd="079315000002", sex="male"),
    ],
)
def test_marks_that_were_left_out_and_another_telephone_make_nobody_else(
    other: PersonClaim,
) -> None:
    assert is_one_person(ANH, other)
    assert is_one_person(other, ANH)


def test_who_names_nobody_says_nothing_else() -> None:
    assert tell_of_one(ANH, None)
    assert tell_of_one(None, None)
    assert not tell_of_one(None, ANH)


def test_twins_of_one_telephone_and_one_day_are_two_cases() -> None:
    reports = [
        corrections.nothing_recorded(person)
        for person in (
            replace(ANH, cccd="079315000001"),
            replace(ANH, full_name="Nguyễn Hoàng Ánh"),
            replace(ANH, cccd="079315000002"),
            ANH,
        )
    ]
    assert joined(*reports) == {reports[3].pk}


def on_record() -> Patient:
    return patients.patient()


def as_told(person: Patient, *, full_name: str = "") -> PersonClaim:
    known = person.current
    return PersonClaim(
        full_name=full_name or known.full_name,
        birth_date=known.birth_date,
        phone=known.phone,
        cccd=known.cccd,
    )


def test_one_who_is_taken_for_somebody_on_record_is_not_joined_with_her() -> None:
    person = on_record()
    hers, same, misnamed = (
        corrections.nothing_recorded(told)
        for told in (
            as_told(person),
            as_told(person),
            as_told(person, full_name="Nguyễn Thị Bảo Lọc"),
        )
    )
    assert joined(hers, same, misnamed) == {same.pk}
    assert SortedReport.objects.get(pk=misnamed.pk).patient_id == person.pk


def test_two_second_records_of_one_person_are_two_cases() -> None:
    person = on_record()
    first, second, again = (
        corrections.said(ReportKind.TWO_RECORDS, person, Claims(person=other))
        for other in (ANH, replace(ANH, birth_date="2015-03-03"), ANH)
    )
    assert joined(first, second, again) == {again.pk}


def test_one_person_with_two_records_is_one_case_under_either_name() -> None:
    person = on_record()
    other = patients.patient(patients.facts(full_name="Trần Thị Lan", phone="0912345678", cccd=""))
    links.link(person.pk, other.pk)
    first, second = corrections.missing(person), corrections.missing(other)
    assert joined(first, second) == {second.pk}


def test_who_names_nobody_more_says_nothing_new() -> None:
    dose = doses.dose(on_record())
    named, bare = (
        corrections.said(ReportKind.NOT_MINE, dose.patient, Claims(person=other), dose=dose)
        for other in (ANH, None)
    )
    assert joined(named, bare) == {bare.pk}


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (patients.facts(phone="0912345678", cccd=""), True),
        (patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""), True),
        (patients.facts(full_name="Nguyen Thi Bao Loc", phone="", cccd=""), True),
        (patients.facts(full_name="Nguyễn Thị Bửu Lộc", phone="", cccd=""), False),
        (patients.facts(full_name="Cao Quốc Lâm", birth_date="1978-12-11", cccd=""), False),
        (patients.facts(cccd="079187001235"), False),
        (patients.facts(sex="male"), False),
    ],
)
def test_two_records_of_one_person_agree_in_more_than_one_thing(
    other: PatientFacts, alike: bool
) -> None:
    one = patients.facts()
    assert are_alike(one, other) is alike
    assert are_alike(other, one) is alike


def test_a_record_of_somebody_else_is_not_proposed_to_be_joined() -> None:
    person = on_record()
    stranger = patients.facts(
        full_name="Cao Quốc Lâm", birth_date="1978-12-11", sex="male", cccd="079078001234"
    )
    hers = patients.facts(phone="0912345678", cccd="", cmnd="024123456")
    routes = []
    for facts in (stranger, hers):
        named = PersonClaim(
            full_name=facts.full_name,
            birth_date=facts.birth_date,
            phone=facts.phone,
            cccd=facts.cccd,
        )
        patients.patient(facts)
        report = corrections.said(ReportKind.TWO_RECORDS, person, Claims(person=named))
        routes.append(sort_reports(report_ids=[report.pk], at=AT)[report.pk].route)
    assert routes == [Route.LOOK, Route.ONE_KEY]
