from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.facts import Jurisdiction
from sotiem.accounts.models import User
from sotiem.accounts.queries import lies_in
from sotiem.corrections import rules
from sotiem.corrections.channels import Channel
from sotiem.corrections.facts import (
    ABOUT_A_DOSE,
    AcceptanceRule,
    Answer,
    Claims,
    Deadline,
    Outcome,
    RefusalReason,
    ReportKind,
    Way,
)
from sotiem.corrections.photo_models import PhotoDraft as PhotoDraft
from sotiem.corrections.states import OPEN, ReportStatus
from sotiem.corrections.unit_models import FacilityQuestion as FacilityQuestion
from sotiem.corrections.unit_models import Placement as Placement
from sotiem.corrections.unit_models import Transfer as Transfer
from sotiem.doses.models import Dose
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile
from sotiem.patients.models import Patient


class ReportQuerySet(models.QuerySet["CorrectionReport"]):
    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def of_person(self, patient_id: int) -> Self:
        """Reports about any record that is joined with this one."""
        return self.filter(patient__principal__members=patient_id)

    def within(self, *jurisdictions: Jurisdiction) -> Self:
        """Reports whose responsible unit lies in one of these jurisdictions."""
        return self.filter(lies_in("path", jurisdictions))

    def climbed_from_within(self, *jurisdictions: Jurisdiction) -> Self:
        """Reports that climbed, unanswered, out of one of these jurisdictions."""
        return self.filter(lies_in("climbed_from", jurisdictions))

    def by_clock(self) -> Self:
        """The one that must be answered first comes first."""
        return self.order_by("answer_due_at", "pk")


class CorrectionReport(models.Model):
    """Someone says that a record is wrong, and shows why. `path` is the responsible unit.

    `source_id` is what the channel that it was loaded from called it.
    `climbed_from` is the unit that had it before it climbed unanswered. Each `round` ends in a
    decision of its own; an appeal, or an officer, opens the next. `placed_at` is when an officer
    last said what kind it is, and about what.

    `claims` keeps what is claimed (`said`). When a report adds a dose, `dose` (and `patient`) are
    filled in with what it led to.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    tracking_code = models.CharField(max_length=12, unique=True)
    submission_key = models.UUIDField(unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    source_id = models.CharField(max_length=80, default="", db_default="")
    kind = models.CharField(max_length=30)
    status = models.CharField(max_length=20, default=ReportStatus.SUBMITTED)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)
    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, null=True)
    # Whom an officer named: whose the other record or the dose is.
    other = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The earlier report that says the same: this one ends with it.
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="joined", db_index=False
    )
    claims = models.JSONField()
    story = models.TextField(blank=True)
    reporter_phone = models.CharField(max_length=15)
    path = models.CharField(max_length=80)
    submitted_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    climbed_from = models.CharField(max_length=80, blank=True, default="", db_default="")
    climbed_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField(null=True)
    round = models.SmallIntegerField(default=1, db_default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "source_id"],
                condition=~Q(source_id=""),
                name="report_source_is_one_per_channel",
            ),
            models.CheckConstraint(
                name="report_status_is_known",
                condition=Q(status__in=[status.value for status in ReportStatus]),
            ),
            models.CheckConstraint(
                name="report_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in ReportKind]),
            ),
            models.CheckConstraint(
                name="report_decided_has_a_time",
                condition=Q(status__in=["accepted", "refused"], decided_at__isnull=False)
                | (~Q(status__in=["accepted", "refused"]) & Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_under_review_has_a_reviewer",
                condition=~Q(status__in=["under_review", "awaiting_second"])
                | Q(reviewer__isnull=False),
            ),
            models.CheckConstraint(
                name="report_joined_says_to_which",
                condition=~Q(status="joined") | Q(joined_to__isnull=False),
            ),
            models.CheckConstraint(
                name="report_about_a_dose_names_it",
                condition=~Q(kind__in=[kind.value for kind in ReportKind if kind in ABOUT_A_DOSE])
                | Q(dose__isnull=False),
            ),
            models.CheckConstraint(
                name="report_names_its_person_unless_none_was_found",
                condition=Q(kind="nothing_recorded") | Q(patient__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "path", "answer_due_at"],
                opclasses=["text_ops", "text_pattern_ops", "timestamptz_ops"],
                condition=Q(status__in=[status.value for status in OPEN]),
                name="report_open_by_path",
            ),
            models.Index(
                fields=["answer_due_at", "id"],
                condition=Q(status__in=[status.value for status in OPEN]),
                name="report_open_by_clock",
            ),
            models.Index(
                fields=["reviewer", "answer_due_at", "id"],
                condition=Q(status__in=[status.value for status in OPEN]),
                name="report_open_by_reviewer",
            ),
            models.Index(fields=["patient", "-id"], name="report_of_patient"),
            models.Index(fields=["reporter_phone", "-id"], name="report_of_phone"),
            models.Index(
                fields=["joined_to"],
                condition=Q(joined_to__isnull=False),
                name="report_by_what_it_joined",
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_code

    @property
    def said(self) -> Claims:
        """What the sender claims."""
        return rules.claims_of(self.claims)

    @property
    def placed(self) -> list[Placement]:
        """What officers said it is, one after the other; most reports are never placed."""
        return [] if self.placed_at is None else list(self.placements.order_by("pk"))

    @property
    def asked(self) -> list[FacilityQuestion]:
        """What facilities were asked of it as it stands: not before it was placed where it is."""
        asked = sorted(self.questions.all(), key=lambda question: question.pk)
        return [one for one in asked if self.placed_at is None or one.asked_at > self.placed_at]

    @property
    def takes_two(self) -> bool:
        """Whether two officers must agree."""
        answers = [Answer(question.answer) for question in self.asked if question.answer]
        return rules.officers_needed(ReportKind(self.kind), self.said, answers[-1:]) > 1

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """By when the law wants what, in the round that runs now."""
        return rules.deadlines(
            self.appealed_at or self.submitted_at,
            answer_due_at=self.answer_due_at,
            is_extended=self.extended_at is not None,
        )

    @property
    def origin(self) -> str:
        """How a version that follows from this report says where it comes from."""
        return f"report:{self.tracking_code}"

    @property
    def is_open(self) -> bool:
        """Whether its sender still waits for an answer."""
        return ReportStatus(self.status) in (*OPEN, ReportStatus.JOINED)


class Evidence(models.Model):
    """A photo shown with a report: the file as it came, and the clean picture people look at;
    without it, the photo is drawn for whoever looks.

    `warned` is what its sender was told of it before sending (`slips.rules.code_of`).
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    report = models.ForeignKey(CorrectionReport, on_delete=models.PROTECT, related_name="evidence")
    original = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    width = models.IntegerField()
    height = models.IntegerField()
    warned = models.JSONField(default=list, db_default=[])

    class Meta:
        indexes = [models.Index(fields=["original", "id"], name="evidence_by_file")]

    def __str__(self) -> str:
        return str(self.public_id)


