"""Reading who may open whose record."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from sotiem.foundation.proof import disagreements
from sotiem.guardians import rules
from sotiem.guardians.facts import EndedBecause
from sotiem.guardians.models import Guardianship


def right_held(public_id: UUID | str, *, guardian_id: int, at: datetime) -> Guardianship | None:
    """A right that this person holds now; none where it ended, or is somebody else's."""
    found = Guardianship.objects.told().held_by(guardian_id).filter(public_id=public_id).first()
    return found if found is not None and found.holds(at) else None


def right_known(public_id: UUID | str, *, guardian_id: int) -> Guardianship | None:
    """A right that this person holds or held."""
    return Guardianship.objects.told().held_by(guardian_id).filter(public_id=public_id).first()


def wards_of(patient_id: int, *, at: datetime) -> list[Guardianship]:
    """The rights that somebody holds now, the youngest right last."""
    held = Guardianship.objects.told().held_by(patient_id).not_ended().order_by("pk")
    return [each for each in held if each.holds(at)]


def guardians_of(patient_id: int, *, at: datetime) -> list[Guardianship]:
    """The rights that hold now over somebody."""
    over = Guardianship.objects.told().over(patient_id).not_ended().order_by("pk")
    return [each for each in over if each.holds(at)]


def history_over(patient_id: int) -> list[Guardianship]:
    """All rights over somebody that ever were, the newest first."""
    return list(Guardianship.objects.told().over(patient_id).order_by("-pk"))


def names_of_guardians(patient_id: int) -> dict[str, str]:
    """What those who ever had a right over somebody are called, by how the trail names them."""
    rights = Guardianship.objects.over(patient_id).select_related("guardian__current")
    return {str(each.guardian.public_id): each.guardian.current.full_name for each in rights}


def is_closed_to(phone: str, patient_id: int, *, at: datetime) -> bool:
    """Whether a phone that was a guardian's opens this record no longer, though it stands there.

    What somebody else ended, or time, must not go on by the same phone as if nothing had happened.
    """
    rights = Guardianship.objects.over(patient_id).filter(phone=phone).exclude(phone="")
    # Always asked of the database, known or not: nobody learns it by the clock.
    known = list(
        rights.exclude(ended_because=EndedBecause.RETURNED).values_list(
            "ended_at", "ends_on", "until_of_age", "ward__principal__current__birth_date"
        )
    )
    today = timezone.localdate(at)
    return bool(known) and not any(
        ended_at is None and today < rules.over_from(ends_on, until_of_age, birth_date)
        for ended_at, ends_on, until_of_age, birth_date in known
    )


def disagreements_on_record() -> Iterator[str]:
    """Name each right that the trail does not vouch for."""
    rights = Guardianship.objects.all()
    yield from disagreements(rights, kind="guardianship", facts_of=lambda right: right.facts)
