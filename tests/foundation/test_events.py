from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sotiem.config import subscriptions
from sotiem.foundation import events
from sotiem.foundation.tasks import deliver_event


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingHappened(events.Event):
    number: int


told: list[SomethingHappened] = []


def follow(event: SomethingHappened) -> None:
    told.append(event)


def object_to(event: SomethingHappened) -> None:
    raise RuntimeError("not so")


@pytest.fixture(autouse=True)
def ours() -> object:
    told.clear()
    yield
    events.subscribe(
        in_transaction=subscriptions.IN_TRANSACTION, after_commit=subscriptions.AFTER_COMMIT
    )


@pytest.mark.django_db
def test_who_follows_in_the_transaction_is_told_at_once(at: datetime) -> None:
    events.subscribe(in_transaction={SomethingHappened: (follow,)}, after_commit={})
    events.publish(SomethingHappened(number=7, at=at))
    assert told == [SomethingHappened(number=7, at=at)]


@pytest.mark.usefixtures("committed_db")
def test_an_objection_in_the_transaction_undoes_it(at: datetime) -> None:
    events.subscribe(in_transaction={SomethingHappened: (object_to,)}, after_commit={})
    with pytest.raises(RuntimeError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE happened ()")
        events.publish(SomethingHappened(number=7, at=at))
    assert "happened" not in connection.introspection.table_names()


@pytest.mark.django_db
def test_who_follows_after_the_commit_gets_a_job_with_the_same_event(at: datetime) -> None:
    events.subscribe(in_transaction={}, after_commit={SomethingHappened: (follow,)})
    events.publish(SomethingHappened(number=7, at=at))
    assert told == []
    job = ProcrastinateJob.objects.get(task_name="deliver_event")
    deliver_event(**job.args)
    assert told == [SomethingHappened(number=7, at=at)]


@pytest.mark.usefixtures("committed_db")
def test_what_is_rolled_back_tells_nobody(at: datetime) -> None:
    events.subscribe(in_transaction={}, after_commit={SomethingHappened: (follow,)})
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish(SomethingHappened(number=7, at=at))
        raise RuntimeError
    assert not ProcrastinateJob.objects.exists()
