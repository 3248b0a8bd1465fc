from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.campaigns.models import Entry, VaccinationSession
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.models import DoseVersion
from sotiem.patients.models import PatientVersion
from sotiem.readbacks.facts import Field, Wrong
from sotiem.readbacks.states import ReadbackState


class ReadbackQuerySet(models.QuerySet["Readback"]):
    def counting(self) -> Self:
        """Of entries that nobody withdrew."""
        return self.filter(entry__withdrawn_at__isnull=True)


class Readback(models.Model):
    """A dose of a session is read back to its person, who says whether it is right.

    `code` is half of the link; the other half is never kept. `team_until` is the moment until which
    what is wrong is mended on the spot; `note` is what the team says back.
    """

    code = models.CharField(max_length=8, unique=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="readback")
    session = models.ForeignKey(VaccinationSession, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=ReadbackState.WAITING)
    state_at = models.DateTimeField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    team_until = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    report = models.ForeignKey(
        CorrectionReport, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ReadbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="readback_state_is_known",
                condition=Q(state__in=[str(state) for state in ReadbackState]),
            )
        ]
        indexes = [
            models.Index(
                fields=["team_until"],
                name="readback_with_the_team",
                condition=Q(state=ReadbackState.WRONG.value),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Answer(models.Model):
    """What somebody said of a dose that was read back to her, and of which versions. Never
    changed."""

    readback = models.ForeignKey(Readback, on_delete=models.PROTECT, related_name="answers")
    number = models.IntegerField()
    is_right = models.BooleanField()
    dose_version = models.ForeignKey(DoseVersion, on_delete=models.PROTECT, related_name="+")
    person_version = models.ForeignKey(PatientVersion, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)  # what is wrong: what is right, as typed
    note = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["readback", "number"], name="readback_answer_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.readback_id} {self.number}"

    @property
    def wrong(self) -> Wrong:
        return Wrong({Field(name): text for name, text in self.fields.items()}, self.note)
