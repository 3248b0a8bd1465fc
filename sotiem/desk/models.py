from typing import Any, Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.facts import Jurisdiction
from sotiem.accounts.models import User
from sotiem.accounts.queries import lies_in
from sotiem.corrections.facts import DoseClaim
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.rules import claims_of
from sotiem.desk.rules import needs_second
from sotiem.desk.states import AT_WORK, UNDER_WAY, BulkState
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.vaccines.models import Vaccine


class SharedErrorQuerySet(models.QuerySet["SharedError"]):
    def within(self, *jurisdictions: Jurisdiction) -> Self:
        return self.filter(lies_in("path", jurisdictions))

    def standing(self) -> Self:
        """Errors that open reports still tell of."""
        return self.filter(size__gt=0)

    def largest_first(self) -> Self:
        return self.order_by("-size", "pk")


class SharedError(models.Model):
    """Many open reports say the same of one session: one thing was typed wrong for all.

    The session is known by what is on record: facility, day, vaccine and lot. `change` is what the
    reports say instead. `size` is how many did when it was last looked, and 0 once none is open.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)
    administered_on = models.DateField()
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot_number = models.CharField(max_length=30, blank=True)
    change = models.JSONField()
    size = models.IntegerField()
    due_at = models.DateTimeField()  # when the first of the reports must be answered
    found_at = models.DateTimeField()

    objects = SharedErrorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "administered_on", "vaccine", "lot_number", "change"],
                name="shared_error_is_one_per_session_and_change",
            ),
        ]
        indexes = [
            models.Index(
                fields=["path", "size", "id"],
                opclasses=["text_pattern_ops", "int4_ops", "int8_ops"],
                condition=Q(size__gt=0),
                name="shared_error_by_path",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def claim(self) -> DoseClaim:
        """What the reports say instead of what is on record."""
        return claims_of(self.change).dose


class BulkDecisionQuerySet(models.QuerySet["BulkDecision"]):
    def within(self, *jurisdictions: Jurisdiction) -> Self:
        return self.filter(lies_in("error__path", jurisdictions))

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class BulkDecision(models.Model):
    """One decision on all doses of a shared error: planned, tried out, carried out, undone.

    `trial`, `result` and `undone` say in numbers what would happen, what did, what was put back.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    error = models.ForeignKey(SharedError, on_delete=models.PROTECT, related_name="decisions")
    with_unreported = models.BooleanField()
    note = models.TextField()
    state = models.CharField(max_length=20, default=BulkState.PLANNED)
    size = models.IntegerField(default=0)
    handled = models.IntegerField(default=0)  # in the work that runs now
    trial = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    undone = models.JSONField(default=dict)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undo_note = models.TextField(blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    objects = BulkDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bulk_decision_state_is_known",
                condition=Q(state__in=[state.value for state in BulkState]),
            ),
            models.UniqueConstraint(
                fields=["error"],
                condition=Q(state__in=[state.value for state in UNDER_WAY]),
                name="bulk_decision_under_way_is_one",
            ),
            models.CheckConstraint(
                name="bulk_decision_is_agreed_by_somebody_else",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("planned_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def origin(self) -> str:
        """How a version that follows from this decision says where it comes from."""
        return f"bulk:{self.public_id}"

    @property
    def stands(self) -> BulkState:
        return BulkState(self.state)

    @property
    def is_at_work(self) -> bool:
        return self.stands in AT_WORK

    @property
    def takes_two(self) -> bool:
        """Whether a second officer must agree before anything changes."""
        return needs_second(self.to_change, self.error.change)

    @property
    def to_change(self) -> int:
        """How many doses would change, as far as it was tried out."""
        found: Any = self.trial.get("amend", 0)
        return int(found)


class BulkMember(models.Model):
    """A dose of a bulk decision, with the report that told of it, if one did.

    `expected`, `outcome` and `undone` are `done` or the name of the refusal.
    """

    bulk = models.ForeignKey(
        BulkDecision, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        CorrectionReport, on_delete=models.PROTECT, related_name="+", null=True
    )
    is_left_out = models.BooleanField(default=False, db_default=False)
    expected = models.CharField(max_length=80, default="", db_default="")
    certificates = models.SmallIntegerField(default=0, db_default=0)
    outcome = models.CharField(max_length=80, default="", db_default="")
    undone = models.CharField(max_length=80, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "dose"], name="bulk_member_is_one_per_dose"),
        ]
        indexes = [models.Index(fields=["bulk", "id"], name="bulk_member_in_order")]

    def __str__(self) -> str:
        return f"{self.bulk_id}/{self.dose_id}"


class OpenPage(models.Model):
    """An officer has the page of a report open, and was last there at `seen_at`."""

    report = models.ForeignKey(CorrectionReport, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "user"], name="open_page_is_one_per_officer_and_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.report_id}"


class DeskChoice(models.Model):
    """How an officer likes her desk: with single keys, or without."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    has_keys = models.BooleanField()

    def __str__(self) -> str:
        return str(self.user_id)
