"""What an accepted report did to the record: the versions and the link that came from it tell."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose, DoseVersion
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import PatientLink, PatientVersion


@dataclass(frozen=True, slots=True)
class DoseEffect:
    """A dose that was recorded (nothing stood there before), amended or withdrawn."""

    before: DoseVersion | None
    after: DoseVersion


@dataclass(frozen=True, slots=True)
class PersonEffect:
    """What stood on a person's record, and what stands there now."""

    before: PatientVersion
    after: PatientVersion


@dataclass(frozen=True, slots=True)
class Effects:
    """All that a report did to the record. Certificates follow the record, and are not named."""

    doses: tuple[DoseEffect, ...] = ()
    person: PersonEffect | None = None
    link: PatientLink | None = None


def effects_of(report: CorrectionReport) -> Effects:
    """What the report did when it was accepted; nothing, while it is not."""
    if report.status != ReportStatus.ACCEPTED or report.decided_at is None:
        return Effects()
    people = [pk for pk in (report.patient_id, report.other_id) if pk is not None]
    link = PatientLink.objects.filter(
        one__in=people, other__in=people, origin=report.origin, linked_at=report.decided_at
    )
    made_at = report.decided_at
    return Effects(_doses(report, made_at), _person(report, made_at), link.first())


def _doses(report: CorrectionReport, made_at: datetime) -> tuple[DoseEffect, ...]:
    """The report's own dose, and what it gave to the person who was named; newest first."""
    concerned = Dose.objects.filter(Q(pk=report.dose_id) | Q(patient=report.other_id))
    made = (
        DoseVersion.objects.filter(
            dose__in=list(concerned.values_list("pk", flat=True)),
            origin=report.origin,
            recorded_at=made_at,
        )
        .exclude(reason=DoseReason.UNDONE)
        .select_related("dose", "vaccine", "facility")
        .order_by("-dose", "-number")
        .distinct("dose")
    )
    return tuple(DoseEffect(_dose_before(version), version) for version in made)


def _dose_before(version: DoseVersion) -> DoseVersion | None:
    earlier = DoseVersion.objects.filter(dose=version.dose_id, number=version.number - 1)
    return earlier.select_related("vaccine", "facility").first()


def _person(report: CorrectionReport, made_at: datetime) -> PersonEffect | None:
    """The version that changed the person, if one did: nobody's registration is taken back."""
    made = PatientVersion.objects.filter(
        patient=report.patient_id,
        number__gt=1,
        origin=report.origin,
        recorded_at=made_at,
    ).exclude(reason=PatientReason.UNDONE)
    after = made.order_by("-number").first()
    if after is None:
        return None
    return PersonEffect(
        PatientVersion.objects.get(patient=after.patient_id, number=after.number - 1), after
    )
