from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sotiem.foundation.models import StoredFile
from sotiem.slips.facts import PictureProblem, ReadPhoto, SlipReading
from sotiem.slips.kept import look_from, reading_from


class ReadingQuerySet(models.QuerySet["PhotoReading"]):
    def done(self) -> Self:
        """Those to which nothing is left to do."""
        known = Q(likeness__isnull=False) | ~Q(problem="")
        return self.filter(known, read_at__isnull=False, is_hurried=False)


class PhotoReading(models.Model):
    """What a machine made of a stored photo, once for each file, however often it was sent.

    Without `read_at` it is not done: `tries` counts how often it was begun. `is_hurried` says that
    text was looked for in less time than it takes, so that the worker does it again. `copy_of` is
    the first photo that shows the same picture, `likeness` its perceptual hash as PostgreSQL keeps
    64 bits, `parts` the pieces of that hash by which like ones are found.
    """

    file = models.OneToOneField(
        StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    tries = models.SmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    is_hurried = models.BooleanField(default=False)
    problem = models.CharField(max_length=20, blank=True, default="")
    look = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    slip_numbers = ArrayField(models.CharField(max_length=40), default=list)
    likeness = models.BigIntegerField(null=True)
    parts = ArrayField(models.IntegerField(), default=list)
    copy_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="copies", db_index=False
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["copy_of", "file"], name="photo_reading_by_first"),
            # New rows are looked for at once: a list of them to be sorted in later is slow to read.
            GinIndex(
                fields=["parts"],
                fastupdate=False,
                condition=Q(copy_of__isnull=True),
                name="photo_reading_by_likeness",
            ),
            GinIndex(
                fields=["slip_numbers"],
                fastupdate=False,
                name="photo_reading_by_slip_number",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="photo_reading_problem_is_known",
                condition=Q(problem__in=["", *(each.value for each in PictureProblem)]),
            ),
        ]

    def __str__(self) -> str:
        return f"reading of file {self.file_id}"

    @property
    def is_read_well(self) -> bool:
        """Whether nothing more would be read from the file."""
        return self.read_at is not None and not self.is_hurried

    @property
    def is_done(self) -> bool:
        """Whether it was also held beside the others."""
        return self.is_read_well and bool(self.problem or self.likeness is not None)

    @property
    def facts(self) -> ReadPhoto | None:
        """What was read; nothing before it was."""
        if self.read_at is None:
            return None
        return ReadPhoto(
            file_id=self.file_id,
            read_at=self.read_at,
            problem=PictureProblem(self.problem) if self.problem else None,
            reading=reading_from(self.reading) if self.reading else SlipReading(),
            look=look_from(self.look) if self.look else None,
        )
