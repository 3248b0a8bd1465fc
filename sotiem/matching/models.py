from django.db import models

from sotiem.patients.models import Patient


class PatientKey(models.Model):
    """A hashed trait under which a person is found. Only of the current version."""

    key = models.BigIntegerField()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="keys")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "patient"], name="patient_key_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.patient_id}: {self.key}"
