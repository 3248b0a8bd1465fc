from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from sotiem.accounts.facts import Grant, Jurisdiction, Role, Staff, paths_within
from sotiem.accounts.models import AccessKey, Membership, User
from sotiem.foundation.actors import ActorKind
from sotiem.foundation.models import AuditEntry


def staff_of(user: User, *, at: datetime) -> Staff:
    """The user as an actor, with the grants in force at that moment."""
    grants = tuple(
        Grant(Role(membership.role), Jurisdiction(membership.jurisdiction))
        for membership in Membership.objects.in_force(at).filter(user=user).order_by("pk")
    )
    return Staff(
        kind=ActorKind.STAFF,
        key=str(user.public_id),
        label=user.unit_name,
        user_id=user.pk,
        grants=grants if user.is_active else (),
    )


def accounts_within(
    jurisdictions: Iterable[Jurisdiction], *, at: datetime, after: str = "", limit: int
) -> list[User]:
    """Accounts that hold, or once held, a role somewhere in these jurisdictions, by their names.

    `after` is the last name already seen. Roles in force stand in `roles_now`.
    """
    held = Membership.objects.filter(lies_in("jurisdiction", jurisdictions), user=OuterRef("pk"))
    users = User.objects.filter(Exists(held), username__gt=after).order_by("username")
    return list(_with_roles(users, at)[:limit])


def username_of(actor: str) -> str:
    """What a member of staff, as a record names her, signs in with."""
    kind, _, key = actor.partition(":")
    found = User.objects.filter(public_id=key) if kind == ActorKind.STAFF else User.objects.none()
    return next(iter(found.values_list("username", flat=True)), actor)


def account_within(
    jurisdictions: Iterable[Jurisdiction], *, public_id: UUID, at: datetime
) -> User | None:
    """One such account."""
    held = Membership.objects.filter(lies_in("jurisdiction", jurisdictions), user=OuterRef("pk"))
    return _with_roles(User.objects.filter(Exists(held), public_id=public_id), at).first()


def access_keys_of(user_id: int, *, limit: int) -> list[AccessKey]:
    """Someone's keys, the newest first; when each was last used stands in `last_used_at`."""
    uses = AuditEntry.objects.filter(
        object_kind="accesskey", object_id=OuterRef("pk"), action="access_key.used"
    )
    last_use = Subquery(uses.order_by("-pk").values("at")[:1])
    keys = AccessKey.objects.filter(user_id=user_id).annotate(last_used_at=last_use)
    return list(keys.order_by("-pk")[:limit])


def lies_in(column: str, jurisdictions: Iterable[Jurisdiction]) -> Q:
    """The condition that the path in a column lies in one of these jurisdictions."""
    inside = Q(pk__in=[])
    for path in paths_within(jurisdictions):
        inside |= Q((column, path)) | Q((f"{column}__startswith", f"{path}/"))
    return inside


def _with_roles(users: QuerySet[User], at: datetime) -> QuerySet[User]:
    in_force = Membership.objects.in_force(at).order_by("role", "jurisdiction")
    return users.prefetch_related(Prefetch("memberships", in_force, to_attr="roles_now"))
