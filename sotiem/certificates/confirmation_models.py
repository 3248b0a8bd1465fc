"""The first of the two signatures: the facility's, under the doses that it gave."""

from datetime import UTC

from django.db import models
from django.db.models import Q

from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility


class ConfirmationRule(models.Model):
    """Who signs first for doses that come one way, from a moment on. Never changed; the next rule
    follows it. Where there is none, `rules.USUAL` holds."""

    way = models.CharField(max_length=10)
    step = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    set_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["way", "from_at"], name="confirmation_rule_begins_at_its_moment"
            ),
            models.CheckConstraint(
                name="confirmation_rule_way_is_known",
                condition=Q(way__in=[way.value for way in DoseWay]),
            ),
            models.CheckConstraint(
                name="confirmation_rule_step_is_known",
                condition=Q(step__in=[step.value for step in FirstSignature]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way}: {self.step}"


class Confirmation(models.Model):
    """A facility says of some versions of doses that it gave them so, under its signature.

    `digest` tells the facts of all of them (`confirmation_queries.digest_of_versions`). When the
    key is withdrawn, the next key signs the same anew: `repeats` names the first.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    signing_key = models.ForeignKey(
        "certificates.SigningKey", on_delete=models.PROTECT, related_name="confirmed"
    )
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="repeated_by"
    )
    doses = models.IntegerField()
    digest = models.CharField(max_length=64)  # SHA-256, hexadecimal
    confirmed_by = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField()
    signed_at = models.DateTimeField()
    signature = models.BinaryField()  # r and s, or PSS

    class Meta:
        constraints = [
            models.CheckConstraint(name="confirmation_has_doses", condition=Q(doses__gte=1))
        ]

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def facts(self) -> dict[str, str | int | None]:
        """What must never change in this row, for the trail to vouch for."""
        return {
            "facility_id": self.facility_id,
            "signing_key_id": self.signing_key_id,
            "repeats_id": self.repeats_id,
            "doses": self.doses,
            "digest": self.digest,
            "confirmed_by": self.confirmed_by,
            "confirmed_at": self.confirmed_at.astimezone(UTC).isoformat(),
            "signed_at": self.signed_at.astimezone(UTC).isoformat(),
            "signature": bytes(self.signature).hex(),
        }


class ConfirmedDose(models.Model):
    """A version of a dose that its facility has confirmed, once."""

    # Held by no constraint: what both name is never deleted, and looking each up once more would
    # be a third of what the signature costs a long sheet.
    dose_version = models.OneToOneField(
        DoseVersion,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="confirmed",
        db_constraint=False,
    )
    confirmation = models.ForeignKey(
        Confirmation,
        on_delete=models.PROTECT,
        related_name="confirmed_doses",
        db_constraint=False,
    )

    def __str__(self) -> str:
        return f"{self.dose_version_id}: {self.confirmation_id}"


class AwaitedDose(models.Model):
    """A version that waits for its facility's signature; the row goes when it is signed."""

    dose_version = models.OneToOneField(
        DoseVersion, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.dose_version_id)
