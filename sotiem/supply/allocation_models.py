from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.vaccines.models import Vaccine


class AllocationDecisionQuerySet(models.QuerySet["AllocationDecision"]):
    def in_force(self, on: date) -> Self:
        """Decided by that day, and by then neither withdrawn nor amended by one that holds."""
        withdrawn = AllocationWithdrawal.objects.filter(withdrawn_on__lte=on)
        later = AllocationDecision.objects.filter(
            ~Exists(withdrawn.filter(decision=OuterRef("pk"))),
            amends=OuterRef("pk"),
            decided_on__lte=on,
        )
        return self.filter(
            ~Exists(withdrawn.filter(decision=OuterRef("pk"))), ~Exists(later), decided_on__lte=on
        )

    def newest_first(self) -> Self:
        return self.order_by("-decided_on", "-pk")


class AllocationDecision(models.Model):
    """The country or a province decides how many doses of a vaccine go where. Written once.

    A later decision `amends` an earlier one and takes its place with all its lines; `first` is the
    one that all of them amend, under which consignments go.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    submission_key = models.UUIDField(unique=True)
    path = models.CharField(max_length=80)
    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    signed_by = models.CharField(max_length=120)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    objects = AllocationDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_amendment_names_the_first_decision",
                condition=Q(amends__isnull=True, first__isnull=True)
                | Q(amends__isnull=False, first__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["path", "decided_on"], name="allocation_decision_by_path")]

    def __str__(self) -> str:
        return self.number

    @property
    def root_id(self) -> int:
        return self.first_id or self.pk

    @property
    def facts(self) -> dict[str, object]:
        """What the trail vouches for, the lines too."""
        lines = sorted((line.store_id, line.planned) for line in self.lines.all())
        return {
            "path": self.path,
            "number": self.number,
            "decided_on": self.decided_on,
            "signed_by": self.signed_by,
            "vaccine": self.vaccine_id,
            "note": self.note,
            "amends": self.amends_id,
            "lines": lines,
            "recorded_by": self.recorded_by,
        }


class AllocationLine(models.Model):
    """How many doses a store is to get by a decision. Written once."""

    decision = models.ForeignKey(AllocationDecision, on_delete=models.PROTECT, related_name="lines")
    store = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    planned = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "store"], name="a_decision_names_a_store_once"
            ),
            models.CheckConstraint(
                name="an_allocation_is_of_some_doses", condition=Q(planned__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planned} to {self.store_id}"


class AllocationWithdrawal(models.Model):
    """A decision holds no more from a day on. Written once."""

    decision = models.OneToOneField(
        AllocationDecision, on_delete=models.PROTECT, related_name="withdrawal"
    )
    withdrawn_on = models.DateField()
    reason = models.CharField(max_length=300)
    withdrawn_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_withdrawal_has_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return str(self.decision_id)
