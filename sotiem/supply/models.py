from datetime import date
from typing import Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.supply.allocation_models import AllocationDecision as AllocationDecision
from sotiem.supply.allocation_models import AllocationLine as AllocationLine
from sotiem.supply.allocation_models import AllocationWithdrawal as AllocationWithdrawal
from sotiem.supply.consignment_models import Consignment as Consignment
from sotiem.supply.consignment_models import ConsignmentItem as ConsignmentItem
from sotiem.supply.rules import change_of
from sotiem.supply.states import (
    INTO_STORE,
    NEEDS_A_REASON,
    OF_A_CONSIGNMENT,
    OF_A_SESSION,
    OUT_OF_STORE,
    Account,
    MovementKind,
)
from sotiem.vaccines.models import Vaccine


class LotQuerySet(models.QuerySet["Lot"]):
    def under_recall(self) -> Self:
        return self.filter(recalled_at__isnull=False, recall_lifted_at__isnull=True)


class Lot(models.Model):
    """A manufacturer's lot of one vaccine."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField(max_length=30)
    expires_on = models.DateField()
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.TextField(blank=True, default="", db_default="")
    recall_lifted_at = models.DateTimeField(null=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vaccine", "number"], name="lot_number_is_unique_per_vaccine"
            ),
            models.CheckConstraint(
                name="a_recalled_lot_has_a_reason",
                condition=Q(recalled_at__isnull=True) | ~Q(recall_reason=""),
            ),
            models.CheckConstraint(
                name="a_recall_is_lifted_after_it_began",
                condition=Q(recall_lifted_at__isnull=True)
                | Q(recalled_at__isnull=False, recall_lifted_at__gte=F("recalled_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_recalled(self) -> bool:
        return self.recalled_at is not None and self.recall_lifted_at is None

    @property
    def recalled_on(self) -> date | None:
        """The day from which nobody may be given this lot."""
        if self.recalled_at is None or self.recall_lifted_at is not None:
            return None
        return timezone.localdate(self.recalled_at)


class StockBalance(models.Model):
    """How many doses of a lot are in a facility's store: what its movements come to."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="balances")
    doses = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "lot"], name="a_store_has_one_balance_per_lot"
            ),
            models.CheckConstraint(name="a_store_never_owes_doses", condition=Q(doses__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.doses} of {self.lot_id} in {self.facility_id}"


class StockMovementQuerySet(models.QuerySet["StockMovement"]):
    def with_change(self) -> Self:
        """Each with `net`, negative in a reversal, and `change`, what it does to the store."""
        net = Case(When(reverses__isnull=True, then=F("doses")), default=-F("doses"))
        direction = Case(
            When(kind__in=INTO_STORE, then=Value(1)),
            When(kind__in=OUT_OF_STORE, then=Value(-1)),
            default=Value(0),
        )
        return self.annotate(net=net, change=net * direction)

    def oldest_first(self) -> Self:
        return self.order_by("pk")


class StockMovement(models.Model):
    """Doses of a lot that went from one account to another. Never changed, never deleted.

    A reversal has the kind of what it `reverses`, and goes the other way.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    submission_key = models.UUIDField(unique=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=20)
    doses = models.PositiveIntegerField()
    moved_on = models.DateField()
    session = models.UUIDField(null=True)  # the public name of a session
    item = models.ForeignKey(
        ConsignmentItem, on_delete=models.PROTECT, null=True, related_name="movements"
    )
    source = models.CharField(max_length=20, blank=True, default="", db_default="")
    giver = models.CharField(max_length=100, blank=True, default="", db_default="")
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=100, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal"
    )
    moved_by = models.CharField(max_length=100)
    moved_at = models.DateTimeField()

    objects = StockMovementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stock_movement_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in MovementKind]),
            ),
            models.CheckConstraint(
                name="a_stock_movement_moves_something", condition=Q(doses__gt=0)
            ),
            models.CheckConstraint(
                name="a_stock_movement_names_its_session",
                condition=Q(kind__in=sorted(OF_A_SESSION), session__isnull=False)
                | (~Q(kind__in=sorted(OF_A_SESSION)) & Q(session__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_stock_movement_names_its_consignment",
                condition=Q(kind__in=sorted(OF_A_CONSIGNMENT), item__isnull=False)
                | (~Q(kind__in=sorted(OF_A_CONSIGNMENT)) & Q(item__isnull=True)),
            ),
            models.CheckConstraint(
                name="only_what_was_received_has_a_source",
                condition=Q(source="") | Q(kind=MovementKind.RECEIVED.value),
            ),
            models.CheckConstraint(
                name="a_loss_of_stock_has_a_reason",
                condition=~Q(kind__in=sorted(NEEDS_A_REASON)) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["facility", "lot", "id"], name="stock_movement_of_lot"),
            models.Index(fields=["facility", "moved_on"], name="stock_movement_by_day"),
            models.Index(
                fields=["session"],
                name="stock_movement_of_session",
                condition=Q(session__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.doses}"

    @property
    def changes_store_by(self) -> int:
        return self._change_of(Account.STORE)

    @property
    def changes_transit_by(self) -> int:
        return self._change_of(Account.TRANSIT)

    def _change_of(self, account: Account) -> int:
        kind, is_reversal = MovementKind(self.kind), self.reverses_id is not None
        return change_of(account, kind, self.doses, is_reversal=is_reversal)

    @property
    def facts(self) -> dict[str, object]:
        """What the trail vouches for."""
        of_a_consignment = {"item": self.item_id} if self.item_id else {}
        of_a_source = {"source": self.source, "giver": self.giver} if self.source else {}
        return {
            **of_a_consignment,
            **of_a_source,
            "facility": self.facility_id,
            "lot": self.lot_id,
            "kind": str(self.kind),
            "doses": self.doses,
            "moved_on": self.moved_on,
            "session": str(self.session or ""),
            "reason": self.reason,
            "document": self.document,
            "reverses": self.reverses_id,
            "moved_by": self.moved_by,
        }


class SupplyDay(models.Model):
    """What the movements of a day add to the sums of a place (by its path), of one vaccine.

    Whoever moves doses adds rows, one for the store and one for each place above it, and waits for
    nobody; they are added to their total later, so that every reader sums. `by_country` and
    `by_province` are doses that arrived under a decision of the country, of a province.
    """

    path = models.CharField(max_length=80)
    parent = models.CharField(max_length=80, blank=True)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    received = models.IntegerField()
    used = models.IntegerField()
    wasted = models.IntegerField()
    in_store = models.IntegerField()
    in_transit = models.IntegerField()
    by_country = models.IntegerField()
    by_province = models.IntegerField()
    is_total = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "vaccine", "day"],
                condition=Q(is_total=True),
                name="supply_day_has_one_total",
            )
        ]
        indexes = [
            models.Index(fields=["path", "day"], name="supply_day_by_path"),
            models.Index(fields=["parent", "day"], name="supply_day_by_parent"),
            models.Index(fields=["id"], condition=Q(is_total=False), name="supply_day_to_add_up"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day}"
