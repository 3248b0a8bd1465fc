"""Reading registrations: whose they are, how long the line is."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db.models import BooleanField, Count, Q, Sum
from django.db.models.expressions import RawSQL

from sotiem.accounts.facts import Citizen, Staff
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import require
from sotiem.places.models import AdministrativeUnit
from sotiem.registrations import permissions
from sotiem.registrations.facts import Registrant
from sotiem.registrations.models import Organization, Registration, RegistrationQuerySet
from sotiem.registrations.states import CALLED, WAITING, RegistrationState

COUNTED_TO: Final = 10_000
ROWS: Final = 50
_RECEIVED: Final = Count("pk", filter=Q(state=RegistrationState.RECEIVED))
_APPROVED: Final = Count("pk", filter=Q(state=RegistrationState.APPROVED))


class PlaceInLine(NamedTuple):
    """How many of the same group stand before one, in the same list. Counted up to 10,000."""

    before: int
    is_more: bool


class OfGroup(NamedTuple):
    """How many of a priority group stand in a list, in each state."""

    group: int
    received: int
    approved: int


class OfOrganization(NamedTuple):
    """How many of an organization's people stand in a list, in each state."""

    code: str
    name: str
    received: int
    approved: int


def registration_by_code(code: str) -> Registration | None:
    """The registration of this code, for a page that says nothing of the person."""
    return _told().filter(code=code).first()


def registration_of(citizen: Citizen, code: str) -> Registration | None:
    """One of the registrations of whoever holds this phone; of others it is as if there is none."""
    found = registration_by_code(code)
    return found if found is not None and permissions.is_own(citizen, found) else None


def own_registration(citizen: Citizen, code: str) -> Registration | None:
    """The same, for an answer: without what pages say beside it."""
    found = Registration.objects.filter(code=code).first()
    return found if found is not None and permissions.is_own(citizen, found) else None


def registrations_of(citizen: Citizen) -> Sequence[Registration]:
    """What was registered from this phone, and for this person from any, the newest first."""
    sent = set(_newest(Registration.objects.filter(sender_phone=citizen.phone)))
    if citizen.patient_id is not None:
        about = Registration.objects.filter(patient__principal__members=citizen.patient_id)
        sent |= set(_newest(about))
    return list(_told().filter(pk__in=sent).order_by("-pk")[:ROWS])


def registrations_about(patient_id: int) -> Sequence[Registration]:
    """What was registered for somebody on record, from whichever phone, the newest first."""
    about = Registration.objects.filter(patient__principal__members=patient_id)
    return list(_told().filter(pk__in=_newest(about)).order_by("-pk"))


def _newest(some: RegistrationQuerySet) -> list[int]:
    return list(some.order_by("-pk").values_list("pk", flat=True)[:ROWS])


def place_in_line(registration: Registration) -> PlaceInLine | None:
    """Where somebody stands; nothing where nobody waits any more.

    A registration that says again what another said stands where the first one stands.
    """
    first = registration.same_as or registration
    if first.state not in WAITING:
        return None
    ahead = (
        Registration.objects.waiting()
        .filter(list_path=first.list_path, group_id=first.group_id)
        .filter(Q(line_at__lt=first.line_at) | Q(line_at=first.line_at, pk__lt=first.pk))
    )
    before = ahead.order_by()[: COUNTED_TO + 1].count()
    return PlaceInLine(min(before, COUNTED_TO), before > COUNTED_TO)


def find_same(who: Registrant) -> Registration | None:
    """The registration by which the same person waits already, by whomever it was sent."""
    return standing_like([who])[0]


def standing_like(people: Sequence[Registrant]) -> list[Registration | None]:
    """For each of many people the registration by which she waits already, in one statement.

    Name and birth date must be the same, and one number of the person or the telephone. Two
    numbers of one kind are two people, whatever else they share.
    """
    alike = Registration.objects.filter(
        RawSQL(
            _ALIKE,
            [[one.birth_date for one in people], [one.full_name for one in people]],
            BooleanField(),
        ),
        state__in=(*WAITING, *CALLED),
        same_as__isnull=True,
    )
    standing: defaultdict[tuple[str, str], list[Registration]] = defaultdict(list)
    for each in alike.in_order():
        standing[each.birth_date, each.full_name].append(each)
    return [
        next(
            (each for each in standing[who.birth_date, who.full_name] if _is_same(who, each)), None
        )
        for who in people
    ]


_ALIKE: Final = (
    "(birth_date, full_name) IN (SELECT birth, name FROM unnest(%s::text[], %s::text[]) "
    "AS asked (birth, name))"
)


