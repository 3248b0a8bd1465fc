"""Reading reactions: one's own, a facility's, those of a place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from sotiem.accounts.facts import Role, Staff, paths_within
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.proof import disagreements
from sotiem.reactions import permissions
from sotiem.reactions.models import Reaction, ReactionQuerySet, ReactionVersion

ROWS: Final = 50
COUNTED_TO: Final = 99


def first_day(at: datetime) -> date:
    """Since when one's doses may still be reported on by oneself."""
    return timezone.localdate(at) - timedelta(days=settings.REACTION_DAYS)


def reactions_of(patient_id: int) -> list[Reaction]:
    """All that was told of a person, in whichever record of hers."""
    found = _shown().prefetch_related(None).filter(patient__principal__members=patient_id)
    return list(found.order_by("-day", "-pk"))


def reaction_of_dose(dose: Dose) -> Reaction | None:
    return _shown().filter(dose=dose).first()


def beside_doses(dose_ids: Iterable[int]) -> Mapping[int, Reaction]:
    """The reactions that are reported of some doses, by the dose."""
    found = Reaction.objects.filter(dose__in=list(dose_ids))
    return {each.dose_id or 0: each for each in found}


def open_at(facility: Facility) -> list[Reaction]:
    """What a facility has to look at, what is urgent first."""
    return list(_shown().filter(path=facility.path, is_open=True).urgent_first()[:ROWS])


def closed_at(facility: Facility) -> list[Reaction]:
    closed = _shown().filter(path=facility.path, is_open=False)
    return list(closed.order_by("-changed_at", "-pk")[:10])


def open_count(facility: Facility) -> int:
    """How many it has to look at, counted so far as anybody reads a number."""
    return Reaction.objects.filter(path=facility.path, is_open=True)[:COUNTED_TO].count()


def open_in_reach(by: Staff) -> Sequence[Reaction]:
    """What an officer's place has to look at, what is urgent first."""
    paths = paths_within(by.jurisdictions(Role.OFFICER))
    return list(_shown().within(paths).filter(is_open=True).urgent_first()[:ROWS])


def find_for_staff(by: Staff, public_id: UUID) -> Reaction | None:
    """A reaction that this member of staff needs to know; of others it is as if there is none."""
    found = _shown().filter(public_id=public_id).first()
    return found if found is not None and permissions.can_follow(by, found) else None


def _shown() -> ReactionQuerySet:
    return Reaction.objects.select_related(
        "patient__current", "dose__current__vaccine", "facility"
    ).prefetch_related("versions", "steps")


def disagreements_on_record() -> Iterator[str]:
    """What was said of reactions, held against the trail."""
    yield from disagreements(
        ReactionVersion.objects.all(), kind="reactionversion", facts_of=lambda row: row.facts
    )
