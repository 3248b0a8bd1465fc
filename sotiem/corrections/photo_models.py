from django.db import models

from sotiem.foundation.models import StoredFile


class PhotoDraft(models.Model):
    """A photo chosen for a report that may never be sent: then it is gone after a day."""

    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft of {self.kept_at:%Y-%m-%d}"
