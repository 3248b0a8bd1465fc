from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.foundation.refusals import Refusal, require
from sotiem.registrations.facts import Enrolled, PartOfDay, Wish
from sotiem.registrations.models import Organization, Registration
from sotiem.registrations.operations import enrol_people
from sotiem.registrations.permissions import speaks_for
from sotiem.rosters.facts import Finding
from sotiem.rosters.operations.check import known_for
from sotiem.rosters.queries import listed_traits
from sotiem.rosters.rules import one_row, read_rows, traits_of


class RowIsWrong(Refusal):
    """Something that was written cannot be taken."""

    def __init__(self, findings: Sequence[Finding] = ()) -> None:
        super().__init__()
        self.findings = findings


class IsListed(Refusal):
    """The organization has registered this person already."""


@transaction.atomic
def add_person(
    *,
    organization_id: int,
    cells: Mapping[str, str],
    submission_key: UUID,
    by: Citizen,
    at: datetime,
) -> Registration:
    """Register one more of an organization's people, read as a row of its file would be. Twice is
    once."""
    organization = (
        Organization.objects.select_related("group")
        .select_for_update(of=("self",))
        .get(pk=organization_id)
    )
    require(speaks_for(by, organization))
    known = Registration.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(known.organization_id == organization.pk)
        return known
    (row,) = read_rows(one_row(cells), known_for(organization, needs_communes=False, at=at))
    if row.person is None:
        raise RowIsWrong([one for one in row.findings if one.refuses])
    if listed_traits(organization) & set(traits_of(row.person)):
        raise IsListed
    wish = Wish(
        not_before=date.fromisoformat(row.wish["not_before"]),
        part_of_day=PartOfDay(row.wish["part_of_day"]),
    )
    one = Enrolled(key=submission_key, registrant=row.person, group=row.group, wish=wish)
    (pk,) = enrol_people(organization=organization, people=[one], by=by, at=at)
    return Registration.objects.get(pk=pk)
