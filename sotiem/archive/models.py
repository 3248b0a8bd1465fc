from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from sotiem.foundation.models import StoredFile


class ArchiveKey(models.Model):
    """A key (Ed25519) that signs the archive of public figures, and nothing else.

    It signs from `valid_from` until `valid_to`, or until it was ended before. The private half is
    kept encrypted (`operations/keys.py`).
    """

    kid = models.CharField(max_length=16, unique=True)  # hexadecimal, of the public half's SHA-256
    public_key = models.BinaryField()  # 32 bytes
    private_key = models.BinaryField()  # PKCS#8, encrypted
    made_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="archive_key_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))
            )
        ]

    def __str__(self) -> str:
        return self.kid

    def ends_at(self, known_at: datetime) -> datetime:
        """Until when it signs, as was known at a moment."""
        is_ended = self.ended_at is not None and self.ended_at <= known_at
        return min(self.ended_at, self.valid_to) if is_ended and self.ended_at else self.valid_to


class ArchivedDay(models.Model):
    """The archive of one published day, with its signed manifest. Rows are only added."""

    day = models.DateField(unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    manifest_sha256 = models.CharField(max_length=64)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="following"
    )
    key = models.ForeignKey(ArchiveKey, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(previous__isnull=True),
                name="archive_has_one_first_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the trail vouches for."""
        day: date = self.day
        return {
            "day": day.isoformat(),
            "file": self.file.sha256,
            "manifest": self.manifest_sha256,
            "key": self.key.kid,
            "made_at": self.made_at.isoformat(),
        }
