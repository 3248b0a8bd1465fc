"""Reading an organization's files: one, its rows, its workbook with the results."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from sotiem.accounts.facts import Citizen
from sotiem.foundation import files
from sotiem.registrations.facts import Registrant
from sotiem.registrations.models import Organization
from sotiem.registrations.states import CALLED, WAITING
from sotiem.rosters import permissions
from sotiem.rosters.models import Roster, RosterRow
from sotiem.rosters.rules import annotated, read_people, traits_of
from sotiem.rosters.states import Fate

ROWS_A_PAGE: Final = 50
FILES_SHOWN: Final = 10
_TRAITS: Final = ("full_name", "birth_date", "cccd", "cmnd", "bhyt", "phone", "sex", "commune_id")


def roster_of(by: Citizen, public_id: UUID) -> Roster | None:
    """One file of an organization that this phone speaks for; of others it is as if none."""
    rosters = Roster.objects.select_related("organization__group", "file")
    found = rosters.filter(public_id=public_id).first()
    return found if found is not None and permissions.can_see(by, found) else None


def rosters_of(organization: Organization) -> list[Roster]:
    """Its last files, the newest first."""
    return list(organization.rosters.order_by("-pk")[:FILES_SHOWN])


def rows_with(
    roster: Roster, fate: Fate, *, noted: bool = False, after: int = 0
) -> tuple[list[RosterRow], int | None]:
    """Some rows with this fate, and the row after which the next begin; `noted`: only those in
    which something is told."""
    rows = RosterRow.objects.filter(roster=roster, fate=fate, number__gt=after)
    if noted:
        rows = rows.exclude(findings=[])
    found = list(rows.order_by("number")[: ROWS_A_PAGE + 1])
    page = found[:ROWS_A_PAGE]
    return page, page[-1].number if len(found) > ROWS_A_PAGE else None


def every_row(roster: Roster) -> Iterator[RosterRow]:
    """All rows of a file in their order, without what stood in them."""
    rows = RosterRow.objects.filter(roster=roster).order_by("number")
    yield from rows.defer("cells", "person", "wish").iterator()


def workbook_with_results(
    roster: Roster, words: Mapping[int, str], marked: Mapping[int, Collection[str]]
) -> bytes:
    """The file as it came, with what became of each row, and the cells marked that are wrong."""
    return annotated(read_people(files.read(roster.file)), words, marked)


def listed_traits(organization: Organization) -> frozenset[tuple[str, ...]]:
    """By which a row is somebody whom the organization has registered, and who still stands."""
    rows = organization.registrations.filter(state__in=(*WAITING, *CALLED)).values(*_TRAITS)
    return frozenset(trait for row in rows for trait in traits_of(Registrant(**row)))
