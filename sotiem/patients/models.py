from dataclasses import fields

from django.db import models
from django.db.models import Q

from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.places.models import AdministrativeUnit


class Patient(models.Model):
    """A person on record: a chain of versions of which `current` is the last."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    registered_at = models.DateTimeField()
    current = models.ForeignKey("PatientVersion", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.public_id)


class PatientVersion(models.Model):
    """What was known of a person from `recorded_at` until the next version. Never changed."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    full_name = models.CharField(max_length=80)
    birth_date = models.CharField(max_length=10)
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    cccd = models.CharField(max_length=12, blank=True)
    cmnd = models.CharField(max_length=9, blank=True)
    bhyt = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    commune = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, null=True)
    reason = models.CharField(max_length=20)
    origin = models.CharField(max_length=100)
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "number"], name="patient_version_number_is_unique"
            ),
            models.CheckConstraint(
                name="patient_version_birth_date_is_partial_iso",
                condition=Q(birth_date__regex=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
            ),
            models.CheckConstraint(
                name="patient_version_reason_is_known",
                condition=Q(reason__in=[reason.value for reason in PatientReason]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id} v{self.number}"

    @property
    def facts(self) -> PatientFacts:
        return PatientFacts(
            **{field.name: getattr(self, field.name) for field in fields(PatientFacts)}
        )
