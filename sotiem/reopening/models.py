import json
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from sotiem.accounts.models import User
from sotiem.foundation.audit import digest_of
from sotiem.foundation.identifiers import new_public_id


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def drafts(self) -> Self:
        return self.filter(state="draft")

    def published(self) -> Self:
        return self.filter(state="published")

    def of_set(self, identifier: str) -> Self:
        return self.filter(identifier=identifier)


class RuleVersion(models.Model):
    """One version of a rule set: a draft of one officer, until another one publishes it.

    A published version never changes. It holds from `valid_from` until a higher number begins, or
    until `valid_to`; then its set is offered no more.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        DROPPED = "dropped"

    public_id = models.UUIDField(default=new_public_id, unique=True)
    identifier = models.CharField(max_length=50)
    text = models.TextField()  # the rule set as JSON, its tests with it, in the order of its writer
    state = models.CharField(max_length=10, default=State.DRAFT)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    valid_from = models.DateTimeField(null=True)  # of a draft: from its publication on
    valid_to = models.DateTimeField(null=True)
    number = models.IntegerField(null=True)  # in its set
    sequence = models.IntegerField(null=True, unique=True)  # of all that was published
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identifier", "number"], name="rule_version_number_is_unique"
            ),
            models.CheckConstraint(
                name="rule_version_published_says_by_whom",
                condition=Q(
                    state="published",
                    number__gte=1,
                    sequence__gte=1,
                    valid_from__isnull=False,
                    published_at__isnull=False,
                    published_by__isnull=False,
                )
                | Q(
                    state__in=["draft", "dropped"],
                    number__isnull=True,
                    sequence__isnull=True,
                    published_at__isnull=True,
                    published_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="rule_version_is_published_by_another",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="rule_version_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier}/{self.number or self.state}"

    @property
    def content(self) -> dict[str, Any]:
        """The rule set that the text writes."""
        read: dict[str, Any] = json.loads(self.text)
        return read

    @property
    def facts(self) -> dict[str, Any]:
        """What must never change once it is published, for the trail to vouch for."""
        return {
            "identifier": self.identifier,
            "text": self.text,
            "number": self.number,
            "sequence": self.sequence,
            "valid_from": _seconds(self.valid_from),
            "valid_to": _seconds(self.valid_to),
        }

    @property
    def digest(self) -> str:
        """Another for every other text, term or version that a draft was compared with."""
        return digest_of({**self.facts, "based_on": self.based_on_id})


def _seconds(at: datetime | None) -> float | None:
    """A moment, the same whatever its time zone."""
    return at.timestamp() if at else None
