from django.db import models

from sotiem.vaccines.models import Vaccine


class Lot(models.Model):
    """A manufacturer's lot of one vaccine."""

    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField(max_length=30)
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vaccine", "number"], name="lot_number_is_unique_per_vaccine"
            )
        ]

    def __str__(self) -> str:
        return self.number
