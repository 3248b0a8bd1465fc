"""What officers do with a report on its way: they send it on, place it, and ask a facility."""

from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.models import User
from sotiem.corrections.facts import Answer, TransferCause
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine


class Transfer(models.Model):
    """A report went from one unit to another: not theirs, too long unanswered, or appealed."""

    report = models.ForeignKey(
        "CorrectionReport", on_delete=models.PROTECT, related_name="transfers"
    )
    cause = models.CharField(max_length=10)
    from_path = models.CharField(max_length=80)
    named_path = models.CharField(max_length=80, blank=True)  # whose an officer says it is
    to_path = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    moved_by = models.CharField(max_length=200)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfer_cause_is_known",
                condition=Q(cause__in=[cause.value for cause in TransferCause]),
            ),
            models.CheckConstraint(
                name="transfer_not_ours_says_whose_and_why",
                condition=~Q(cause=TransferCause.NOT_OURS) | ~(Q(note="") | Q(named_path="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.from_path} {self.to_path}"


class Placement(models.Model):
    """An officer said what kind of report it is, of whom and of which dose: what it was before."""

    report = models.ForeignKey(
        "CorrectionReport", on_delete=models.PROTECT, related_name="placements"
    )
    kind_before = models.CharField(max_length=30)
    patient_before = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    dose_before = models.ForeignKey(
        Dose, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    claims_before = models.JSONField()
    kind = models.CharField(max_length=30)
    note = models.TextField()
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind_before} {self.kind}"


class FacilityQuestionQuerySet(models.QuerySet["FacilityQuestion"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class FacilityQuestion(models.Model):
    """A facility is asked whether it vaccinated the person of a report on a day with a lot.

    Closed when it is answered, or when the report went on without the answer.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    report = models.ForeignKey(
        "CorrectionReport", on_delete=models.PROTECT, related_name="questions"
    )
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, null=True, related_name="+")
    administered_on = models.DateField(null=True)
    lot_number = models.CharField(max_length=50, blank=True)
    words = models.TextField(blank=True)  # what the officer wants to know beside
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_above_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True)
    actual_on = models.DateField(null=True)
    actual_lot = models.CharField(max_length=50, blank=True)
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FacilityQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(closed_at=None), name="question_open_is_one_a_report"
            ),
            models.CheckConstraint(
                name="question_answer_is_known_and_signed",
                condition=Q(answer="", answered_by=None)
                | Q(
                    answer__in=[answer.value for answer in Answer],
                    answered_by__isnull=False,
                    closed_at__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["facility", "administered_on", "lot_number", "id"],
                condition=Q(closed_at=None),
                name="question_open_by_group",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(closed_at=None, told_above_at=None),
                name="question_open_by_clock",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
