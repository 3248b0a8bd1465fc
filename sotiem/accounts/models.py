from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from sotiem.accounts.facts import Role
from sotiem.foundation.identifiers import new_public_id


class User(AbstractUser):
    """A member of staff. Citizens have no account: they prove to hold a phone."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    unit_name = models.CharField(max_length=200)
    has_start_password = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.username


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


class Membership(models.Model):
    """A role a user holds in a jurisdiction, for a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    jurisdiction = models.CharField(max_length=80)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.jurisdiction}"


class OneTimeCode(models.Model):
    """A code sent to a phone. Only its keyed hash is kept; `subject` says what it opens."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    phone_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    subject = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.public_id)


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class AccessKey(models.Model):
    """Lets a program act as the member of staff who made it, for a time. Only a hash is kept."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_keys")
    name = models.CharField(max_length=80)
    last_letters = models.CharField(max_length=8)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = AccessKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_key_ends_after_it_begins", condition=Q(expires_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
