"""A row changed behind the system's back is found."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sotiem.certificates.models import Certificate
from sotiem.certificates.queries import disagreements_on_record
from sotiem.doses.models import Dose, DoseVersion
from tests.factories import certificates, doses

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Certificate, Certificate]:
    """A certificate that was replaced, and the one that is in force."""
    old = certificates.certified(date(2021, 7, 1))
    doses.dose(old.patient, date(2021, 8, 12))
    certificates.refresh([old.patient_id])
    old.refresh_from_db()
    return old, certificates.in_force(old.patient_id)


def test_what_the_system_wrote_agrees(pair: tuple[Certificate, Certificate]) -> None:
    assert list(disagreements_on_record()) == []


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        (
            {"series_doses": 9},
            {"it was changed behind the system's back", "something the record does not say"},
        ),
        (
            {"revoked_at": certificates.AT, "revocation": "withdrawn"},
            {
                "the trail does not know why",
                "no list will tell so",
                "patient {patient}: a certificate is missing",
            },
        ),
        ({"text": "HC1:NONE"}, {"behind the system's back", "its signature does not hold"}),
    ],
)
def test_a_certificate_changed_by_hand_is_named(
    pair: tuple[Certificate, Certificate], changed: dict[str, Any], problems: set[str]
) -> None:
    _, new = pair
    with certificates.behind_the_back():
        Certificate.objects.filter(pk=new.pk).update(**changed)
    found = list(disagreements_on_record())
    expected = {problem.format(patient=new.patient_id) for problem in problems}
    assert len(found) == len(expected)
    assert all(any(problem in each for each in found) for problem in expected)
    assert found[0].startswith(f"certificate {new.pk}: ")


def test_a_person_whom_nobody_certified_is_named(pair: tuple[Certificate, Certificate]) -> None:
    forgotten = certificates.vaccinated()
    (found,) = disagreements_on_record()
    assert found == f"patient {forgotten.pk}: a certificate is missing"


def test_a_person_who_could_not_be_certified_is_not_missed(
    pair: tuple[Certificate, Certificate],
) -> None:
    certificates.refresh([certificates.vaccinated(full_name="Анна Иванова").pk])
    assert list(disagreements_on_record()) == []


def test_a_revoked_certificate_brought_back_is_named(pair: tuple[Certificate, Certificate]) -> None:
    old, new = pair
    Certificate.objects.filter(pk=new.pk).update(revoked_at=certificates.AT, revocation="withdrawn")
    with certificates.behind_the_back():
        Certificate.objects.filter(pk=old.pk).update(
            revoked_at=None, revocation="", replaced_by=None
        )
    found = list(disagreements_on_record())
    assert f"certificate {old.pk}: it is in force, though it was revoked" in found


def test_a_certificate_that_lags_behind_the_record_is_named(
    pair: tuple[Certificate, Certificate],
) -> None:
    _, new = pair
    dose = Dose.objects.get(current=new.dose_version)
    version = DoseVersion.objects.get(pk=dose.current_id)
    version.pk, version.number = None, 2
    version.save()
    Dose.objects.filter(pk=dose.pk).update(current=version)
    (found,) = disagreements_on_record()
    assert found == f"certificate {new.pk}: it tells of something the record does not say"


@pytest.mark.parametrize(
    "changed", [{"text": "HC1:NONE"}, {"revoked_at": None, "revocation": "", "replaced_by": None}]
)
def test_a_revoked_certificate_is_never_changed_again(
    pair: tuple[Certificate, Certificate], changed: dict[str, Any]
) -> None:
    old, _ = pair
    with pytest.raises(IntegrityError, match="only be revoked, once"):
        Certificate.objects.filter(pk=old.pk).update(**changed)


def test_a_certificate_in_force_is_only_revoked(pair: tuple[Certificate, Certificate]) -> None:
    _, new = pair
    with pytest.raises(IntegrityError, match="only be revoked, once"), transaction.atomic():
        Certificate.objects.filter(pk=new.pk).update(text="HC1:NONE")
    with pytest.raises(IntegrityError, match="only be revoked, once"), transaction.atomic():
        Certificate.objects.filter(pk=new.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="certificate_revoked_says_why"):
        Certificate.objects.filter(pk=new.pk).update(revoked_at=certificates.AT)


def test_one_person_holds_one_certificate_in_force(pair: tuple[Certificate, Certificate]) -> None:
    _, new = pair
    new.pk, new.public_id, new.uci, new.signature_hash = None, uuid4(), "X", "X"
    with pytest.raises(IntegrityError, match="certificate_in_force_is_one"):
        new.save()
