from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sotiem.foundation.identifiers import new_public_id
from sotiem.messages.facts import Way
from sotiem.messages.texts import TEXTS

URGENT = [purpose for purpose, text in TEXTS.items() if text.urgent]
SECRET = [purpose for purpose, text in TEXTS.items() if text.secret]


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> Self:
        """What waits, and may be sent by now."""
        return self.filter(status="waiting", due_at__lte=at)

    def urgent(self) -> Self:
        """What may ring at night."""
        return self.filter(purpose__in=URGENT)

    def readable(self) -> Self:
        """What whoever holds the phone may read again."""
        return self.exclude(purpose__in=SECRET)


class Message(models.Model):
    """What somebody is told. Its values are emptied once it is sent; `said` is what it said.

    It is tried when `due_at` has come: after the night, after a pause, or after a sender that
    began and never ended. What was said together with others was `carried_by` one of them.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"  # tried often enough

    public_id = models.UUIDField(default=new_public_id, unique=True)
    phone = models.CharField(max_length=15)
    purpose = models.CharField(max_length=40)
    way = models.CharField(max_length=10, default=Way.SMS, db_default=Way.SMS.value)
    once = models.CharField(max_length=80, default="", db_default="")
    values = models.JSONField(default=dict)
    said = models.TextField(default="", db_default="")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.SmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField(null=True)
    carried_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_a_time",
                condition=Q(status__in=["waiting", "failed"], sent_at__isnull=True)
                | Q(status="sent", sent_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["once", "way"], condition=~Q(once=""), name="message_is_written_once"
            ),
            models.CheckConstraint(
                name="message_way_is_known", condition=Q(way__in=[way.value for way in Way])
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "phone", "id"],
                condition=Q(status="waiting"),
                name="message_waiting_by_time",
            ),
            models.Index(fields=["phone", "-id"], name="message_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"


class Wish(models.Model):
    """How whoever holds a phone wants to be told, beside the SMS.

    Mail goes to an address only after somebody who reads it said so.
    """

    phone = models.CharField(max_length=15, unique=True)
    email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class PushDevice(models.Model):
    """A browser in which whoever holds the phone agreed to be told."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    phone = models.CharField(max_length=15, db_index=True)
    endpoint = models.CharField(max_length=500, unique=True)
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    agreed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)