def _is_same(who: Registrant, other: Registration) -> bool:
    differ = any(
        getattr(who, kind) and getattr(other, kind) not in ("", getattr(who, kind))
        for kind in ("cccd", "passport")
    )
    numbers = ("cccd", "cmnd", "passport", "bhyt", "phone")
    return not differ and any(
        getattr(who, kind) and getattr(who, kind) == getattr(other, kind) for kind in numbers
    )


def organizations_of(citizen: Citizen) -> Sequence[Organization]:
    """For which organizations whoever holds this phone speaks, the newest first."""
    rows = Organization.objects.filter(contact_phone=citizen.phone)
    return list(rows.select_related("commune__parent", "group").order_by("-pk")[:ROWS])


def organization_of(citizen: Citizen, code: str) -> Organization | None:
    """One of them; of others it is as if there is none."""
    rows = Organization.objects.select_related("commune__parent", "group")
    found = rows.filter(code=code).first()
    return found if found is not None and permissions.speaks_for(citizen, found) else None


def contact_phone_of(code: str) -> str | None:
    """The telephone of an organization's contact person, for whoever proves to hold it."""
    phones = Organization.objects.filter(code=code).values_list("contact_phone", flat=True)
    return phones.first()


def number_of(organization: Organization) -> int:
    """How many people an organization registered, who still wait or are called."""
    standing = organization.registrations.filter(state__in=(*WAITING, *CALLED))
    return standing.count()


def people_of(organization: Organization, *, after: int = 0) -> list[Registration]:
    """The next people whom an organization registered, one more than a page holds."""
    rows = organization.registrations.filter(pk__gt=after).order_by("pk")
    return list(rows[: ROWS + 1])


def organizations_in(by: Staff, list_path: str) -> list[OfOrganization]:
    """The organizations whose people wait in a province's list, and how many of each."""
    require(permissions.can_run_list(by, list_path))
    rows = (
        Registration.objects.waiting()
        .filter(list_path=list_path, organization__isnull=False)
        .values_list("organization__code", "organization__name")
        .annotate(received=_RECEIVED, approved=_APPROVED)
        .order_by("organization__code")
    )
    return [OfOrganization(*row) for row in rows]


def groups_in(by: Staff, list_path: str) -> list[OfGroup]:
    """How many wait in a province's list, group by group."""
    require(permissions.can_run_list(by, list_path))
    rows = (
        Registration.objects.waiting()
        .filter(list_path=list_path)
        .values_list("group__code")
        .annotate(received=_RECEIVED, approved=_APPROVED)
        .order_by("group__code")
    )
    return [OfGroup(*row) for row in rows]


def in_list(
    by: Staff,
    list_path: str,
    *,
    group: int | None = None,
    organization: str = "",
    after: Registration | None = None,
) -> list[Registration]:
    """The next rows of a province's list in the fair order, one more than a page holds."""
    require(permissions.can_run_list(by, list_path))
    rows = Registration.objects.waiting().filter(list_path=list_path)
    if group is not None:
        rows = rows.filter(group__code=group)
    if organization:
        rows = rows.filter(organization__code=organization)
    if after is not None:
        rows = rows.filter(Q(line_at__gt=after.line_at) | Q(line_at=after.line_at, pk__gt=after.pk))
    return list(rows.select_related("group", "commune").in_order()[: ROWS + 1])


def waiting_at(facility: Facility) -> int:
    """How many of a facility's list wait for an invitation."""
    return Registration.objects.waiting().filter(list_path=facility.path).count()


def places_at(facility: Facility) -> list[AdministrativeUnit]:
    """In which communes the people of a facility's list live."""
    ids = Registration.objects.waiting().filter(list_path=facility.path).values("commune_id")
    return list(AdministrativeUnit.objects.filter(pk__in=ids).order_by("name_key", "pk"))


def organizations_at(facility: Facility) -> list[Organization]:
    """Which organizations registered people of a facility's list."""
    waiting = Registration.objects.waiting().filter(list_path=facility.path)
    ids = waiting.filter(organization__isnull=False).values("organization_id")
    return list(Organization.objects.filter(pk__in=ids).order_by("name", "pk"))


def free_seats(session: VaccinationSession) -> int:
    """How many seats of a session nobody is called for."""
    seats = session.slots.aggregate(all=Sum("seats"))["all"] or 0
    taken = Appointment.objects.with_a_seat().filter(session=session)
    return max(0, int(seats) - taken.count())


def answers_for(session: VaccinationSession) -> dict[str, int]:
    """How many who were invited to a session have answered, and how many have not."""
    called = Registration.objects.filter(appointment__session=session, state__in=CALLED)
    return dict(called.values_list("state").annotate(number=Count("pk")))


def _told() -> RegistrationQuerySet:
    return Registration.objects.select_related(
        "group",
        "commune__parent",
        "facility",
        "same_as",
        "organization",
        "appointment__slot",
        "appointment__session__facility",
    )
