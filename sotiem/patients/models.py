from collections.abc import Collection
from dataclasses import fields
from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import F, Q

from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.facts import LinkReason, PatientFacts, PatientReason, UnlinkReason
from sotiem.places.models import AdministrativeUnit


class Patient(models.Model):
    """A person on record: a chain of versions of which `current` is the last.

    One person may have several records, joined by links. `principal` stands for their whole: the
    oldest record of those that links in force connect; the record itself when it is not linked.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    registered_at = models.DateTimeField()
    current = models.ForeignKey(
        "PatientVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    principal = models.ForeignKey("self", on_delete=models.PROTECT, related_name="members")
    # What another system calls this record; it says nothing of who the person is.
    reference = models.CharField(max_length=80, null=True, unique=True)

    def __str__(self) -> str:
        return str(self.public_id)


class PatientVersion(models.Model):
    """What was known of a person from `recorded_at` until the next version. Never changed."""

    # The index of the constraint below begins with it.
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.IntegerField()
    full_name = models.CharField(max_length=80)
    birth_date = models.CharField(max_length=10)
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    cccd = models.CharField(max_length=12, blank=True)
    cmnd = models.CharField(max_length=9, blank=True)
    bhyt = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    commune = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, null=True)
    reason = models.CharField(max_length=20)
    origin = models.CharField(max_length=100)
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "number"], name="patient_version_number_is_unique"
            ),
            models.CheckConstraint(
                name="patient_version_birth_date_is_partial_iso_or_unknown",
                condition=Q(birth_date__regex=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"),
            ),
            models.CheckConstraint(
                name="patient_version_reason_is_known",
                condition=Q(reason__in=[reason.value for reason in PatientReason]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id} v{self.number}"

    @property
    def facts(self) -> PatientFacts:
        return PatientFacts(
            **{field.name: getattr(self, field.name) for field in fields(PatientFacts)}
        )


class LinkQuerySet(models.QuerySet["PatientLink"]):
    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def among(self, patient_ids: Collection[int]) -> Self:
        """Links in force between these records."""
        return self.in_force().filter(one_id__in=patient_ids, other_id__in=patient_ids)


class PatientLink(models.Model):
    """Two records are taken for one person's, until the link is ended. Nothing else changes in it.

    `one` is the older record. `evidence` holds codes and numbers only: the probability, the model
    that gave it, what agreed.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    one = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    evidence = models.JSONField(default=dict)
    origin = models.CharField(max_length=100)
    linked_by = models.CharField(max_length=100)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_reason = models.CharField(max_length=20, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="patient_link_names_the_older_record_first", condition=Q(one__lt=F("other"))
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(ended_at__isnull=True),
                name="patient_link_in_force_is_one",
            ),
            models.CheckConstraint(
                name="patient_link_reason_is_known",
                condition=Q(reason__in=[reason.value for reason in LinkReason]),
            ),
            models.CheckConstraint(
                name="patient_link_ended_says_who_and_why",
                condition=Q(ended_at__isnull=True, ended_by="", ended_reason="")
                | Q(
                    ~Q(ended_by=""),
                    ended_at__isnull=False,
                    ended_reason__in=[reason.value for reason in UnlinkReason],
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def facts(self) -> dict[str, object]:
        """What must never change in this row, for the trail to vouch for."""
        return {
            "one_id": self.one_id,
            "other_id": self.other_id,
            "reason": str(self.reason),
            "evidence": self.evidence,
            "origin": self.origin,
            "linked_by": self.linked_by,
            "linked_at": self.linked_at.astimezone(UTC).isoformat(),
        }
