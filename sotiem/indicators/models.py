from django.db import models
from django.db.models import Q


class _Stand(models.Model):
    """How a report stands, as far as it is counted: days and hours since 1970.

    `path` is the unit that answers it, or that let it climb unanswered. Days are Việt Nam's.
    """

    path = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10)
    way = models.CharField(max_length=10)
    received_day = models.IntegerField()
    due_hour = models.IntegerField(null=True)  # while it is open
    ended_day = models.IntegerField(null=True)  # once it is decided
    hours = models.IntegerField(null=True)  # whole ones, from sending to deciding

    class Meta:
        abstract = True


class CountedReport(_Stand):
    """How a report stood when it was counted last."""

    report_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.report_id)


class ReportEntry(_Stand):
    """So many reports more, or fewer, stand like this. Rows are only added, so nobody waits."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.path} {self.state} {self.number}"


class _DoseStand(models.Model):
    """How a dose stands, as far as it is counted: days since 1970, in Việt Nam.

    `nth` is its place among the doses of its person that count against the disease, 0 when it does
    not count; `course` is how many make a full course. Of ages only groups of five years are
    kept: 0 is under five, 16 is eighty and more, -1 is unknown.
    """

    facility_id = models.BigIntegerField(null=True)
    vaccine_id = models.BigIntegerField()
    given_day = models.IntegerField()
    entered_day = models.IntegerField()
    nth = models.SmallIntegerField()
    course = models.SmallIntegerField()
    sex = models.CharField(max_length=10)
    age_group = models.SmallIntegerField()

    class Meta:
        abstract = True


class CountedDose(_DoseStand):
    """How a dose stood when it was counted last."""

    dose_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.dose_id)


class DoseEntry(_DoseStand):
    """So many doses more, or fewer, stand like this. Rows are only added, so nobody waits."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.facility_id} {self.given_day} {self.number}"


class Figure(models.Model):
    """What the entries add up to, for every unit and every one above it.

    `what` says what is counted, `label` of which sort, `bucket` in which day or hour.
    """

    path = models.CharField(max_length=80)
    above = models.CharField(max_length=80)
    what = models.CharField(max_length=10)
    label = models.CharField(max_length=60)
    bucket = models.IntegerField()
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "what", "label", "bucket"], name="figure_stands_once"
            )
        ]
        indexes = [
            models.Index(fields=["above", "what"], name="figure_of_parts"),
            models.Index(fields=["id"], condition=Q(number=0), name="figure_of_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.what} {self.number}"


class _ReactionStand(models.Model):
    """How a reaction stands, as far as it is counted: the day of its dose, since 1970.

    `vaccine` is a code, empty where no dose is recorded; `groups` of signs stand with blanks
    between them. One after a dose that was withdrawn does not count.
    """

    path = models.CharField(max_length=80)
    vaccine = models.CharField(max_length=30)
    groups = models.CharField(max_length=200)
    serious = models.BooleanField()
    day = models.IntegerField()
    counts = models.BooleanField()

    class Meta:
        abstract = True


class CountedReaction(_ReactionStand):
    """How a reaction stood when it was counted last."""

    reaction_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.reaction_id)


class ReactionEntry(_ReactionStand):
    """So many reactions more, or fewer, stand like this. Rows are only added, so nobody waits."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.path} {self.vaccine} {self.number}"


class _RegistrationStand(models.Model):
    """How a registration stands, as far as it is counted: the day it was sent, since 1970.

    `path` is where the person lives. Who was registered once more counts by the first one.
    """

    path = models.CharField(max_length=80)
    group_code = models.CharField(max_length=10)
    state = models.CharField(max_length=20)
    day = models.IntegerField()
    counts = models.BooleanField()

    class Meta:
        abstract = True


class CountedRegistration(_RegistrationStand):
    """How a registration stood when it was counted last."""

    registration_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.registration_id)


class RegistrationEntry(_RegistrationStand):
    """So many registrations more, or fewer, stand like this. Rows are only added."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.path} {self.state} {self.number}"


class _IdentityStand(models.Model):
    """How far it is known who somebody is: `agrees`, `differs`, `unanswered` or `no_number`.

    Empty for a record that counts with an older one. `path` is where the person lives.
    """

    path = models.CharField(max_length=80)
    state = models.CharField(max_length=10)

    class Meta:
        abstract = True


class CountedIdentity(_IdentityStand):
    """How a record stood when it was counted last."""

    identity_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.identity_id)


class IdentityEntry(_IdentityStand):
    """So many people more, or fewer, stand like this. Rows are only added."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.path} {self.state} {self.number}"


class PublicFigures(models.Model):
    """What everybody may know, as it stood at the end of a day."""

    day = models.DateField(unique=True)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class PublicDoses(models.Model):
    """What everybody may know of the doses given in a province, or in the country, on a day.

    `figures` is laid out as `facts.PublicPlace`. Rows are only added: what was published stays.
    """

    day = models.DateField()
    disease = models.CharField(max_length=18)
    path = models.CharField(max_length=80)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disease", "path", "day"], name="doses_are_published_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day:%Y-%m-%d}"


class PublicStanding(models.Model):
    """What everybody may know of supply, entry, reports, reactions, registrations, identity and
    facilities of a province, or of the country, on a day.

    `figures` is laid out as `facts.Standing`. Rows are only added: what was published stays.
    """

    day = models.DateField()
    path = models.CharField(max_length=80)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "day"], name="standing_is_published_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day:%Y-%m-%d}"
