from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.doses.models import DoseVersion
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient, PatientVersion
from sotiem.vaccines.models import TargetDisease


class SigningKey(models.Model):
    """A key that signs certificates: its public certificate, and the private key encrypted."""

    kid = models.CharField(max_length=16, unique=True)  # hexadecimal, 8 bytes
    algorithm = models.CharField(max_length=10)
    certificate = models.BinaryField()  # DER
    private_key = models.BinaryField()  # PKCS#8, encrypted under the key folder's secret
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kid


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class Certificate(models.Model):
    """A signed statement of a person's last dose against a disease.

    At most one is in force per person and disease. It tells of one version of the person and one
    version of the dose; when either gets a next version, it is revoked and replaced.
    """

    class Revocation(models.TextChoices):
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"  # no dose is left to certify

    public_id = models.UUIDField(default=new_public_id, unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="certificates")
    disease = models.ForeignKey(TargetDisease, on_delete=models.PROTECT)
    dose_version = models.ForeignKey(DoseVersion, on_delete=models.PROTECT, related_name="+")
    patient_version = models.ForeignKey(PatientVersion, on_delete=models.PROTECT, related_name="+")
    dose_number = models.IntegerField()
    series_doses = models.IntegerField()
    uci = models.CharField(max_length=80, unique=True)
    text = models.TextField()  # HC1:...
    signature_hash = models.CharField(max_length=32, unique=True)
    signing_key = models.ForeignKey(SigningKey, on_delete=models.PROTECT)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revocation = models.CharField(max_length=10, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "disease"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_in_force_is_one",
            ),
            models.CheckConstraint(
                name="certificate_revoked_says_why",
                condition=Q(revoked_at__isnull=True, revocation="", replaced_by__isnull=True)
                | Q(revoked_at__isnull=False, revocation="replaced", replaced_by__isnull=False)
                | Q(revoked_at__isnull=False, revocation="withdrawn", replaced_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
