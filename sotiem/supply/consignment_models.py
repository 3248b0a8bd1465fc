from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.supply.allocation_models import AllocationDecision


class ConsignmentQuerySet(models.QuerySet["Consignment"]):
    def on_the_way(self) -> Self:
        """Those of which something has not arrived yet."""
        waiting = ConsignmentItem.objects.filter(consignment=OuterRef("pk"), on_way__gt=0)
        return self.filter(Exists(waiting))

    def overdue(self, on: date) -> Self:
        return self.on_the_way().filter(expected_on__lt=on)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Consignment(models.Model):
    """Vaccine that one store sends to another. Written once; what becomes of it are movements.

    It goes `under` a decision (the first of those that amended each other), or for a reason.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    submission_key = models.UUIDField(unique=True)
    from_store = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    to_store = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    under = models.ForeignKey(
        AllocationDecision, on_delete=models.PROTECT, null=True, related_name="consignments"
    )
    reason = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=100, blank=True)
    sent_on = models.DateField()
    expected_on = models.DateField()
    sent_by = models.CharField(max_length=100)
    sent_at = models.DateTimeField()

    objects = ConsignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_consignment_goes_to_another_store",
                condition=~Q(from_store=F("to_store")),
            ),
            models.CheckConstraint(
                name="a_consignment_has_a_decision_or_a_reason",
                condition=Q(under__isnull=False) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_consignment_is_not_expected_before_it_is_sent",
                condition=Q(expected_on__gte=F("sent_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def facts(self) -> dict[str, object]:
        """What the trail vouches for."""
        return {
            "from": self.from_store_id,
            "to": self.to_store_id,
            "under": self.under_id,
            "reason": self.reason,
            "document": self.document,
            "sent_on": self.sent_on,
            "expected_on": self.expected_on,
            "sent_by": self.sent_by,
        }


class ConsignmentItem(models.Model):
    """A lot of a consignment, and how many doses of it are on the way: what its movements come to.

    The row is locked and written with each movement, after the balance of the store.
    """

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="items")
    lot = models.ForeignKey("supply.Lot", on_delete=models.PROTECT, related_name="items")
    on_way = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consignment", "lot"], name="a_consignment_has_a_lot_once"
            ),
            models.CheckConstraint(
                name="nothing_arrives_that_was_not_sent", condition=Q(on_way__gte=0)
            ),
        ]
        indexes = [
            models.Index(
                fields=["consignment"],
                include=["on_way"],
                condition=Q(on_way__gt=0),
                name="consignment_item_on_the_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on_way} of {self.lot_id} in {self.consignment_id}"
