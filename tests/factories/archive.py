"""Published days, and archives of them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sotiem.archive.models import ArchivedDay
from sotiem.archive.operations import archive_published_days
from sotiem.foundation import files
from sotiem.foundation.actors import machine
from sotiem.indicators.operations import fold_figures, publish_doses, publish_figures
from tests.factories import doses, patients

FIRST_NIGHT: Final = datetime(2021, 12, 1, 17, 10, tzinfo=UTC)
LATER: Final = timedelta(minutes=30)


def published(number: int = 0, *, night: int = 0) -> None:
    """So many doses more, and the night that publishes them."""
    for _ in range(number):
        doses.dose(patients.patient(patients.facts(cccd="")))
    while fold_figures():
        pass
    at = FIRST_NIGHT + timedelta(days=night)
    publish_figures(at=at)
    publish_doses(at=at)


def archived(night: int = 0, *, after: timedelta = LATER) -> list[ArchivedDay]:
    at = FIRST_NIGHT + timedelta(days=night) + after
    return archive_published_days(by=machine("test"), at=at)


def content_of(day: ArchivedDay) -> bytes:
    return files.read(day.file)
