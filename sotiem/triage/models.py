from django.db import models
from django.db.models import Q

from sotiem.corrections.models import CorrectionReport
from sotiem.patients.models import Patient
from sotiem.triage.facts import Advice, Did, Finding, Route
from sotiem.triage.states import Judgement


class SortedReport(models.Model):
    """Where triage sent a report, and why: the last time it was sorted.

    `findings` is what was seen. `judgement` is a person's second look at what the machine did,
    asked for where `is_sampled`.
    """

    report = models.OneToOneField(
        CorrectionReport, on_delete=models.PROTECT, primary_key=True, related_name="sorted"
    )
    round = models.SmallIntegerField()
    route = models.CharField(max_length=10)
    findings = models.JSONField()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, db_index=False)
    same_as = models.ForeignKey(
        CorrectionReport, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    did = models.CharField(max_length=10, blank=True)
    is_sampled = models.BooleanField(default=False)
    judgement = models.CharField(max_length=10, blank=True, default=Judgement.NONE)
    judged_by = models.CharField(max_length=100, blank=True, default="")
    judged_at = models.DateTimeField(null=True)
    sorted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(is_sampled=True, judgement=Judgement.NONE),
                name="sorted_awaits_a_second_look",
            ),
            models.Index(
                fields=["report"],
                condition=Q(route=Route.ONE_KEY),
                name="sorted_one_key",
            ),
            models.Index(
                fields=["patient"],
                condition=Q(patient__isnull=False),
                name="sorted_by_person",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sorted_route_is_known",
                condition=Q(route__in=[route.value for route in Route]),
            ),
            models.CheckConstraint(
                name="sorted_judgement_is_signed",
                condition=Q(judgement=Judgement.NONE, judged_at=None)
                | (~Q(judgement=Judgement.NONE) & Q(judged_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.route}"

    @property
    def advice(self) -> Advice:
        return Advice(
            route=Route(self.route),
            findings=tuple(map(Finding.read, self.findings)),
            patient_id=self.patient_id,
            same_as=self.same_as_id,
            did=Did(self.did),
            is_sampled=self.is_sampled,
        )


class CaseKey(models.Model):
    """What a report is about, hashed: reports that share a key may say the same."""

    pk = models.CompositePrimaryKey("key", "report_id")
    key = models.BigIntegerField()
    report = models.ForeignKey(
        CorrectionReport, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.key}"
