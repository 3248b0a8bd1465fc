from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sotiem.places import rules
from sotiem.places.facts import Kind, Level, UnitCode, Version


class AdministrativeUnit(models.Model):
    """A province, district or commune, in force from one day to another.

    Without `valid_from` the unit began at some day before this system knew; `valid_to` is the
    last day, and empty for a unit still in force.
    """

    version = models.CharField(max_length=4, choices=[(v.value, v.value) for v in Version])
    code = models.CharField(max_length=5)
    level = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Level])
    kind = models.CharField(max_length=9, choices=[(v.value, v.value) for v in Kind])
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    name_key = models.CharField(max_length=100)
    other_name_keys = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    sort_key = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "code", "level"], name="unit_code_is_unique_in_its_version"
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE.value, code__regex="^[0-9]{2}$")
                | Q(level=Level.DISTRICT.value, code__regex="^[0-9]{3}$", version=Version.OLD.value)
                | Q(level=Level.COMMUNE.value, code__regex="^[0-9]{5}$"),
                name="unit_code_fits_its_level",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE.value, parent__isnull=True)
                | (~Q(level=Level.PROVINCE.value) & Q(parent__isnull=False)),
                name="only_a_province_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="unit_does_not_end_before_it_begins",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["version", "level", "name_key"], name="unit_by_name"),
            models.Index(fields=["parent", "sort_key"], name="unit_by_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.unit_code})"

    @property
    def full_name(self) -> str:
        """The name with its kind, as in an address: "Thành phố Hà Nội"."""
        return rules.full_name(self.kind, self.name)

    @property
    def unit_code(self) -> UnitCode:
        return UnitCode(Version(self.version), self.code)


class UnitSuccession(models.Model):
    """A new unit took over an old one, or, when the old one was split, a part of it."""

    old = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="successions"
    )
    new = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="predecessions"
    )
    is_split = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_is_unique"),
            models.UniqueConstraint(
                fields=["old"],
                condition=Q(is_split=False),
                name="a_unit_that_was_not_split_has_one_successor",
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_unit_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
