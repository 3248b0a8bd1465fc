"""Signers of other countries, as lists of others name them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from certificate_format import Algorithm, EventKind, SignerCertificate
from certificate_format.trust import USAGE_OIDS, read_public_key


class ForeignSignerQuerySet(models.QuerySet["ForeignSigner"]):
    def believed(self, at: datetime) -> Self:
        """Those that stood in a list of their source at this time, or do now."""
        return self.filter(Q(removed_at__isnull=True) | Q(removed_at__gt=at))


class ForeignSigner(models.Model):
    """A document signer of another country, from when a source listed it until it did no more.

    What a list describes in another way than before is removed and added: rows never change.
    """

    source = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    kid = models.CharField(max_length=64)  # hexadecimal, mostly 8 bytes
    certificate = models.BinaryField()  # X.509, DER; empty where a list holds a bare key
    public_key_info = models.BinaryField()  # SubjectPublicKeyInfo, DER
    key_hash = models.CharField(max_length=64)  # SHA-256 of it, hexadecimal
    algorithm = models.CharField(max_length=10)
    usage = models.CharField(max_length=3)  # letters of events: t, v, r
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = ForeignSignerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kid"], name="foreign_signer_by_kid")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kid", "key_hash"],
                condition=Q(removed_at__isnull=True),
                name="foreign_signer_is_believed_once",
            ),
            models.CheckConstraint(name="foreign_signer_is_not_ours", condition=~Q(country="VN")),
            models.CheckConstraint(
                name="foreign_signer_ends_after_it_begins",
                condition=Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.country}/{self.kid}"

    @property
    def signer(self) -> SignerCertificate:
        """What a verifier needs of it."""
        return SignerCertificate(
            kid=bytes.fromhex(self.kid),
            public_key=read_public_key(bytes(self.public_key_info)),
            algorithm=Algorithm[self.algorithm],
            usages=frozenset(USAGE_OIDS[EventKind(letter)] for letter in self.usage),
            valid_from=self.valid_from,
            valid_until=self.valid_to,
            country=self.country,
            certificate=bytes(self.certificate),
        )

    @property
    def facts(self) -> dict[str, str]:
        """What must never change in this row, for the trail to vouch for."""
        return {
            "source": self.source,
            "country": self.country,
            "kid": self.kid,
            "key_hash": self.key_hash,
            "usage": self.usage,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
        }


class TakenTrustList(models.Model):
    """A list of a source as it was taken over; `sequence` stands in numbered lists only."""

    source = models.CharField(max_length=40)
    taken_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)  # of the file, hexadecimal
    sequence = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["source", "taken_at"], name="taken_list_by_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.taken_at:%Y-%m-%d}"
