from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.models import User
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.models import Dose
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile
from sotiem.mending.facts import Subject
from sotiem.mending.states import CAME_TO_NOTHING, Fate, SheetStatus
from sotiem.patients.models import Patient


class MendingSheetQuerySet(models.QuerySet["MendingSheet"]):
    def in_use(self) -> Self:
        """Sheets of which something came, or may come."""
        return self.exclude(status__in=CAME_TO_NOTHING)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class MendingSheet(models.Model):
    """A sheet of corrections: the file as it came, who said what of it, and what became of it.

    `paths` is the jurisdiction of who uploaded it; `counts` tells how many corrections have which
    fate.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    submission_key = models.UUIDField(unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    paths = models.JSONField()
    status = models.CharField(max_length=20, default=SheetStatus.CHECKING)
    problem = models.CharField(max_length=40, blank=True)
    problem_details = models.JSONField(default=dict)
    takes_two = models.BooleanField(default=False)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0, db_default=0)  # while they are looked at
    counts = models.JSONField(default=dict)
    note = models.TextField(blank=True)  # on what grounds the record is corrected
    undo_note = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    committed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = MendingSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mending_sheet_status_is_known",
                condition=Q(status__in=[status.value for status in SheetStatus]),
            ),
            models.CheckConstraint(
                name="mending_sheet_is_agreed_by_another",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("committed_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_by", "-id"], name="mending_sheet_of_officer"),
            models.Index(
                fields=["-id"],
                condition=Q(status="awaiting_second"),
                name="mending_sheet_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def origin(self) -> str:
        """How a version says that it came from this sheet; a row's number follows."""
        return f"sheet:{self.public_id}"


class MendingRow(models.Model):
    """One correction that a row of a sheet asks for, and its fate; a row may correct two things.

    `seen` is the version that was looked at, `made` the one that was made.
    """

    sheet = models.ForeignKey(
        MendingSheet, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    number = models.IntegerField()  # the row, as the spreadsheet shows it
    subject = models.CharField(max_length=10)
    fate = models.CharField(max_length=10)
    raw = models.JSONField()  # the cells as they came, by column
    change = models.JSONField(default=dict)  # claims, as a report keeps them
    findings = models.JSONField(default=list)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)
    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, null=True)
    report = models.ForeignKey(CorrectionReport, on_delete=models.PROTECT, null=True)
    seen = models.BigIntegerField(null=True)
    made = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number", "subject"], name="mending_row_is_unique"
            ),
            models.CheckConstraint(
                name="mending_row_fate_is_known",
                condition=Q(fate__in=[fate.value for fate in Fate]),
            ),
            models.CheckConstraint(
                name="mending_row_subject_is_known",
                condition=Q(subject__in=[subject.value for subject in Subject]),
            ),
        ]
        indexes = [
            models.Index(fields=["sheet", "fate", "number"], name="mending_row_by_fate"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}#{self.number} {self.subject}"
