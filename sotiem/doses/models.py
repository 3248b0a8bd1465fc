from dataclasses import fields
from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.doses.facts import DoseFacts, DoseReason, DoseSource, DoseStatus
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine


class DoseQuerySet(models.QuerySet["Dose"]):
    def counting(self) -> Self:
        """Doses that were given, as far as we know today."""
        return self.filter(current__status=DoseStatus.COMPLETED)

    def of_person(self, patient_id: int) -> Self:
        """Doses in any record that is joined with this one."""
        return self.filter(patient__principal__members=patient_id)

    def oldest_first(self) -> Self:
        return self.order_by("current__administered_on", "pk")


class Dose(models.Model):
    """A dose a person received: a chain of versions of which `current` is the last."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="doses")
    recorded_at = models.DateTimeField()
    current = models.ForeignKey("DoseVersion", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80, null=True, unique=True)  # another system's name

    objects = DoseQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class DoseVersion(models.Model):
    """What was known of a dose from `recorded_at` until the next version. Never changed."""

    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT)
    vaccine_text = models.CharField(max_length=100, blank=True)  # where the vaccine is none we know
    administered_on = models.DateField()
    lot_number = models.CharField(max_length=30, blank=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True)
    place = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    reason = models.CharField(max_length=20)
    origin = models.CharField(max_length=100)
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dose", "number"], name="dose_version_number_is_unique"
            ),
            models.CheckConstraint(
                name="dose_version_source_is_known",
                condition=Q(source__in=[source.value for source in DoseSource]),
            ),
            models.CheckConstraint(
                name="dose_version_status_is_known",
                condition=Q(status__in=[status.value for status in DoseStatus]),
            ),
            models.CheckConstraint(
                name="dose_version_reason_is_known",
                condition=Q(reason__in=[reason.value for reason in DoseReason]),
            ),
        ]
        indexes = [models.Index(fields=["lot_number", "facility"], name="dose_version_of_lot")]

    def __str__(self) -> str:
        return f"{self.dose_id} v{self.number}"

    @property
    def facts(self) -> DoseFacts:
        values = {field.name: getattr(self, field.name) for field in fields(DoseFacts)}
        return DoseFacts(
            **{
                **values,
                "source": DoseSource(self.source),
                "status": DoseStatus(self.status),
            }
        )
