from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile
from sotiem.registrations.models import Organization, Registration
from sotiem.rosters.states import DRAFTS, Fate, RosterStatus


class RosterQuerySet(models.QuerySet["Roster"]):
    def drafts(self) -> Self:
        """Files that were not sent, and that no other file replaced."""
        return self.filter(status__in=DRAFTS)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Roster(models.Model):
    """One file in which an organization lists its people, and how far it is.

    `counts` tells how many rows have which fate; `header_row` and `header` what its columns are.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    submission_key = models.UUIDField(unique=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="rosters", db_index=False
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=20, default=RosterStatus.CHECKING)
    problem = models.CharField(max_length=40, blank=True)
    problem_details = models.JSONField(default=dict)
    headers = models.JSONField(default=dict)  # what the file calls each column
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roster_status_is_known",
                condition=Q(status__in=[status.value for status in RosterStatus]),
            ),
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="roster_of_organization")]

    def __str__(self) -> str:
        return str(self.public_id)


class RosterRow(models.Model):
    """One person whom a file lists, and her fate."""

    roster = models.ForeignKey(
        Roster, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    number = models.IntegerField()  # the row, as the spreadsheet shows it
    fate = models.CharField(max_length=10)
    cells = models.JSONField()  # as they came, by column; a group that tells of illness left out
    person = models.JSONField(default=dict)  # in normal form; emptied when it is sent
    group = models.SmallIntegerField()
    wish = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    earlier = models.IntegerField(null=True)  # the row that names the same person
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="roster_row_is_unique"),
            models.CheckConstraint(
                name="roster_row_fate_is_known",
                condition=Q(fate__in=[fate.value for fate in Fate]),
            ),
        ]
        indexes = [models.Index(fields=["roster", "fate", "number"], name="roster_row_by_fate")]

    def __str__(self) -> str:
        return f"{self.roster_id}#{self.number}"
