from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.accounts.models import User
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id, new_submission_key
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit
from sotiem.registrations.facts import PartOfDay, Relation
from sotiem.registrations.states import (
    CALLED,
    WAITING,
    OrganizationKind,
    RegistrationState,
    WithdrawnBecause,
)
from sotiem.vaccines.models import PriorityGroup

_WAITING = [state.value for state in WAITING]
_STANDING = [state.value for state in (*WAITING, *CALLED)]
_SEATED = [state.value for state in (*CALLED, RegistrationState.VACCINATED)]


def _one_of(name: str, column: str, words: object) -> models.CheckConstraint:
    known = {f"{column}__in": [str(word) for word in words]}  # type: ignore[attr-defined]
    return models.CheckConstraint(name=name, condition=Q(**known))


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def waiting(self) -> Self:
        """Those who still want to come, each person once."""
        return self.filter(state__in=WAITING, same_as__isnull=True)

    def in_order(self) -> Self:
        """The fair order: who registered first; who let an invitation pass comes later."""
        return self.order_by("line_at", "pk")


class Organization(models.Model):
    """A company, school or office that registers its people; one contact person speaks for it.

    `number` is its tax code, or the number of the decision that founded it. `group` is the
    priority group of its people where a row says none.
    """

    code = models.CharField(max_length=12, unique=True)
    submission_key = models.UUIDField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    address = models.CharField(max_length=300)
    commune = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=80)  # of the commune
    contact_name = models.CharField(max_length=200)
    contact_phone = models.CharField(max_length=10)  # proved by a one-time code
    contact_email = models.CharField(max_length=254, blank=True)
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=20)  # version of the text that was agreed to
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            _one_of("organization_kind_is_known", "kind", OrganizationKind),
        ]
        indexes = [models.Index(fields=["contact_phone", "-id"], name="organization_of_contact")]

    def __str__(self) -> str:
        return self.code


class Registration(models.Model):
    """Somebody asks to be vaccinated (FHIR: a request for an appointment).

    `path` is the commune where the person lives; `list_path` names the unit that holds the list
    the person stands in: the province at first, then the facility.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True)
    code = models.CharField(max_length=12, unique=True)
    submission_key = models.UUIDField(default=new_submission_key, unique=True)
    sender_phone = models.CharField(max_length=10)  # proved by a one-time code
    relation = models.CharField(max_length=10)
    full_name = models.CharField(max_length=200)
    birth_date = models.CharField(max_length=10)
    sex = models.CharField(max_length=10)
    phone = models.CharField(max_length=10)
    cccd = models.CharField(max_length=12, blank=True)
    cmnd = models.CharField(max_length=12, blank=True)
    passport = models.CharField(max_length=20, blank=True)
    bhyt = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    occupation = models.CharField(max_length=100, blank=True)
    commune = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, related_name="+")
    not_before = models.DateField()
    part_of_day = models.CharField(max_length=10)
    history = models.JSONField(default=dict)
    consent = models.CharField(max_length=20)  # version of the text that was agreed to
    state = models.CharField(max_length=20, default=RegistrationState.RECEIVED)
    state_at = models.DateTimeField()
    withdrawn_because = models.CharField(max_length=30, blank=True)
    path = models.CharField(max_length=80)
    list_path = models.CharField(max_length=80)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+")
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="again")
    registered_at = models.DateTimeField()
    line_at = models.DateTimeField()  # the moment that gives the place in the line
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, related_name="registration"
    )
    answer_by = models.DateTimeField(null=True)  # until when the seat is kept without a word
    # Who registered its people; from the moment one takes it over, it is one's own.
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="registrations",
        db_index=False,
    )
    taken_over_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            _one_of("registration_state_is_known", "state", RegistrationState),
            _one_of("registration_relation_is_known", "relation", Relation),
            _one_of("registration_part_of_day_is_known", "part_of_day", PartOfDay),
            models.CheckConstraint(
                name="registration_withdrawn_says_why",
                condition=Q(state="withdrawn", withdrawn_because__in=list(WithdrawnBecause))
                | (~Q(state="withdrawn") & Q(withdrawn_because="")),
            ),
            models.CheckConstraint(
                name="registration_called_has_a_seat",
                condition=Q(state__in=_SEATED, appointment__isnull=False)
                | (~Q(state__in=_SEATED) & Q(appointment__isnull=True)),
            ),
            models.CheckConstraint(
                name="registration_assigned_has_a_facility",
                condition=~Q(state="assigned") | Q(facility__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["list_path", "group", "line_at", "id"],
                name="registration_in_line",
                condition=Q(state__in=_WAITING, same_as__isnull=True),
            ),
            models.Index(
                fields=["answer_by"],
                name="registration_unanswered",
                condition=Q(state=RegistrationState.INVITED.value),
            ),
            models.Index(fields=["sender_phone", "-id"], name="registration_of_sender"),
            models.Index(
                fields=["birth_date", "full_name"],
                name="registration_of_person",
                condition=Q(state__in=_STANDING, same_as__isnull=True),
            ),
            models.Index(
                fields=["organization", "id"],
                name="registration_of_organization",
                condition=Q(organization__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Calling(models.Model):
    """A session is filled from the registrations of its facility, wave after wave.

    Seats that nobody answered for go to the next in the line, in the name of who began it.
    """

    session = models.OneToOneField(
        VaccinationSession, on_delete=models.PROTECT, related_name="calling"
    )
    answer_hours = models.IntegerField()
    chosen = models.JSONField(default=dict)  # whom it invites (`facts.Chosen`); later waves too
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.session_id)
