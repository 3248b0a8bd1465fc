from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.facts import Jurisdiction
from sotiem.accounts.models import User
from sotiem.accounts.queries import lies_in
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient
from sotiem.phone_changes.facts import ChangeBecause, ChangeState, Paper

OPEN = (ChangeState.AWAITING_SECOND.value, ChangeState.OBJECTED.value)


class ChangeQuerySet(models.QuerySet["PhoneChange"]):
    def open(self) -> Self:
        """Those that an officer must decide."""
        return self.filter(state__in=OPEN)

    def within(self, *jurisdictions: Jurisdiction) -> Self:
        return self.filter(lies_in("path", jurisdictions))

    def of_person(self, patient_id: int) -> Self:
        """Changes in any record that is joined with this one."""
        return self.filter(patient__principal__members=patient_id)


class PhoneChange(models.Model):
    """At a desk, somebody's phone number was replaced, or is to be.

    `before` names the number of each of the person's records (by primary key) that differed.
    `code` opens the page of objection and is told to the old numbers only. `path` is the unit
    whose officers decide. `code_key` is the one-time code that the new number proved.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.CharField(max_length=12, unique=True)
    code_key = models.UUIDField(unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    new_phone = models.CharField(max_length=15)
    because = models.CharField(max_length=20)
    paper = models.CharField(max_length=20)
    agreed = models.JSONField()
    waits_because = models.JSONField(default=list)
    state = models.CharField(max_length=20)
    path = models.CharField(max_length=80)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    objection_until = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)
    objection = models.CharField(max_length=500, blank=True)
    decide_by = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="phone_change_state_is_known",
                condition=Q(state__in=[state.value for state in ChangeState]),
            ),
            models.CheckConstraint(
                name="phone_change_paper_is_known",
                condition=Q(paper__in=[paper.value for paper in Paper]),
            ),
            models.CheckConstraint(
                name="phone_change_reason_is_known",
                condition=Q(because__in=[because.value for because in ChangeBecause]),
            ),
            models.CheckConstraint(
                name="phone_change_objected_has_a_time",
                condition=~Q(state__in=["objected", "kept", "returned"])
                | Q(objected_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["path", "decide_by"],
                opclasses=["text_pattern_ops", "timestamptz_ops"],
                name="phone_change_open_by_path",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["new_phone", "made_at"], name="phone_change_by_phone"),
            models.Index(fields=["made_by", "-made_at"], name="phone_change_by_maker"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def old_phones(self) -> list[str]:
        """The numbers that are told: each once, without the new one."""
        return sorted({phone for phone in self.before.values() if phone} - {self.new_phone})


class LastUse(models.Model):
    """When a person's record was last opened by a code, and sent to which number."""

    patient = models.OneToOneField(
        Patient, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    phone = models.CharField(max_length=15)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.patient_id)
