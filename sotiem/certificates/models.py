from typing import Self

from django.db import models
from django.db.models import F, Q

from sotiem.certificates.confirmation_models import AwaitedDose as AwaitedDose
from sotiem.certificates.confirmation_models import Confirmation as Confirmation
from sotiem.certificates.confirmation_models import ConfirmationRule as ConfirmationRule
from sotiem.certificates.confirmation_models import ConfirmedDose as ConfirmedDose
from sotiem.certificates.foreign_models import ForeignSigner as ForeignSigner
from sotiem.certificates.foreign_models import TakenTrustList as TakenTrustList
from sotiem.certificates.revocation_models import AmendedCard as AmendedCard
from sotiem.certificates.revocation_models import RevocationBatch as RevocationBatch
from sotiem.certificates.revocation_models import RevocationIssue as RevocationIssue
from sotiem.certificates.revocation_models import RevokedCertificate as RevokedCertificate
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient, PatientVersion
from sotiem.vaccines.models import TargetDisease


class SigningKey(models.Model):
    """A key with its public certificate: the country's root, a signer that the root vouches for,
    one that signs lists, one that signs what is handed to the EU gateway, one that signs SMART
    Health Cards, or one by which a facility confirms its doses.

    The private key is kept encrypted (`operations/keys.py` says under what), or never leaves a
    token: then `token_key` names it there.
    """

    class Kind(models.TextChoices):
        ROOT = "root"  # CSCA: signs signers
        SIGNER = "signer"  # DSC: signs certificates
        LISTS = "lists"  # signs what verifiers fetch, and nothing else
        UPLOAD = "upload"  # signs what the EU gateway is handed, and nothing else
        FACILITY = "facility"  # confirms the doses of one facility; the root vouches for it
        CARDS = "cards"  # signs SMART Health Cards, whose readers believe our address alone

    kind = models.CharField(max_length=10)
    kid = models.CharField(max_length=16, unique=True)  # hexadecimal, 8 bytes
    algorithm = models.CharField(max_length=10)
    certificate = models.BinaryField()  # X.509, DER
    private_key = models.BinaryField()  # PKCS#8, encrypted; empty where a token keeps it
    token_key = models.CharField(max_length=200, blank=True, db_default="")  # RFC 7512 URI
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signing_key_has_a_use",
                condition=Q(
                    kind__in=["root", "signer", "lists", "upload", "cards"], facility__isnull=True
                )
                | Q(kind="facility", facility__isnull=False),
            ),
            models.CheckConstraint(
                name="signing_key_is_kept_in_one_place",
                condition=Q(token_key="") ^ Q(private_key=b""),
            ),
            models.CheckConstraint(
                name="signing_key_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def in_force(self) -> Self:
        """Certificates that are not revoked; one that has expired still waits for its successor."""
        return self.filter(revoked_at__isnull=True)

    def of_person(self, patient_id: int) -> Self:
        """Certificates of any record that is joined with this one."""
        return self.filter(patient__principal__members=patient_id)

    def newest_first(self) -> Self:
        return self.order_by("-issued_at", "-pk")


class Certificate(models.Model):
    """A signed statement of a person's last dose against a disease.

    At most one is in force per person and disease; of joined records only the principal has one,
    which tells the doses of all. It tells of one version of the person and one version of the dose;
    when either gets a next version, it is revoked and replaced.
    """

    class Revocation(models.TextChoices):
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"  # nothing is left that could be certified

    public_id = models.UUIDField(default=new_public_id, unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="certificates")
    disease = models.ForeignKey(TargetDisease, on_delete=models.PROTECT)
    dose_version = models.ForeignKey(DoseVersion, on_delete=models.PROTECT, related_name="+")
    patient_version = models.ForeignKey(PatientVersion, on_delete=models.PROTECT, related_name="+")
    dose_number = models.IntegerField()
    series_doses = models.IntegerField()
    uci = models.CharField(max_length=80, unique=True)
    text = models.TextField()  # HC1:...
    signature_hash = models.CharField(max_length=32, unique=True)  # hexadecimal
    signing_key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="signed")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revocation = models.CharField(max_length=10, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="certificate_in_force_by_expiry",
                condition=Q(revoked_at__isnull=True),
            )
        ]
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
            models.CheckConstraint(
                name="certificate_dose_number_is_within_its_series",
                condition=Q(dose_number__gte=1, series_doses__gte=F("dose_number")),
            ),
            models.CheckConstraint(
                name="certificate_expires_after_its_issue",
                condition=Q(expires_at__gt=F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def says(self) -> tuple[int, int, int, int]:
        """What it tells: versions of the person and the dose, and the dose's place."""
        return (
            self.patient_version_id,
            self.dose_version_id,
            self.dose_number,
            self.series_doses,
        )

    @property
    def facts(self) -> dict[str, str | int]:
        """What must never change in this row, for the trail to vouch for."""
        return {
            "text": self.text,
            "signature_hash": self.signature_hash,
            "patient_id": self.patient_id,
            "disease_id": self.disease_id,
            "dose_version_id": self.dose_version_id,
            "patient_version_id": self.patient_version_id,
            "dose_number": self.dose_number,
            "series_doses": self.series_doses,
        }
