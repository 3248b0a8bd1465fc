from datetime import UTC, date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sotiem.foundation.identifiers import new_public_id
from sotiem.guardians import rules
from sotiem.guardians.facts import EndedBecause, Ground, Relation
from sotiem.patients.models import Patient


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def not_ended(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def held_by(self, patient_id: int) -> Self:
        """Rights of a person, given to whichever of her records."""
        return self.filter(guardian__principal__members=patient_id)

    def over(self, patient_id: int) -> Self:
        """Rights over a person, by whichever of her records."""
        return self.filter(ward__principal__members=patient_id)

    def told(self) -> Self:
        """With what pages say of both."""
        return self.select_related("guardian__principal__current", "ward__principal__current")


class Guardianship(models.Model):
    """Somebody opens and keeps the record of another, until a day. Nothing in it ever changes but
    that it is ended, once; a right that was ended by mistake is given anew.

    `phone` is the one that the guardian held then. `until_of_age`: the ward was a child; when the
    record says another birth date since, the right ends by that.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    guardian = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    ward = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10)
    ground = models.CharField(max_length=10)
    phone = models.CharField(max_length=15, blank=True)
    document = models.CharField(max_length=200, blank=True)
    ward_agreed = models.BooleanField()
    until_of_age = models.BooleanField()
    granted_by = models.CharField(max_length=100)
    granted_by_unit = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField()
    ends_on = models.DateField()  # the first day on which it no longer holds
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_because = models.CharField(max_length=20, blank=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "ward"],
                condition=Q(ended_at__isnull=True),
                name="guardianship_in_force_is_one",
            ),
            models.CheckConstraint(
                name="guardianship_is_over_another", condition=~Q(guardian=F("ward"))
            ),
            models.CheckConstraint(
                name="guardianship_ground_is_known",
                condition=Q(ground=Ground.PHONE.value, document="")
                | (Q(ground=Ground.DECISION.value) & ~Q(document="")),
            ),
            models.CheckConstraint(
                name="guardianship_relation_is_known",
                condition=Q(relation__in=[each.value for each in Relation]),
            ),
            models.CheckConstraint(
                name="guardianship_ended_says_who_and_why",
                condition=Q(ended_at__isnull=True, ended_by="", ended_because="")
                | Q(
                    ~Q(ended_by=""),
                    ended_at__isnull=False,
                    ended_because__in=[each.value for each in EndedBecause],
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def over_from(self) -> date:
        """The first day on which it no longer holds, by the birth date that the record has now."""
        born = self.ward.principal.current.birth_date
        return rules.over_from(self.ends_on, self.until_of_age, born)

    def holds(self, at: datetime) -> bool:
        return self.ended_at is None and timezone.localdate(at) < self.over_from

    @property
    def facts(self) -> dict[str, object]:
        """What must never change in this row, for the trail to vouch for."""
        return {
            "guardian_id": self.guardian_id,
            "ward_id": self.ward_id,
            "relation": str(self.relation),
            "ground": str(self.ground),
            "document": self.document,
            "ward_agreed": self.ward_agreed,
            "until_of_age": self.until_of_age,
            "granted_by": self.granted_by,
            "granted_at": self.granted_at.astimezone(UTC).isoformat(),
            "ends_on": self.ends_on.isoformat(),
        }
