"""What verifiers are told of revoked certificates."""

from django.db import models
from django.db.models import Q

from sotiem.foundation.identifiers import new_public_id


class RevokedCertificate(models.Model):
    """A certificate that was revoked, written with its revocation, for the lists to come.

    `told_in` is the number of the list of its key that first names it.
    """

    certificate = models.OneToOneField(
        "certificates.Certificate", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    signing_key = models.ForeignKey(
        "certificates.SigningKey", on_delete=models.PROTECT, related_name="+"
    )
    signature_hash = models.CharField(max_length=32)  # hexadecimal
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    told_in = models.IntegerField(null=True)
    batch = models.ForeignKey(
        "certificates.RevocationBatch", on_delete=models.PROTECT, null=True, related_name="entries"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["signing_key"],
                name="revoked_and_not_yet_told",
                condition=Q(told_in__isnull=True),
            ),
            models.Index(fields=["signing_key", "told_in"], name="revoked_by_list"),
            models.Index(
                fields=["signing_key", "expires_at"],
                name="revoked_and_in_no_batch",
                condition=Q(batch__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.signature_hash


class RevocationBatch(models.Model):
    """A thousand revocations of one key at most, as the EU gateway takes them.

    It keeps its identifier and what it holds; when all that it names has expired, it is deleted
    there.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    signing_key = models.ForeignKey(
        "certificates.SigningKey", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)


class AmendedCard(models.Model):
    """A certificate that still holds, though a dose before the last was amended: what SMART Health
    Cards told of it until then is out of date.

    Written with the amendment; `told_in` numbers the lists of revoked cards that had such news.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="+"
    )
    amended_at = models.DateTimeField()
    told_in = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "amended_at"], name="amended_card_is_noted_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["certificate"],
                name="amended_card_not_yet_told",
                condition=Q(told_in__isnull=True),
            ),
            models.Index(fields=["told_in"], name="amended_card_by_list"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.amended_at}"


class RevocationIssue(models.Model):
    """A list of one key as it was issued: its number, and the cascade when it is long."""

    signing_key = models.ForeignKey(
        "certificates.SigningKey", on_delete=models.PROTECT, related_name="+"
    )
    number = models.IntegerField()
    issued_at = models.DateTimeField()
    added = models.IntegerField()
    cascade = models.BinaryField(null=True)
    covers_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signing_key", "number"], name="revocation_issue_has_its_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.signing_key_id}/{self.number}"
