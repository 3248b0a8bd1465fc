"""From a sheet to doses on record."""

import threading
from datetime import date, datetime

import pytest
from django.db import connection

from sotiem.accounts.operations import withdraw_role
from sotiem.accounts.facts import Role
from sotiem.accounts.models import Membership, User
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import ImportRow
from sotiem.imports.operations import (
    NotWaitingForThis,
    begin_commit,
    cancel_import,
    check_import,
    commit_import,
    finish_commit,
)
from sotiem.patients.models import Patient
from tests.factories import accounts, imports, patients, reference

pytestmark = pytest.mark.django_db
ANOTHER = {"name": "Trần Văn Mẫu", "born": "1950", "sex": "Nam", "phone": "912000111", "number": ""}


def test_a_sheet_becomes_doses_of_known_and_of_new_people(at: datetime) -> None:
    clerk = imports.clerk()
    known = patients.patient()
    done = imports.committed(imports.sheet(imports.row(), imports.row(**ANOTHER)), by=clerk)
    assert (done.status, done.counts) == ("committed", {"recorded": 2})
    mine, his = Dose.objects.order_by("pk")
    assert mine.patient == known
    assert his.patient.current.full_name == "Trần Văn Mẫu"
    assert his.patient.current.birth_date == "1950"
    assert his.patient.current.phone == "0912000111"
    assert mine.current.administered_on == date(2021, 9, 14)
    assert mine.current.lot_number == "FK0112"
    assert mine.current.facility == reference.facility()
    assert mine.current.origin == f"import:{done.public_id}#2"
    assert his.current.origin == f"import:{done.public_id}#3"
    assert list(ImportRow.objects.order_by("number").values_list("dose", flat=True)) == [
        mine.pk,
        his.pk,
    ]
