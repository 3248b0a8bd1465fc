from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Staff
from sotiem.foundation.actors import Actor
from sotiem.foundation.audit import digest_of
from sotiem.foundation.limits import spend
from sotiem.foundation.refusals import Refusal, require
from sotiem.guardians import rules
from sotiem.guardians.facts import Ground, Relation
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations._right import end_right, note_right, passed_because, tell
from sotiem.guardians.permissions import can_grant
from sotiem.guardians.queries import guardians_of, is_closed_to
from sotiem.matching.queries import find_exact
from sotiem.patients.models import Patient
from sotiem.patients.queries import are_one_person

TRIES: Final = 5
TRIES_PER: Final = timedelta(days=1)


class NoSuchChild(Refusal):
    """No child on record has this name, this birth date and the asker's phone, or it is not hers
    to add: whichever it is, the answer is the same."""


class GuardianIsNotOfAge(Refusal):
    """A child keeps nobody's record."""


class ChildHasToAgree(Refusal):
    """From seven years on the child is asked as well."""


class TermNotPossible(Refusal):
    """The right would end before it begins, or too late; details: latest."""


def claim_child(
    *,
    full_name: str,
    birth_date: str,
    relation: Relation,
    ward_agreed: bool,
    by: Citizen,
    at: datetime,
) -> Guardianship:
    """Give a parent the record of a child that has the phone she proved to hold.

    Again: the right that there is. Tried too often, it is refused for a day.
    """
    require(by.patient_id is not None and by.guardian_id is None)
    spend("claim_child", by.phone, limit=TRIES, per=TRIES_PER, at=at)
    with transaction.atomic():
        ward_id = find_exact(full_name=full_name, birth_date=birth_date, phone=by.phone)
        assert by.patient_id is not None
        guardian, ward = _both(by.patient_id, ward_id)
        today = timezone.localdate(at)
        if is_closed_to(by.phone, ward.pk, at=at):
            raise NoSuchChild
        if rules.is_of_age(ward.principal.current.birth_date, today):
            raise NoSuchChild
        if guardian is None or not rules.is_of_age(guardian.principal.current.birth_date, today):
            raise GuardianIsNotOfAge
        if not ward_agreed and rules.is_asked(ward.principal.current.birth_date, today):
            raise ChildHasToAgree
        right = Guardianship(
            guardian=guardian,
            ward=ward,
            relation=relation,
            ground=Ground.PHONE,
            phone=by.phone,
            ward_agreed=ward_agreed,
            until_of_age=True,
            ends_on=rules.of_age_on(ward.principal.current.birth_date),
        )
        return _keep(right, by=by, at=at)


def _both(guardian_id: int, ward_id: int | None) -> tuple[Patient | None, Patient]:
    """Both people, held one after another; no child where none is found, or where it is herself."""
    people = Patient.objects.select_for_update(of=("self",)).select_related("principal__current")
    asked = people.filter(pk__in=[guardian_id, ward_id or 0]).order_by("pk")
    held = {each.pk: each for each in asked}
    ward = held.get(ward_id or 0)
    if ward is None or are_one_person(guardian_id, ward.pk):
        raise NoSuchChild
    return held.get(guardian_id), ward


@transaction.atomic
def grant_guardianship(
    *,
    guardian_id: int,
    ward_id: int,
    relation: Relation,
    document: str,
    ends_on: date,
    ward_agreed: bool,
    by: Staff,
    at: datetime,
) -> Guardianship:
    """Give a right by a document that an officer saw, until a day."""
    require(can_grant(by, ward_id))
    guardian, ward = _both(guardian_id, ward_id)
    today, born = timezone.localdate(at), ward.principal.current.birth_date
    if guardian is None or not rules.is_of_age(guardian.principal.current.birth_date, today):
        raise GuardianIsNotOfAge
    latest = rules.last_end(born, today)
    if not today < ends_on <= latest:
        raise TermNotPossible(latest=f"{latest:%d/%m/%Y}")
    if not ward_agreed and rules.is_asked(born, today):
        raise ChildHasToAgree
    right = Guardianship(
        guardian=guardian,
        ward=ward,
        relation=relation,
        ground=Ground.DECISION,
        phone=guardian.principal.current.phone,
        document=document.strip(),
        ward_agreed=ward_agreed,
        until_of_age=not rules.is_of_age(born, today),
        granted_by_unit=by.label,
        ends_on=ends_on,
    )
    return _keep(right, by=by, at=at)


def _keep(right: Guardianship, *, by: Actor, at: datetime) -> Guardianship:
    others = guardians_of(right.ward_id, at=at)
    for other in others:
        if are_one_person(other.guardian_id, right.guardian_id):
            return other
    # What time ended and the night has not yet written down stands in nobody's way.
    stale = Guardianship.objects.not_ended().held_by(right.guardian_id).over(right.ward_id)
    for passed in stale.told():
        end_right(passed, because=passed_because(passed), by=by, at=at)
    right.granted_by, right.granted_at = str(by), at
    right.save(force_insert=True)
    note_right("guardianship.granted", right, by=by, at=at, digest=digest_of(right.facts))
    phones = {other.guardian.principal.current.phone for other in others}
    phones.add(right.ward.principal.current.phone)
    tell(phones - {"", right.phone}, "guardian_added", right, at=at)
    return right
