from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
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


_FacilityManager = models.Manager.from_queryset(FacilityQuerySet)


class WhoVaccinates(_FacilityManager["Facility"]):
    """Facilities without depots: whatever asks for facilities never meets one."""

    def get_queryset(self) -> FacilityQuerySet:
        return FacilityQuerySet(self.model, using=self._db).filter(is_depot=False)


class Facility(models.Model):
    """A place where people are vaccinated, or a depot.

    `path` is its jurisdiction, kept for keyed searches. What is published of it stands here as it
    is now, and in `FacilityVersion` as it was. `contact_phone` (10 digits) is told what concerns
    the facility, and is not published. A depot keeps vaccine and gives none: it lies directly below
    the country or the province whose it is, is never published, and stands only among `stores`.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, default="")
    commune = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT)
    path = models.CharField(max_length=80, unique=True)
    registered_at = models.DateTimeField()
    kind = models.CharField(max_length=20, default="", db_default="")
    head = models.CharField(max_length=100, default="", db_default="")
    head_title = models.CharField(max_length=100, default="", db_default="")
    tables = models.PositiveSmallIntegerField(null=True)
    phone = models.CharField(max_length=30, default="", db_default="")
    hours = models.CharField(max_length=200, default="", db_default="")
    licence_number = models.CharField(max_length=60, default="", db_default="")
    contact_phone = models.CharField(max_length=10, default="", db_default="")
    published_at = models.DateTimeField(null=True)
    words = ArrayField(models.TextField(), default=list, db_default=[])
    is_depot = models.BooleanField(default=False, db_default=False)

    objects = WhoVaccinates()
    stores = FacilityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="facility_by_path"),
            models.Index(Upper("name"), name="facility_by_name"),
            GinIndex(fields=["words"], name="facility_by_words"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def jurisdiction(self) -> Jurisdiction:
        return Jurisdiction(self.path)

    @property
    def above(self) -> Jurisdiction:
        """The place directly above; of a depot, whose it is."""
        return Jurisdiction(self.path.rpartition("/")[0])


class FacilityVersion(models.Model):
    """What was published of a facility from a moment on. Written once.

    `source` is the code of the announcement it rests on, or empty.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    source = models.CharField(max_length=12, blank=True)
    published_by = models.CharField(max_length=100)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "number"], name="facility_version_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.number}"


class Stop(models.Model):
    """A facility vaccinates nobody from a day on: suspended, perhaps until a day, or closed.

    `ended_on` is the day from which a suspension that was lifted holds no more.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="stops")
    is_final = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=500)
    ordered_by = models.CharField(max_length=100)
    ordered_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stop_does_not_end_before_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="a_final_stop_has_no_end",
                condition=Q(is_final=False) | Q(until_on__isnull=True, ended_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["facility"], condition=Q(is_final=True), name="facility_is_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
