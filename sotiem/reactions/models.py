from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import F, Q

from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient
from sotiem.reactions.facts import Deed, Outcome, Reporter


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def within(self, paths: tuple[str, ...]) -> Self:
        """Of facilities and units that lie at or below one of these."""
        reach = Q(pk__in=[])
        for path in paths:
            reach |= Q(path=path) | Q(path__startswith=f"{path}/")
        return self.filter(reach)

    def urgent_first(self) -> Self:
        return self.order_by("-is_urgent", F("due_at").asc(nulls_last=True), "pk")


class Reaction(models.Model):
    """What happened to somebody after a dose: one, however many tell of it.

    What is told here is all that was said so far; what each one said is kept in its version.
    `path` is the facility that gave the dose, else the unit where the person lives.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="reactions")
    dose = models.OneToOneField(Dose, on_delete=models.PROTECT, null=True, related_name="reaction")
    day = models.DateField()  # of the dose
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=80)
    signs = models.JSONField()
    is_urgent = models.BooleanField()
    is_serious = models.BooleanField(default=False)  # once it was, it stays so
    outcome = models.CharField(max_length=20, default=Outcome.UNKNOWN)
    is_open = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)  # when the facility was told by SMS
    reported_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "day"],
                condition=Q(dose__isnull=True),
                name="reaction_without_dose_is_one_a_day",
            ),
            models.CheckConstraint(
                name="reaction_outcome_is_known",
                condition=Q(outcome__in=[str(each) for each in Outcome]),
            ),
            models.CheckConstraint(
                name="reaction_open_has_a_clock",
                condition=Q(is_open=False, due_at__isnull=True)
                | Q(is_open=True, due_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["path"],
                opclasses=["text_pattern_ops"],
                name="reaction_open_by_path",
                condition=Q(is_open=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ReactionVersion(models.Model):
    """What somebody said of a reaction. Never changed."""

    reaction = models.ForeignKey(Reaction, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    submission_key = models.UUIDField(unique=True)
    reporter = models.CharField(max_length=20)
    signs = models.JSONField()
    words = models.CharField(max_length=1000, blank=True)
    onset_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20)
    reported_by = models.CharField(max_length=100)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reaction", "number"], name="reaction_version_number_is_unique"
            ),
            models.CheckConstraint(
                name="reaction_reporter_is_known",
                condition=Q(reporter__in=[str(each) for each in Reporter]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reaction_id} v{self.number}"

    @property
    def facts(self) -> dict[str, object]:
        """What the trail vouches for."""
        return {
            "reaction": self.reaction_id,
            "number": self.number,
            "reporter": str(self.reporter),
            "signs": self.signs,
            "words": self.words,
            "onset_at": self.onset_at.astimezone(UTC).isoformat() if self.onset_at else "",
            "outcome": str(self.outcome),
        }


class ReactionStep(models.Model):
    """What staff did about a reaction. Never changed."""

    reaction = models.ForeignKey(Reaction, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    deed = models.CharField(max_length=20)
    note = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=20)
    done_by = models.CharField(max_length=100)
    label = models.CharField(max_length=200)  # as the person may read it: role and unit
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reaction", "number"], name="reaction_step_number_is_unique"
            ),
            models.CheckConstraint(
                name="reaction_deed_is_known",
                condition=Q(deed__in=[str(each) for each in Deed]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reaction_id} {self.deed}"
