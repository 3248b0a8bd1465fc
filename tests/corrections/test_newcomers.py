"""A sheet and a report that bring the same newcomer wait for each other."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction

from sotiem.corrections.operations import accept_report
from sotiem.imports.operations import commit_import
from sotiem.matching.facts import PersonClue
from sotiem.matching.operations import hold_newcomers
from sotiem.patients.models import Patient
from tests.concurrency import together
from tests.factories import certificates, corrections, imports, reference


def impatiently(call: Callable[[], object]) -> Callable[[], object]:
    """Give up on a lock that somebody holds instead of waiting for its end."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        call()

    return run


@pytest.mark.usefixtures("committed_db")
def test_whoever_registers_a_newcomer_first_keeps_sheets_and_reports_waiting() -> None:
    certificates.signing_key()
    reference.lot()
    clerk, first, second = imports.clerk(), corrections.officer(), corrections.officer()
    person = corrections.newcomer()
    waiting = imports.checked(
        imports.sheet(imports.row(name=person.full_name, born="06/05/1990", sex="Nam", number="")),
        by=clerk,
    )
    report = corrections.taken_up(corrections.nothing_recorded(person), first)
    accept_report(report_id=report.pk, note="Khớp.", by=first, at=corrections.AT)

    def commit() -> object:
        return commit_import(import_id=waiting.pk, by=clerk, at=imports.AT)

    def accept() -> object:
        return accept_report(report_id=report.pk, note="Khớp.", by=second, at=corrections.AT)

    with transaction.atomic():
        hold_newcomers(clues=[PersonClue(full_name="LE VAN CHUA CO", birth_date="05/06/1990")])
        refused = together(impatiently(commit), impatiently(accept))
    assert [type(each) for each in refused] == [OperationalError, OperationalError]
    assert not Patient.objects.exists()
    commit()
    accept()
    assert Patient.objects.count() == 1
