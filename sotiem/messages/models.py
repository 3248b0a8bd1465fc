from django.db import models
from django.db.models import Q

from sotiem.foundation.identifiers import new_public_id


class Message(models.Model):
    """A short message to a phone. Its values are emptied once it is delivered."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"

    public_id = models.UUIDField(default=new_public_id, unique=True)
    phone = models.CharField(max_length=15)
    purpose = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_a_time",
                condition=Q(status="waiting", sent_at__isnull=True)
                | Q(status="sent", sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"
