"""Many doses get their next versions at once, as each would alone."""

from dataclasses import replace
from datetime import date

import pytest

from sotiem.deadlines.queries import disagreements_on_record
from sotiem.doses import operations
from sotiem.doses.facts import DoseFacts, DoseReason, DoseStatus
from sotiem.doses.models import Dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from tests.factories import certificates, doses, links, patients
from tests.factories.doses import AT

pytestmark = pytest.mark.django_db
DAY = date(2021, 8, 12)
OTHER_DAY = date(2021, 8, 20)


def amend(facts: dict[Dose, DoseFacts]) -> dict[int, int]:
    return operations.amend_doses(
        facts={dose.pk: wanted for dose, wanted in facts.items()},
        origins={dose.pk: f"sheet:x#{dose.pk}" for dose in facts},
        reason=DoseReason.SHEET,
        by=machine("test"),
        at=AT,
    )


def now_of(dose: Dose) -> DoseFacts:
    return Dose.objects.select_related("current").get(pk=dose.pk).current.facts


def test_each_dose_has_its_next_version_its_trace_and_its_certificate() -> None:
    certificates.signing_key()
    patient = patients.patient()
    one, other = doses.dose(patient), doses.dose(patient, OTHER_DAY)
    certificates.refresh([patient.pk], at=AT)
    old = certificates.in_force(patient.pk)
    made = amend({dose: replace(dose.current.facts, lot_number="FK1") for dose in (one, other)})
    assert set(made) == {one.pk, other.pk}
    assert {now_of(one).lot_number, now_of(other).lot_number} == {"FK1"}
    entries = AuditEntry.objects.filter(action="dose.amended", object_id__in=made.values())
    assert {entry.details["origin"] for entry in entries} == {
        f"sheet:x#{one.pk}",
        f"sheet:x#{other.pk}",
    }
    assert certificates.in_force(patient.pk).pk != old.pk
    assert list(disagreements_on_record()) == []


def test_one_that_is_refused_refuses_all() -> None:
    one, other = doses.dose(patients.patient()), doses.dose(somebody_else())
    same, new = one.current.facts, replace(other.current.facts, lot_number="FK1")
    with pytest.raises(operations.NothingToAmend):
        amend({one: same, other: new})
    with pytest.raises(operations.GivenBeforeTheVaccineExisted):
        amend({one: replace(same, administered_on=date(2020, 1, 1)), other: new})
    assert now_of(other) == other.current.facts


def test_no_dose_comes_to_stand_on_the_day_of_another_in_whichever_record() -> None:
    patient, other = patients.patient(), somebody_else()
    one, there = doses.dose(patient), doses.dose(other, OTHER_DAY)
    links.link(patient.pk, other.pk)
    with pytest.raises(operations.DoseIsKnown):
        amend({one: replace(one.current.facts, administered_on=OTHER_DAY)})
    moved = replace(there.current.facts, administered_on=date(2021, 9, 1))
    with pytest.raises(operations.DoseIsKnown):
        amend(
            {
                one: replace(one.current.facts, administered_on=date(2021, 9, 1)),
                there: moved,
            }
        )


def test_doses_may_follow_each_other_from_day_to_day() -> None:
    patient = patients.patient()
    first, second = doses.dose(patient, OTHER_DAY), doses.dose(patient, DAY)
    amend(
        {
            first: replace(first.current.facts, administered_on=date(2021, 9, 1)),
            second: replace(second.current.facts, administered_on=OTHER_DAY),
        }
    )
    assert now_of(second).administered_on == OTHER_DAY


def test_a_withdrawn_dose_counts_again() -> None:
    dose = doses.dose(patients.patient())
    gone = replace(dose.current.facts, status=DoseStatus.ENTERED_IN_ERROR)
    amend({dose: gone})
    assert not Dose.objects.counting().exists()
    amend({dose: dose.current.facts})
    assert list(Dose.objects.counting()) == [dose]
    actions = AuditEntry.objects.filter(object_kind="doseversion").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "dose.recorded",
        "dose.withdrawn",
        "dose.reinstated",
    ]


def somebody_else() -> Patient:
    return patients.patient(patients.facts(full_name="Phạm Văn Lạ", cccd=""))
