"""Whatever reports did to the record, undoing them in turn leaves it as it was."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from sotiem.corrections.facts import Claims, DoseClaim, PersonChange, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import accept_report, undo_acceptance
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseFacts
from sotiem.doses.models import Dose
from sotiem.foundation.refusals import Refusal
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient, PatientLink
from sotiem.runtime.checks import CHECKS
from tests.factories import certificates, corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in ReportKind if kind != ReportKind.CERTIFICATE]
Record = tuple[set[tuple[int, DoseFacts]], dict[int, PatientFacts], set[tuple[int, int]]]


def on_record(people: list[Patient]) -> Record:
    """The doses that count, what is known of these people, and who is joined with whom."""
    counting = Dose.objects.counting().select_related("current")
    known = Patient.objects.filter(pk__in=[one.pk for one in people]).select_related("current")
    return (
        {(dose.patient_id, dose.current.facts) for dose in counting},
        {one.pk: one.current.facts for one in known},
        set(PatientLink.objects.in_force().values_list("one_id", "other_id")),
    )


def said(kind: ReportKind, people: list[Patient], chance: Random) -> CorrectionReport | None:
    """A report of a kind about somebody, if there is something to report."""
    patient, other = chance.sample(people, 2)
    held = list(Dose.objects.counting().filter(patient=patient).order_by("pk"))
    day = date(2021, 8, 1) + timedelta(days=chance.randrange(50))
    facts = other.current.facts
    named = PersonClaim(full_name=facts.full_name, birth_date=facts.birth_date, phone=facts.phone)
    if kind == ReportKind.DOSE_MISSING:
        return corrections.missing(patient, corrections.new_dose_claim(day))
    if kind == ReportKind.NOTHING_RECORDED:
        newcomer = corrections.newcomer(full_name=f"Lê Thị {chance.choice(['Mai', 'Cúc'])}")
        return corrections.nothing_recorded(newcomer, corrections.new_dose_claim(day))
    claims = {
        ReportKind.DOSE_WRONG: Claims(dose=DoseClaim(administered_on=day)),
        ReportKind.PERSON_WRONG: Claims(change=PersonChange(birth_date=f"19{day:%d-%m-}01")),
        ReportKind.TWO_RECORDS: Claims(person=named),
        ReportKind.NOT_MINE: Claims(person=named),
        ReportKind.DOSE_TWICE: Claims(same_as=held[-1].pk if held else None),
    }.get(kind, Claims())
    if kind in (ReportKind.PERSON_WRONG, ReportKind.TWO_RECORDS):
        return corrections.said(kind, patient, claims)
    return corrections.said(kind, patient, claims, dose=held[0]) if held else None


def accepted(report: CorrectionReport, other: Patient | None) -> None:
    first = corrections.officer()
    corrections.taken_up(report, first)
    whose = other.public_id if other else None
    done = accept_report(report_id=report.pk, note="Khớp", by=first, at=AT, whose=whose)
    if done.status == ReportStatus.AWAITING_SECOND:
        accept_report(report_id=report.pk, note="Khớp", by=corrections.officer(), at=AT)


def tried(kind: ReportKind, people: list[Patient], chance: Random) -> CorrectionReport | None:
    """A report that was accepted; none where what it asked for cannot be."""
    try:
        report = said(kind, people, chance)
        if report is None:
            return None
        meant = report.said.person
        named = [one for one in people if meant and one.current.full_name == meant.full_name]
        takes_one = kind in (ReportKind.TWO_RECORDS, ReportKind.NOT_MINE)
        accepted(report, named[0] if takes_one and named else None)
    except Refusal:
        return None
    return report


@pytest.mark.parametrize("seed", range(6))
def test_undoing_endings_in_turn_leaves_the_record_as_it_was(seed: int) -> None:
    certificates.signing_key()
    chance = Random(seed)
    people = [
        patients.patient(
            replace(patients.facts(), full_name=f"Trần Văn {name}", cccd=f"07918700{n}234")
        )
        for n, name in enumerate(("An", "Bình", "Cường"))
    ]
    for place, person in enumerate(people):
        doses.dose(person, date(2021, 7, 1 + place))
        doses.dose(person, date(2021, 7, 20 + place))
    states, done = [], []
    for kind in chance.choices(KINDS, k=8):
        before = on_record(people)
        report = tried(kind, people, chance)
        if report is not None:
            states.append(before)
            done.append(report)
    assert done
    officer, at = corrections.officer(), AT + timedelta(days=1)
    for report, before in zip(reversed(done), reversed(states), strict=True):
        undo_acceptance(report_id=report.pk, note="Nhầm", by=officer, at=at)
        assert on_record(people) == before
    assert [found for check in CHECKS.values() for found in check()] == []
