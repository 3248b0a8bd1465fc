from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.facts import Jurisdiction
from sotiem.accounts.models import User
from sotiem.accounts.queries import lies_in
from sotiem.data_requests.facts import RequestState
from sotiem.foundation.identifiers import new_public_id
from sotiem.patients.models import Patient

OPEN = (RequestState.APPEALED.value, RequestState.RECEIVED.value)


class RequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def within(self, *jurisdictions: Jurisdiction) -> Self:
        return self.filter(lies_in("path", jurisdictions))


class DataRequest(models.Model):
    """Somebody asks to have data deleted; answered by a letter. `path` is the unit that answers.

    It is acknowledged at the moment it comes, with its code and its clock.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.CharField(max_length=12, unique=True)
    submission_key = models.UUIDField(unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=15)
    items = models.JSONField()
    words = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, default=RequestState.RECEIVED)
    path = models.CharField(max_length=80)
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extended_because = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=1000, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_request_state_is_known",
                condition=Q(state__in=[state.value for state in RequestState]),
            ),
            models.CheckConstraint(
                name="data_request_extended_says_why",
                condition=Q(extended_at__isnull=True, extended_because="")
                | (Q(extended_at__isnull=False) & ~Q(extended_because="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["path", "due_at"],
                opclasses=["text_pattern_ops", "timestamptz_ops"],
                name="data_request_open_by_path",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["phone", "-id"], name="data_request_of_phone"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class DataAnswer(models.Model):
    """The letter that answers a request, with what was done. Never changed.

    `verdicts` has a row for each item: what became of it, how many things were deleted, and the
    words and law of the basis as they stood.
    """

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="answers")
    number = models.CharField(max_length=30, unique=True)
    addressee = models.CharField(max_length=80)
    path = models.CharField(max_length=80)
    verdicts = models.JSONField()
    words = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> dict[str, object]:
        """What must never change in this row, for the trail to vouch for."""
        return {
            "request_id": self.request_id,
            "number": self.number,
            "path": self.path,
            "verdicts": self.verdicts,
            "words": self.words,
            "answered_by_id": self.answered_by_id,
            "answered_at": self.answered_at.astimezone(UTC).isoformat(),
        }


class DataExport(models.Model):
    """All that is kept of somebody was handed to them, as a file; the file is not kept."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+")
    form = models.CharField(max_length=4)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.form} of {self.made_at:%Y-%m-%d}"
