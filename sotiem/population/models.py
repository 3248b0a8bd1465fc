from django.db import models
from django.db.models import Q

from sotiem.doses.models import Dose
from sotiem.patients.models import Patient, PatientVersion
from sotiem.population.facts import PopulationAnswer, Verdict


class PopulationCheck(models.Model):
    """The population registry was, or is to be, asked about a person.

    `version` is what it was asked about last, at `asked_at`. While `next_try_at` stands it will be
    asked (again) then; of such checks a person has one at most.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    dose = models.ForeignKey(
        Dose, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=100)
    version = models.ForeignKey(
        PatientVersion, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    asked_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, default=Verdict.NO_ANSWER.value)
    differs = models.JSONField(default=list)
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="population_check_due",
                condition=Q(next_try_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(next_try_at__isnull=False),
                name="population_check_waiting_is_one",
            ),
            models.CheckConstraint(
                name="population_check_verdict_is_known",
                condition=Q(verdict__in=[verdict.value for verdict in Verdict]),
            ),
            models.CheckConstraint(
                name="population_check_answered_waits_no_more",
                condition=Q(verdict=Verdict.NO_ANSWER.value) | Q(next_try_at__isnull=True),
            ),
            models.CheckConstraint(
                name="population_check_differs_in_something",
                condition=Q(verdict=Verdict.DIFFERS.value) ^ Q(differs=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"population check {self.pk}: {self.verdict}"

    @property
    def answer(self) -> PopulationAnswer:
        return PopulationAnswer(Verdict(self.verdict), tuple(self.differs))
