from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from sotiem.foundation import limits
from sotiem.foundation.bulk import FEW, insert_many
from sotiem.foundation.models import Allowance, AuditEntry
from sotiem.foundation.refusals import TooManyRequests
from sotiem.foundation.sequences import next_ids
from tests.concurrency import together

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_a_window_opens_again_when_it_has_passed(at: datetime) -> None:
    for _ in range(3):
        limits.spend("try", "0901234567", limit=3, per=HOUR, at=at)
    with pytest.raises(TooManyRequests) as refused:
        limits.spend("try", "0901234567", limit=3, per=HOUR, at=at + timedelta(minutes=20))
    assert refused.value.details == {"minutes": 40}
    limits.spend("try", "0901234567", limit=3, per=HOUR, at=at + HOUR)


@pytest.mark.django_db
def test_whoever_asks_is_not_kept_readable(at: datetime) -> None:
    limits.spend("try", "0901234567", limit=3, per=HOUR, at=at)
    assert "0901234567" not in str(list(Allowance.objects.values()))


@pytest.mark.django_db
def test_counts_are_forgotten_when_every_window_has_passed(at: datetime) -> None:
    limits.spend("try", "0901234567", limit=3, per=HOUR, at=at)
    limits.spend("try", "0907654321", limit=3, per=HOUR, at=at + timedelta(days=2))
    limits.forget(at=at + timedelta(days=2, minutes=1))
    assert Allowance.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_many_at_once_do_not_get_more_than_the_limit(at: datetime) -> None:
    def spend() -> None:
        limits.spend("try", "0901234567", limit=4, per=HOUR, at=at)

    refused = together(*[spend] * 7)
    assert [type(each) for each in refused] == [TooManyRequests] * 3


@pytest.mark.django_db
def test_several_uses_are_counted_together_and_the_fullest_refuses(at: datetime) -> None:
    both = limits.Use("try", "0901234567", 3), limits.Use("from", "203.0.113.5", 2)
    limits.spend_all(*both, per=HOUR, at=at)
    limits.spend_all(*both, per=HOUR, at=at)
    with pytest.raises(TooManyRequests):
        limits.spend_all(*both, per=HOUR, at=at)
    assert sorted(Allowance.objects.values_list("spent", flat=True)) == [3, 3]
    limits.spend_all(both[0], limits.Use("from", "203.0.113.6", 2), per=HOUR, at=at + HOUR)


@pytest.mark.usefixtures("committed_db")
def test_what_the_same_transaction_does_still_waits_for_the_disk(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = 'on'")  # as where nothing may be lost
    limits.spend("try", "0901234567", limit=4, per=HOUR, at=at)
    assert synchronous_commit() == "on"
    with transaction.atomic():
        limits.spend("try", "0901234567", limit=4, per=HOUR, at=at)
        assert synchronous_commit() == "on"


def synchronous_commit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


def entries(count: int, at: datetime) -> list[AuditEntry]:
    return [
        AuditEntry(
            at=at,
            actor_kind="machine",
            actor_key="test",
            actor_label="Hệ thống \t\\N\n",
            action="dose.recorded",
            object_kind="dose",
            object_id=number,
            details={"ghi chú": 'dòng "một"\\', "number": number},
        )
        for number in range(count)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, 500])
def test_rows_written_at_once_say_what_was_written(count: int, at: datetime) -> None:
    insert_many(AuditEntry, entries(count, at))
    kept = list(AuditEntry.objects.order_by("object_id"))
    assert len(kept) == count
    for row, meant in zip(kept, entries(count, at), strict=True):
        assert (row.at, row.actor_label, row.details) == (at, meant.actor_label, meant.details)
        assert row.patient_id is None
        assert row.transaction > 0


@pytest.mark.django_db
def test_keys_taken_beforehand_are_the_tables_own(at: datetime) -> None:
    keys = next_ids(AuditEntry, 30)
    rows = entries(30, at)
    for key, row in zip(keys, rows, strict=True):
        row.pk = key
    insert_many(AuditEntry, rows)
    insert_many(AuditEntry, entries(1, at))
    assert AuditEntry.objects.latest("pk").pk == max(keys) + 1
