from typing import Self

from django.db import models
from django.db.models.functions import Upper

from sotiem.accounts.facts import Jurisdiction
from sotiem.foundation.identifiers import new_public_id
from sotiem.places.models import AdministrativeUnit


class FacilityQuerySet(models.QuerySet["Facility"]):
    def within(self, jurisdiction: Jurisdiction) -> Self:
        """Facilities that lie in a jurisdiction."""
        return self.filter(
            models.Q(path=jurisdiction.path) | models.Q(path__startswith=f"{jurisdiction.path}/")
        )


class Facility(models.Model):
    """A place where people are vaccinated. `path` is its jurisdiction, kept for keyed searches."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, default="")
    commune = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT)
    path = models.CharField(max_length=80, unique=True)
    registered_at = models.DateTimeField()

    objects = FacilityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="facility_by_path"),
            models.Index(Upper("name"), name="facility_by_name"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def jurisdiction(self) -> Jurisdiction:
        return Jurisdiction(self.path)
