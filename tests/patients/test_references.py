"""What points from record to record is checked one by one, or all at once after a filling."""

import pytest
from django.db import IntegrityError, connection, transaction

from sotiem.patients.models import PatientVersion
from sotiem.patients.operations import check_references, leave_references_unchecked
from tests.factories import patients

pytestmark = pytest.mark.django_db

NOBODY = 999_999_999


def _point_at_nobody() -> None:
    version = patients.patient().current
    version.pk, version.number, version.patient_id = None, 2, NOBODY
    version.save(force_insert=True)


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_version_of_nobody_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _point_at_nobody()
        _check_now()


def test_what_was_left_unchecked_is_checked_in_the_end() -> None:
    leave_references_unchecked()
    _point_at_nobody()
    _check_now()
    assert PatientVersion.objects.filter(patient_id=NOBODY).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        check_references()


def test_after_the_check_each_row_is_checked_again() -> None:
    leave_references_unchecked()
    patients.patient()
    check_references()
    with pytest.raises(IntegrityError), transaction.atomic():
        _point_at_nobody()
        _check_now()
