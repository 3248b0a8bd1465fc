from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from sotiem.accounts.models import User
from sotiem.campaigns.states import (
    AppointmentSource,
    AppointmentState,
    Duty,
    PostponeReason,
    SessionStatus,
    TaskStatus,
)
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile
from sotiem.patients.models import Patient
from sotiem.supply.models import Lot
from sotiem.vaccines.models import Vaccine


def _one_of(name: str, column: str, words: Any) -> models.CheckConstraint:
    known = {f"{column}__in": [str(word) for word in words]}
    return models.CheckConstraint(name=name, condition=Q(**known))


class VaccinationSession(models.Model):
    """One facility's vaccination of one day, with one product."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT)
    status = models.CharField(max_length=20, default=SessionStatus.PLANNED)
    slips_from = models.IntegerField(null=True)  # numbers of the paper slips given out
    slips_to = models.IntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    shortfall_reason = models.CharField(max_length=300, blank=True)
    planned_by = models.CharField(max_length=100)
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            _one_of("session_status_is_known", "status", SessionStatus),
            models.CheckConstraint(
                name="session_slips_go_up",
                condition=Q(slips_from__isnull=True, slips_to__isnull=True)
                | Q(slips_from__isnull=False, slips_to__gte=F("slips_from")),
            ),
        ]
        indexes = [models.Index(fields=["facility", "-held_on", "-id"], name="session_of_facility")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def origin(self) -> str:
        """How doses and people name the session they are known from."""
        return f"session:{self.public_id}"


class SessionLot(models.Model):
    """A lot that is given at a session."""

    session = models.ForeignKey(VaccinationSession, on_delete=models.PROTECT, related_name="lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "lot"], name="session_lot_is_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.lot_id}"


class SessionSlot(models.Model):
    """A time for which some people are called."""

    session = models.ForeignKey(VaccinationSession, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.TimeField()
    seats = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "starts_at"], name="session_slot_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}"


class SessionMember(models.Model):
    """A member of staff on duty at a session."""

    session = models.ForeignKey(
        VaccinationSession, on_delete=models.PROTECT, related_name="members"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    duty = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user", "duty"], name="session_duty_is_given_once"
            ),
            _one_of("session_duty_is_known", "duty", Duty),
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.user_id}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def with_a_seat(self) -> Self:
        """Those whose time has a seat for them; who will not come leaves it to another."""
        return self.filter(slot__isnull=False).exclude(state=AppointmentState.REFUSED)


class Appointment(models.Model):
    """Somebody's place in a session (FHIR Appointment)."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    session = models.ForeignKey(
        VaccinationSession, on_delete=models.PROTECT, related_name="appointments"
    )
    slot = models.ForeignKey(SessionSlot, on_delete=models.PROTECT, null=True)
    position = models.IntegerField()
    facts = models.JSONField()  # of the person, as called: what `PatientFacts` holds
    source = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=AppointmentState.CALLED)
    state_at = models.DateTimeField()
    postponed_because = models.CharField(max_length=20, blank=True, db_default="")
    reason = models.CharField(max_length=300, blank=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)
    observed_until = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="appointment_position_is_unique"
            ),
            _one_of("appointment_state_is_known", "state", AppointmentState),
            _one_of("appointment_source_is_known", "source", AppointmentSource),
            _one_of("appointment_postponing_is_known", "postponed_because", ("", *PostponeReason)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Entry(models.Model):
    """A dose as it was said at a session; recorded, or waiting for somebody to look.

    What was said is kept as it came: nothing that was typed is lost.
    """

    client_id = models.UUIDField(unique=True)
    session = models.ForeignKey(
        VaccinationSession, on_delete=models.PROTECT, related_name="entries"
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    said = models.JSONField()
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True)
    slip_number = models.CharField(max_length=30, blank=True)
    given_at = models.DateTimeField()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)
    dose = models.OneToOneField(Dose, on_delete=models.PROTECT, null=True, related_name="entry")
    is_offline = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "slip_number"],
                condition=~Q(slip_number="") & Q(withdrawn_at__isnull=True, dose__isnull=False),
                name="slip_number_is_recorded_once",
            )
        ]
        indexes = [models.Index(fields=["session", "-id"], name="entry_of_session")]

    def __str__(self) -> str:
        return str(self.client_id)


class EntryTask(models.Model):
    """An entry that a person must look at before it is a dose."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="task")
    session = models.ForeignKey(VaccinationSession, on_delete=models.PROTECT, related_name="tasks")
    cautions = models.JSONField()  # [{"code", "field", "details"}]
    status = models.CharField(max_length=20, default=TaskStatus.OPEN)
    reason = models.CharField(max_length=300, blank=True)  # why it is dropped
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [_one_of("entry_task_status_is_known", "status", TaskStatus)]
        indexes = [
            models.Index(
                fields=["session", "id"],
                name="entry_task_open",
                condition=Q(status=TaskStatus.OPEN.value),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class DayConfirmation(models.Model):
    """The head of a facility vouches for a session. Never changed.

    `figures` is what stood on the page; `digest` its SHA-256.
    """

    session = models.OneToOneField(
        VaccinationSession, on_delete=models.PROTECT, related_name="confirmation"
    )
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    confirmed_by = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]


class SessionPhoto(models.Model):
    """A photo of a paper list of a session."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    session = models.ForeignKey(VaccinationSession, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)
