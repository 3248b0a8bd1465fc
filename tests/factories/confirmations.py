"""Rules of who signs first, and what waits for a facility's signature."""

from datetime import UTC, date, datetime, timedelta

from sotiem.accounts.facts import Role, Staff
from sotiem.certificates.confirmation_queries import mark_of, versions_awaited
from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.certificates.models import Confirmation
from sotiem.certificates.operations import confirm_doses, set_first_signature
from tests.factories import accounts, doses, reference

# Before anything of the tests is recorded, and after the first keys are made.
RULED_AT = datetime(2021, 1, 2, tzinfo=UTC)


def after_review(way: DoseWay = DoseWay.ENTRY, *, at: datetime = RULED_AT) -> None:
    """Doses that come this way wait until the head of their facility has looked."""
    administrator = accounts.staff((Role.ADMINISTRATOR, "vn"))
    set_first_signature(
        way=way, step=FirstSignature.AFTER_REVIEW, reason="Thử", by=administrator, at=at
    )


def head() -> Staff:
    return accounts.staff((Role.HEAD, reference.facility().path))


def confirm(
    day: date = date(2021, 8, 12),
    *,
    by: Staff | None = None,
    origin: str = "test",
    at: datetime = doses.AT + timedelta(hours=1),
) -> list[Confirmation]:
    """The head confirms what waits of a day, as it stands."""
    facility = reference.facility()
    waiting = versions_awaited(facility, day=day, origin=origin)
    return confirm_doses(
        facility=facility, day=day, origin=origin, seen=mark_of(waiting), by=by or head(), at=at
    )
