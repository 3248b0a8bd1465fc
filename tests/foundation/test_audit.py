from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry, AuditSeal
from tests.sealing import seal_all

BY = machine("test")


def write_entries(count: int, at: datetime) -> None:
    notes = [audit.Note("dose.recorded", "doseversion", number) for number in range(count)]
    audit.record_many(notes, by=BY, at=at)


def change_behind_the_back(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.usefixtures("committed_db")
class TestTheChain:
    def test_holds_what_was_written(self, at: datetime) -> None:
        write_entries(7, at)
        assert seal_all(at) == 7
        write_entries(3, at)
        assert seal_all(at) == 3
        assert AuditSeal.objects.count() == 2
        assert list(audit.broken_seals()) == []

    def test_sealing_again_adds_nothing(self, at: datetime) -> None:
        write_entries(2, at)
        assert seal_all(at) == 2
        assert audit.seal_trail(at=at) == 0

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE foundation_auditentry SET actor_label = 'Someone else' WHERE object_id = 3",
            "UPDATE foundation_auditentry SET details = '{\"a\": 1}' WHERE object_id = 3",
            "DELETE FROM foundation_auditentry WHERE object_id = 3",
            "DELETE FROM foundation_auditseal WHERE number = 1",
            "UPDATE foundation_auditseal SET hash = repeat('0', 64) WHERE number = 1",
        ],
    )
    def test_shows_a_change_behind_the_systems_back(self, sql: str, at: datetime) -> None:
        write_entries(5, at)
        assert seal_all(at) == 5
        write_entries(5, at)
        assert seal_all(at) == 5
        change_behind_the_back(sql)
        assert list(audit.broken_seals())

    def test_shows_an_entry_slipped_in_later(self, at: datetime) -> None:
        write_entries(5, at)
        assert seal_all(at) == 5
        first = AuditEntry.objects.order_by("pk").first()
        assert first is not None
        first.pk = None
        first.object_id = 99
        first.save()
        change_behind_the_back(
            f"UPDATE foundation_auditentry SET id = 0, transaction = {first.transaction} "
            "WHERE object_id = 99"
        )
        assert list(audit.broken_seals())

    def test_leaves_no_gap_for_a_transaction_still_running(self, at: datetime) -> None:
        """What began before the sealing and commits after it must come later in the chain."""
        slow = connection.copy()
        try:
            with slow.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT pg_current_xact_id()")
                write_entries(4, at)
                assert audit.seal_trail(at=at) == 0
                cursor.execute("COMMIT")
            assert seal_all(at) == 4
        finally:
            slow.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE foundation_auditentry SET reason = 'x'", "DELETE FROM foundation_auditentry"]
)
def test_the_database_refuses_to_change_the_trail(change: str, at: datetime) -> None:
    write_entries(1, at)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(change)
