from django.db import models
from django.db.models import Q

from sotiem.announcements.facts import Announced
from sotiem.announcements.states import AnnouncementState, StepKind
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile


class Announcement(models.Model):
    """A facility says that it is able to vaccinate, or what has changed since it said so.

    `facility` is the one it is about; of a new one, that which the approval made. `path` is the
    jurisdiction of its commune. `phone` was proved by a one-time code and is not published.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.CharField(max_length=12, unique=True)
    submission_key = models.UUIDField(unique=True)
    phone = models.CharField(max_length=10)
    facility = models.ForeignKey(
        Facility, on_delete=models.PROTECT, null=True, related_name="announcements"
    )
    facts = models.JSONField()
    path = models.CharField(max_length=80)
    state = models.CharField(max_length=20, default=AnnouncementState.RECEIVED)
    state_at = models.DateTimeField()
    received_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # the legal clock; stands while an answer is awaited
    announced_by = models.CharField(max_length=100, blank=True)  # a member of staff, if one did

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="announcement_state_is_known",
                condition=Q(state__in=[state.value for state in AnnouncementState]),
            ),
            models.CheckConstraint(
                name="announcement_to_answer_has_a_day",
                condition=Q(state="received", due_on__isnull=False)
                | (~Q(state="received") & Q(due_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="announcement_approved_has_a_facility",
                condition=~Q(state="approved") | Q(facility__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="announcement_to_answer",
                condition=Q(state=AnnouncementState.RECEIVED.value),
            ),
            models.Index(fields=["phone", "-id"], name="announcement_of_phone"),
            models.Index(fields=["state", "-id"], name="announcement_by_state"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def said(self) -> Announced:
        return Announced.kept(self.facts)


class AnnouncementStep(models.Model):
    """One thing that happened to an announcement, in words for who announced. Written once."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=1_000, blank=True)
    facts = models.JSONField(null=True)
    by = models.CharField(max_length=100)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "number"], name="announcement_step_number_is_unique"
            ),
            models.CheckConstraint(
                name="announcement_step_is_known",
                condition=Q(kind__in=[kind.value for kind in StepKind]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}: {self.number} {self.kind}"


class AnnouncementDocument(models.Model):
    """A file that came with an announcement, as it came."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="documents"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "file"], name="announcement_document_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)