class Decision(models.Model):
    """What one officer, or the machine, decided, how, and why. Never changed.

    A refusal names its `reason`, an officer's agreement its `rule`.
    """

    report = models.ForeignKey(CorrectionReport, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10)
    way = models.CharField(max_length=10, default=Way.LOOK, db_default=Way.LOOK)
    round = models.SmallIntegerField(default=1, db_default=1)
    reason = models.CharField(max_length=30, blank=True)  # a RefusalReason, in a refusal
    rule = models.CharField(max_length=30, blank=True, default="", db_default="")
    note = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "round", "decided_by"],
                name="decision_is_one_per_officer_and_round",
            ),
            models.CheckConstraint(
                name="decision_refusal_names_its_reason",
                condition=Q(outcome__in=[Outcome.ACCEPT, Outcome.ALREADY], reason="")
                | Q(outcome=Outcome.REFUSE, reason__in=[r.value for r in RefusalReason]),
            ),
            models.CheckConstraint(
                name="decision_rule_is_known",
                condition=Q(rule="")
                | Q(outcome=Outcome.ACCEPT, rule__in=[rule.value for rule in AcceptanceRule]),
            ),
            models.CheckConstraint(
                name="decision_is_an_officers_or_the_machines",
                condition=Q(way=Way.MACHINE, decided_by=None)
                | (~Q(way=Way.MACHINE) & Q(decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.report_id}"

    @property
    def facts(self) -> dict[str, object]:
        """All that the decision says, for the trail's digest."""
        return {
            "report": self.report_id,
            "outcome": self.outcome,
            "reason": self.reason,
            "note": self.note,
            "decided_by": self.decided_by_id,
            "decided_at": self.decided_at.astimezone(UTC).isoformat(),
            **({"round": self.round} if self.round > 1 else {}),
            **({"way": self.way} if self.way != Way.LOOK else {}),
            **({"rule": self.rule} if self.rule else {}),
        }
