from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sotiem.vaccines.schedule import Part, Scheduled


class TargetDisease(models.Model):
    """A disease that vaccines protect from, by its SNOMED CT code."""

    code = models.CharField(max_length=18, unique=True)
    name_vi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name_vi


class Vaccine(models.Model):
    """A vaccine with its maker and its kind: one row, so that they cannot contradict each other.

    `product_code` (mp), `manufacturer_code` (ma) and `prophylaxis_code` (vp) are the words of
    the certificate; `cvx_code` and `atc_code` are empty where no such code exists.
    """

    code = models.CharField(max_length=30, unique=True)
    name_vi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    disease = models.ForeignKey(TargetDisease, on_delete=models.PROTECT, related_name="vaccines")
    product_code = models.CharField(max_length=50)
    manufacturer_code = models.CharField(max_length=50)
    manufacturer_name = models.CharField(max_length=100)
    prophylaxis_code = models.CharField(max_length=18)
    cvx_code = models.CharField(max_length=3, blank=True)
    atc_code = models.CharField(max_length=8, blank=True)
    doses_in_primary_course = models.PositiveSmallIntegerField()
    min_interval_days = models.PositiveSmallIntegerField(null=True, blank=True)
    licensed_on = models.DateField(null=True, blank=True)
    aliases = ArrayField(models.CharField(max_length=60), default=list)
    position = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["disease", "product_code"], name="a_product_belongs_to_one_vaccine"
            ),
            models.CheckConstraint(
                condition=Q(doses_in_primary_course=1, min_interval_days__isnull=True)
                | Q(
                    doses_in_primary_course__gte=2,
                    min_interval_days__isnull=False,
                    min_interval_days__gte=1,
                ),
                name="a_course_of_several_doses_has_an_interval",
            ),
            models.CheckConstraint(
                condition=~Q(product_code="") & ~Q(manufacturer_code="") & ~Q(prophylaxis_code=""),
                name="a_vaccine_has_every_code_of_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi


class ScheduleLineQuerySet(models.QuerySet["ScheduleLine"]):
    def of_disease(self, disease_id: int) -> Self:
        return self.filter(disease=disease_id)


class ScheduleLine(models.Model):
    """One line of the schedule (`schedule.Scheduled`): it holds between two days, and is not
    changed afterwards but for its end.

    `after` and `give` are codes of vaccines; `source` says where the values come from.
    """

    code = models.CharField(max_length=20, unique=True)
    disease = models.ForeignKey(TargetDisease, on_delete=models.PROTECT, related_name="+")
    dose_number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10)
    after = ArrayField(models.CharField(max_length=30), default=list)
    give = ArrayField(models.CharField(max_length=30))
    min_days = models.PositiveSmallIntegerField()
    recommended_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField(null=True, blank=True)
    min_age = models.PositiveSmallIntegerField()
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects = ScheduleLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(part__in=[part.value for part in Part]),
                name="schedule_line_part_is_known",
            ),
            models.CheckConstraint(
                condition=Q(dose_number=1, after=[]) | (Q(dose_number__gte=2) & ~Q(after=[])),
                name="schedule_line_says_what_a_later_dose_follows",
            ),
            models.CheckConstraint(
                condition=Q(min_days__lte=F("recommended_days"))
                & (Q(max_days__isnull=True) | Q(max_days__gte=F("recommended_days"))),
                name="schedule_line_days_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="schedule_line_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def line(self) -> Scheduled:
        """The line as the rule reads it."""
        return Scheduled(
            code=self.code,
            dose_number=self.dose_number,
            part=Part(self.part),
            after=tuple(self.after),
            give=tuple(self.give),
            min_days=self.min_days,
            recommended_days=self.recommended_days,
            max_days=self.max_days,
            min_age=self.min_age,
            max_age=self.max_age,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


class PriorityGroup(models.Model):
    """One of the groups that were vaccinated first.

    Belonging to a sensitive group tells of illness, poverty or faith: need to know only.
    """

    code = models.PositiveSmallIntegerField(unique=True)
    name_vi = models.TextField()
    name_en = models.TextField()
    is_sensitive = models.BooleanField()
    source = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__gte=1, code__lte=16), name="priority_group_is_1_to_16"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name_vi}"
