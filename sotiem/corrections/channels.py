"""The ways by which reports come in, each with a life of its own, and what is counted of them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from django.db import models
from django.db.models import F, Q

from sotiem.accounts.facts import Jurisdiction
from sotiem.accounts.models import AccessKey
from sotiem.accounts.queries import lies_in

NATIONAL: Final = "quoc-gia"  # the channel that is there from the first migration, and stays
# Who had the form open when its channel closed may still send it for so long.
GRACE: Final = timedelta(hours=2)


class ChannelKind(StrEnum):
    """Who runs a channel, and how reports come to it."""

    NATIONAL = "national"
    REGION = "region"
    FACILITY = "facility"  # the desk of a facility
    PARTNER = "partner"  # a program that sends with a key
    LOADED = "loaded"  # the export of an earlier channel


class ChannelState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSING = "closing"  # open, and announced to close
    CLOSED = "closed"  # takes nothing new; its backlog is worked off


class Tallied(StrEnum):
    """What is counted of a channel."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ChannelQuerySet(models.QuerySet["Channel"]):
    def within(self, *jurisdictions: Jurisdiction) -> Self:
        """Channels that lie in one of these jurisdictions."""
        return self.filter(lies_in("path", jurisdictions))

    def opened_by(self, at: datetime) -> Self:
        """Channels that people may know of: open now, or once."""
        return self.filter(opens_at__lte=at)


class Channel(models.Model):
    """A way by which reports come in. Its state follows from its days: nobody closes it at
    midnight.

    `path` is the jurisdiction of who runs it; `successor` takes on what is still open.
    """

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    text_vi = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    path = models.CharField(max_length=80)
    planned_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    handed_over_at = models.DateTimeField(null=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="channel_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in ChannelKind]),
            ),
            models.CheckConstraint(
                name="channel_closes_after_it_opened",
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=False),
            ),
            models.CheckConstraint(
                name="channel_closing_was_announced",
                condition=Q(closes_at__isnull=True, announced_at__isnull=True)
                | Q(
                    closes_at__isnull=False,
                    announced_at__isnull=False,
                    closes_at__gte=F("announced_at"),
                ),
            ),
            models.CheckConstraint(
                name="channel_handed_over_has_a_successor_and_is_closed",
                condition=Q(handed_over_at__isnull=True)
                | Q(successor__isnull=False, closes_at__lte=F("handed_over_at")),
            ),
            models.CheckConstraint(
                name="channel_is_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def jurisdiction(self) -> Jurisdiction:
        return Jurisdiction(self.path)

    def responsible(self, unit: Jurisdiction) -> Jurisdiction:
        """Who answers a report that this unit would answer: after a hand-over, nobody outside the
        jurisdiction of who took over."""
        if self.handed_over_at is None or self.successor is None:
            return unit
        heir = self.successor.jurisdiction
        return unit if heir.covers(unit.path) else heir

    def state(self, at: datetime) -> ChannelState:
        if self.opens_at is None or self.opens_at > at:
            return ChannelState.PLANNED
        if self.closes_at is None:
            return ChannelState.OPEN
        return ChannelState.CLOSING if at < self.closes_at else ChannelState.CLOSED

    def takes_reports(self, at: datetime, *, form_opened_at: datetime | None = None) -> bool:
        """Whether a report may come in now, on a form that was opened then."""
        state = self.state(at)
        if state != ChannelState.CLOSED:
            return state != ChannelState.PLANNED
        assert self.closes_at is not None
        was_open = form_opened_at is not None and form_opened_at < self.closes_at
        return was_open and at <= self.closes_at + GRACE


class ChannelTally(models.Model):
    """How many reports of a channel came in, or ended so many hours after they came.

    The same count stands in several slots, so that many may count at the same time.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="tallies")
    what = models.CharField(max_length=10)
    hours = models.IntegerField()
    slot = models.SmallIntegerField()
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "what", "hours", "slot"], name="channel_tally_is_one_per_slot"
            ),
            models.CheckConstraint(
                name="channel_tally_is_known",
                condition=Q(what__in=[each.value for each in Tallied]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.what} {self.hours}"


class ChannelKey(models.Model):
    """Ties the key of a partner's program to the channel it sends to; it opens nothing else."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="keys")
    key = models.OneToOneField(AccessKey, on_delete=models.PROTECT, related_name="+")
    tied_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel_id} {self.key_id}"
