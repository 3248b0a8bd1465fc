from datetime import datetime

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.models import Membership, User
from sotiem.foundation.refusals import Refusal


class CountryNeedsAnAdministrator(Refusal):
    """This is the last one who may give rights everywhere."""


def require_another(user: User, *, at: datetime) -> None:
    """Refuse to lose the last administrator of the country.

    All of them are held first, so that two cannot put each other out at the same moment; who
    still counts is asked afterwards, when whoever came before has finished.
    """
    national = Membership.objects.filter(
        role=Role.ADMINISTRATOR, jurisdiction=Jurisdiction.country().path
    )
    list(national.select_for_update().order_by("pk").values_list("pk", flat=True))
    active = national.in_force(at).filter(user__is_active=True)
    if not active.exclude(user=user).exists():
        raise CountryNeedsAnAdministrator


def is_national(membership: Membership) -> bool:
    return (
        membership.role == Role.ADMINISTRATOR
        and membership.jurisdiction == Jurisdiction.country().path
    )
