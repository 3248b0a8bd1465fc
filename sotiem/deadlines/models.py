from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.messages.models import Message


class FacilityDay(models.Model):
    """How many doses of one day at a facility were entered on one day.

    Who enters doses adds a row and waits for nobody; such rows are added to their total a quarter
    of an hour later, so that every reader sums. A dose that leaves a day is a row of minus one.
    """

    facility = models.ForeignKey(
        Facility, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    day = models.DateField()
    entered_on = models.DateField()
    recorded = models.IntegerField()
    is_total = models.BooleanField(default=False)
    added_at = models.DateTimeField(null=True)  # while it stands by itself

    class Meta:
        indexes = [
            models.Index(
                fields=["added_at"], condition=Q(is_total=False), name="facility_day_just_added"
            ),
            models.Index(
                fields=["facility", "day", "entered_on"],
                include=["recorded"],
                name="facility_day_by_facility",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "day", "entered_on"],
                condition=Q(is_total=True),
                name="facility_day_has_one_total",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.day} {self.entered_on}"


class EntryDeadlineQuerySet(models.QuerySet["EntryDeadline"]):
    def holding_for(self, path: str) -> Self:
        """Deadlines that hold for what lies at a path."""
        parts = path.split("/")
        above = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
        return self.filter(jurisdiction__in=above)

    def seen_from(self, *jurisdictions: Jurisdiction) -> Self:
        """Deadlines that hold for some place in these jurisdictions."""
        seen = Q(pk__in=[])
        for each in jurisdictions:
            above = type(self)(self.model).holding_for(each.path)
            seen |= Q(pk__in=above.values("pk")) | Q(jurisdiction__startswith=f"{each.path}/")
        return self.filter(seen)

    def newest_first(self) -> Self:
        return self.order_by("-enter_by", "-pk")


class EntryDeadline(models.Model):
    """Doses given between two days must be entered by the end of a third."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    name = models.CharField(max_length=120)
    given_since = models.DateField()
    given_until = models.DateField()
    enter_by = models.DateField()
    jurisdiction = models.CharField(max_length=80)
    set_by = models.CharField(max_length=100)
    set_by_unit = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)

    objects = EntryDeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deadline_days_are_in_order",
                condition=Q(given_since__lte=F("given_until"), given_until__lte=F("enter_by")),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class DeadlineException(models.Model):
    """A facility has until another day, for a reason. The last one said counts."""

    deadline = models.ForeignKey(EntryDeadline, on_delete=models.PROTECT, related_name="exceptions")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.CharField(max_length=300)
    made_by = models.CharField(max_length=100)
    made_by_unit = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="exception_has_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} until {self.until}"


class Reminder(models.Model):
    """A facility was told how many doses it has yet to enter: at most once a day."""

    deadline = models.ForeignKey(EntryDeadline, on_delete=models.PROTECT, related_name="reminders")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    missing = models.IntegerField()
    sent_by = models.CharField(max_length=100)
    sent_by_unit = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "day"], name="facility_is_reminded_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.day}"


class ReminderPhone(models.Model):
    """Where a facility wants its reminders sent."""

    facility = models.OneToOneField(Facility, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=15)
    set_by = models.CharField(max_length=100)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.facility_id)


class StandingQuerySet(models.QuerySet["Standing"]):
    def behind(self) -> Self:
        """Facilities that lack doses, or told nothing of what they had or planned."""
        return self.filter(Q(missing__gt=0) | Q(untold__gt=0) | Q(silent_days__gt=0))

    def with_owed(self) -> Self:
        """Each with `owed`, the doses of which it has yet to tell."""
        return self.annotate(owed=F("missing") + F("untold"))

    def furthest_behind_first(self) -> Self:
        return self.with_owed().order_by("-owed", "-silent_days", "facility__code")


class Standing(models.Model):
    """How far a facility was with a deadline when it was last counted.

    `missing_by_day` and `entered_by_day` tell of the last fourteen days, today last: what was
    missing at the end of the day, and what was entered on it.
    """

    deadline = models.ForeignKey(
        EntryDeadline, on_delete=models.CASCADE, db_index=False, related_name="standings"
    )
    facility = models.ForeignKey(
        Facility, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    path = models.CharField(max_length=80)
    due_on = models.DateField()
    used = models.IntegerField()
    recorded = models.IntegerField()
    missing = models.IntegerField()
    surplus = models.IntegerField()
    untold = models.IntegerField(db_default=0)
    empty_days = models.IntegerField()
    silent_days = models.IntegerField(db_default=0)
    sessions = models.IntegerField(db_default=0)
    missing_by_day = ArrayField(models.IntegerField(), default=list)
    entered_by_day = ArrayField(models.IntegerField(), default=list)
    oldest_gap_on = models.DateField(null=True)
    last_entry_on = models.DateField(null=True)
    entered_week = models.IntegerField()
    entered_week_before = models.IntegerField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "facility"], name="standing_is_unique_per_deadline"
            )
        ]
        indexes = [
            models.Index(
                fields=["deadline", "path"],
                opclasses=["int8_ops", "text_pattern_ops"],
                name="standing_by_path",
            ),
            models.Index(
                "deadline",
                (F("missing") + F("untold")).desc(),
                F("silent_days").desc(),
                name="standing_by_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.path}"
