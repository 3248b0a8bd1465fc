"""What the worker does every night, run by a worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from sotiem.foundation.tasks import forget, forget_jobs


@pytest.mark.usefixtures("committed_db")
def test_ended_sessions_are_forgotten_and_those_that_last_stay() -> None:
    now = datetime.now(UTC)
    Session.objects.create(session_key="ended", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="lasts", expire_date=now + timedelta(days=1))
    forget(timestamp=0)
    assert [session.pk for session in Session.objects.all()] == ["lasts"]


def test_the_nights_work_is_known_to_the_worker() -> None:
    nightly = {task.name for task in (forget, forget_jobs)}
    assert nightly <= app.tasks.keys()
    assert nightly <= {name for name, _ in app.periodic_registry.periodic_tasks}
