"""An organization registers its people: many at once, each as if she had done so herself."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation import audit, events, limits
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, insert_many
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching.facts import PersonClue
from sotiem.matching.queries import match_many
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.places.models import AdministrativeUnit
from sotiem.registrations import permissions
from sotiem.registrations.events import RegistrationsChanged
from sotiem.registrations.facts import (
    CONSENT_IN_FORCE,
    STATEMENT_IN_FORCE,
    Described,
    Enrolled,
    PartOfDay,
    Registrant,
    Relation,
)
from sotiem.registrations.models import Organization, Registration
from sotiem.registrations.operations.register import ConsentIsOld, number_of
from sotiem.registrations.operations.tell import address_of_organization, note_and_tell
from sotiem.registrations.queries import standing_like
from sotiem.vaccines.queries import priority_group, priority_groups

MOST_OF_ONE_CONTACT: Final = 5  # organizations a day
MOST_TRIES: Final = 5
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


class GroupIsHers(Refusal):
    """The group tells of illness, poverty or faith: only the person herself may name it."""


class NotTheSamePerson(Refusal):
    """The birth date is not that of the person who was registered."""


@transaction.atomic
def register_organization(
    *, described: Described, submission_key: UUID, by: Citizen, at: datetime
) -> Organization:
    """Take an organization in, whose contact person holds the phone that asks. Twice is once."""
    require(by.phone == described.contact_phone)
    known = Organization.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(permissions.speaks_for(by, known))
        return known
    if described.consent != STATEMENT_IN_FORCE:
        raise ConsentIsOld
    limits.spend("organization", by.phone, limit=MOST_OF_ONE_CONTACT, per=_DAY, at=at)
    group = priority_group(described.group)
    if group.is_sensitive:
        raise GroupIsHers
    commune = AdministrativeUnit.objects.select_related("parent__parent").get(
        pk=described.commune_id
    )
    made = Organization.objects.create(
        **{**asdict(described), "group": group},
        code=new_tracking_code("TC"),
        submission_key=submission_key,
        path=jurisdiction_of(commune).path,
        registered_at=at,
    )
    audit.record("organization.registered", made, by=by, at=at, code=made.code)
    return made


@transaction.atomic
def enrol_people(
    *, organization: Organization, people: Sequence[Enrolled], by: Actor, at: datetime
) -> list[int]:
    """Register people of an organization; give their keys in the order given.

    Who waits already keeps the first place, and only she sees that. Each is told on her phone.
    """
    if not people:
        return []
    whose = [one.registrant for one in people]
    hold_some(LockSpace.REGISTRANTS, map(number_of, whose))
    made = _rows(organization, people, at)
    insert_many(Registration, made)
    codes = [one.code for one in made]
    ids = dict(Registration.objects.filter(code__in=array_of(codes)).values_list("code", "pk"))
    for one in made:
        one.pk = ids[one.code]
    note_and_tell(made, "enrolled", by=by, at=at, organization=organization.code)
    made_ids = [one.pk for one in made]
    events.publish(RegistrationsChanged(registration_ids=tuple(made_ids), at=at))
    return made_ids


def _rows(
    organization: Organization, people: Sequence[Enrolled], at: datetime
) -> list[Registration]:
    whose = [one.registrant for one in people]
    standing = standing_like(whose)
    ids = sorted({one.pk for one in standing if one is not None})
    held = Registration.objects.select_for_update().filter(pk__in=array_of(ids), same_as=None)
    still = set(held.order_by("pk").values_list("pk", flat=True))
    groups = {group.code: group for group in priority_groups()}
    paths = _paths_of(whose)
    matches = match_many([_clue_of(one) for one in whose])
    return [
        Registration(
            **asdict(one.registrant),
            code=new_tracking_code("DK"),
            submission_key=one.key,
            sender_phone=one.registrant.phone,
            relation=Relation.OTHER,
            group=groups[one.group],
            not_before=one.wish.not_before,
            part_of_day=PartOfDay(one.wish.part_of_day),
            consent=organization.consent,
            state_at=at,
            path=paths[one.registrant.commune_id],
            list_path=permissions.list_of(organization.path).path,
            patient_id=match.patient_id,
            same_as_id=first.pk if first is not None and first.pk in still else None,
            registered_at=at,
            line_at=at,
            organization=organization,
        )
        for one, first, match in zip(people, standing, matches, strict=True)
    ]


def _paths_of(people: Sequence[Registrant]) -> dict[int, str]:
    ids = array_of(sorted({one.commune_id for one in people}))
    communes = AdministrativeUnit.objects.select_related("parent__parent").filter(pk__in=ids)
    return {each.pk: jurisdiction_of(each).path for each in communes}


def _clue_of(who: Registrant) -> PersonClue:
    return PersonClue(
        full_name=who.full_name,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone,
        cccd=who.cccd,
        cmnd=who.cmnd,
        bhyt=who.bhyt,
        commune_id=who.commune_id,
    )


def take_over(
    *, registration_id: int, birth_date: str, group: int, by: Citizen, at: datetime
) -> Registration:
    """Make a registration one's own that an organization made: its contact person changes nothing
    of it any more. Whoever holds the phone says the birth date, lest the phone was typed wrong;
    and her priority group, which may be one that no organization may name."""
    limits.spend("take-over", str(registration_id), limit=MOST_TRIES, per=_HOUR, at=at)
    with transaction.atomic():
        held = Registration.objects.select_for_update().get(pk=registration_id)
        require(permissions.is_own(by, held))
        if held.birth_date != birth_date:
            raise NotTheSamePerson
        if held.organization_id is not None and held.taken_over_at is None:
            held.taken_over_at, held.group = at, priority_group(group)
            held.consent, held.relation = CONSENT_IN_FORCE, Relation.SELF
            held.save(update_fields=["taken_over_at", "group", "consent", "relation"])
            events.publish(RegistrationsChanged(registration_ids=(held.pk,), at=at))
            agreed = held.consent
            audit.record(
                "registration.taken_over", held, by=by, at=at, code=held.code, consent=agreed
            )
    return held


@transaction.atomic
def hand_over(
    *, organization_id: int, name: str, phone: str, email: str, by: Citizen, at: datetime
) -> Organization:
    """Let another contact person speak for an organization; the one before is told."""
    held = Organization.objects.select_for_update().get(pk=organization_id)
    require(permissions.speaks_for(by, held))
    before = held.contact_phone
    held.contact_name, held.contact_phone, held.contact_email = name, phone, email
    held.save(update_fields=["contact_name", "contact_phone", "contact_email"])
    audit.record("organization.handed_over", held, by=by, at=at, code=held.code)
    values = {"code": held.code, "address": address_of_organization(held.code)}
    send_once(
        drafts=[
            Draft(
                phone=each,
                purpose="organization_handed_over",
                values=values,
                once=f"organization_handed_over:{held.code}:{at:%Y%m%dT%H%M%S}:{place}",
            )
            for place, each in enumerate(dict.fromkeys((before, phone)))
        ],
        at=at,
    )
    return held
