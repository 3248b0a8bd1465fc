"""Sessions and what is said at them, invented."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sotiem.accounts.facts import Role, Staff
from sotiem.campaigns.facts import EntrySaid
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import Plan, add_people, open_session, plan_session
from sotiem.campaigns.states import AppointmentSource
from sotiem.patients.facts import PatientFacts
from sotiem.supply.operations import receive_stock
from tests.factories import accounts, patients, reference

# Tuesday morning, the moment of the tests.
AT = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
DAY = date(2021, 10, 12)


def clerk() -> Staff:
    return accounts.staff((Role.CLERK, reference.facility().path))


def head() -> Staff:
    return accounts.staff((Role.HEAD, reference.facility().path))


def plan(**changes: object) -> Plan:
    said = {
        "held_on": DAY,
        "vaccine": reference.vaccine(),
        "lots": [reference.lot()],
        "slots": {time(7, 30): 20, time(8, 30): 20},
        "place": "Nhà văn hóa",
    }
    return Plan(**{**said, **changes})  # type: ignore[arg-type]


def session(*, by: Staff | None = None, stock: int = 200, **changes: object) -> VaccinationSession:
    """A session that is open, with vaccine in the store."""
    by = by or clerk()
    facility = reference.facility()
    if stock:
        receive_stock(
            facility=facility,
            lot=reference.lot(),
            doses=stock,
            moved_on=DAY,
            document="PX-01",
            submission_key=uuid4(),
            by=by,
            at=AT,
        )
    made = plan_session(facility=facility, plan=plan(**changes), by=by, at=AT)
    return open_session(session_id=made.pk, by=by, at=AT)


def called(held: VaccinationSession, *, by: Staff) -> Appointment:
    """One person on the list of a session, who was called."""
    (one,) = add_people(
        session_id=held.pk,
        people=[patients.facts()],
        source=AppointmentSource.SHEET,
        slot=None,
        by=by,
        at=AT,
    )
    return one


def said(person: PatientFacts | None = None, **changes: object) -> EntrySaid:
    words = {
        "client_id": uuid4(),
        "person": person or patients.facts(),
        "lot_number": "FK0112",
        "given_at": AT,
    }
    return EntrySaid(**{**words, **changes})  # type: ignore[arg-type]


def key() -> UUID:
    return uuid4()
