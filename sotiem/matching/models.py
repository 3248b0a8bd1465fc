from typing import Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from sotiem.facilities.models import Facility
from sotiem.matching.states import Verdict
from sotiem.patients.models import Patient


class PatientKey(models.Model):
    """A hashed trait under which a person is found. Only of the current version.

    Written in the transaction that changes the person; without a foreign key in the database,
    whose check would cost as much as the row.
    """

    pk = models.CompositePrimaryKey("key", "patient_id")
    key = models.BigIntegerField()
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="keys", db_constraint=False, db_index=False
    )

    class Meta:
        db_table = "matching_key"

    def __str__(self) -> str:
        return f"{self.patient_id}: {self.key}"


class PatientTrait(models.Model):
    """What is compared of a person: the current version in the forms of `rules.records`."""

    patient = models.OneToOneField(
        Patient,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="trait",
        db_constraint=False,
    )
    name = models.CharField(max_length=80)
    newborn = models.BooleanField()
    born = models.IntegerField()
    sex = models.SmallIntegerField()
    phone = models.CharField(max_length=15)
    cccd = models.CharField(max_length=15)
    cmnd = models.CharField(max_length=15)
    bhyt = models.CharField(max_length=10)
    commune = models.BigIntegerField()
    province = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.patient_id)


class NameStatistics(models.Model):
    """How often surnames, middle and given names occurred on record at some moment."""

    taken_at = models.DateTimeField()
    people = models.BigIntegerField()
    shares = models.JSONField()  # {"surname": {"nguyen": 0.38}, "middle": {}, "given": {}}

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d}: {self.people}"


class MatchModel(models.Model):
    """A learned set of weights with its thresholds, calibration and evaluation. Never changed."""

    version = models.CharField(max_length=40, unique=True)
    content = models.JSONField()
    evaluation = models.JSONField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version


class ModelSwitch(models.Model):
    """From now on this model judges: a decision, with who and why. The last one holds."""

    version = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    switched_by = models.CharField(max_length=100)
    switched_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version


class PairQuerySet(models.QuerySet["MatchPair"]):
    def waiting(self) -> Self:
        """Pairs that a person must look at and nobody has."""
        return self.filter(verdict="", is_automatic=False)

    def left_unclear(self) -> Self:
        """Pairs that somebody looked at without knowing."""
        return self.filter(verdict=Verdict.UNCLEAR, is_automatic=False)

    def to_look_again(self) -> Self:
        """Automatic decisions drawn for a second look, not yet looked at."""
        return self.filter(verdict="", is_automatic=True, is_sampled=True)


class MatchPair(models.Model):
    """Two records that may be one person: judged by a machine, some looked at by people.

    `levels` is all that the probability came from, so that it can be computed again.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True)
    one = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    probability = models.FloatField()
    levels = models.JSONField()
    model_version = models.CharField(max_length=40)
    is_automatic = models.BooleanField()
    is_sampled = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    origin = models.CharField(max_length=100)
    verdict = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="match_pair_is_unique"),
            models.CheckConstraint(
                name="match_pair_is_ordered", condition=Q(one__lt=models.F("other"))
            ),
            models.CheckConstraint(
                name="match_pair_verdict_is_known",
                condition=Q(verdict__in=["", *(verdict.value for verdict in Verdict)]),
            ),
            models.CheckConstraint(
                name="match_pair_verdict_has_a_time",
                condition=Q(verdict="", decided_at__isnull=True)
                | (~Q(verdict="") & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-probability", "id"],
                condition=Q(verdict="", is_automatic=False),
                name="match_pair_waiting",
            ),
            models.Index(
                fields=["id"],
                condition=Q(verdict="", is_automatic=True, is_sampled=True),
                name="match_pair_to_look_again",
            ),
            models.Index(
                fields=["-probability", "id"],
                condition=Q(verdict=Verdict.UNCLEAR.value, is_automatic=False),
                name="match_pair_unclear",
            ),
            models.Index(
                fields=["model_version"],
                condition=Q(is_automatic=True, is_sampled=True),
                name="match_pair_sampled",
            ),
            models.Index(fields=["other"], name="match_pair_other"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}, {self.other_id}"


class PairAtFacility(models.Model):
    """One of a pair's records had a dose of this facility when the pair was found."""

    pk = models.CompositePrimaryKey("facility_id", "pair_id")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, db_index=False)
    pair = models.ForeignKey(
        MatchPair, on_delete=models.PROTECT, related_name="facilities", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.pair_id}"
