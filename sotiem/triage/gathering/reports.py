"""All that is known of some reports, put together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import F, Q
from django.utils.timezone import localdate

from sotiem.corrections.facts import Answer, DoseClaim, ReportKind
from sotiem.corrections.models import CorrectionReport, FacilityQuestion
from sotiem.corrections.rules import apply_claims
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseFacts, DoseOnRecord
from sotiem.doses.models import Dose
from sotiem.doses.queries import doses_by_person
from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of
from sotiem.triage.facts import Lot, Seen, Slip, Told
from sotiem.triage.gathering.cases import Cases, kind_said
from sotiem.triage.gathering.doses import DoseReader, names_read
from sotiem.triage.gathering.people import People
from sotiem.triage.gathering.photos import photos_of, slips_of
from sotiem.triage.gathering.places import Places, lots_of
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import known_vaccines


@dataclass(frozen=True, slots=True)
class _Facts:
    """What reports name, and what is known of it."""

    vaccines: Mapping[int, Vaccine]
    lots: Mapping[str, tuple[Lot, ...]]
    facilities: Mapping[int, str]
    doses: Mapping[int, DoseFacts]  # that reports are about
    answers: Mapping[int, Answer]  # by report

    @classmethod
    def read(cls, reports: Sequence[CorrectionReport]) -> Self:
        about = [report.dose_id for report in reports if report.dose_id is not None]
        doses = Dose.objects.filter(pk__in=array_of(about)).select_related("current")
        facts = {dose.pk: dose.current.facts for dose in doses} if about else {}
        named = {one.facility_id for one in facts.values()} | {
            report.said.dose.facility_id for report in reports
        }
        places = Facility.objects.filter(pk__in=array_of([pk for pk in named if pk is not None]))
        return cls(
            vaccines=known_vaccines(),
            lots=lots_of(_lot_numbers(reports, facts)),
            facilities=dict(places.values_list("pk", "name").order_by()),
            doses=facts,
            answers=_answers(reports),
        )

    def place_name(self, told: Told | None, dose: DoseFacts | None) -> str:
        place = told.place if told else dose.facility_id if dose else None
        return self.facilities.get(place or 0, "")


def _lot_numbers(reports: Sequence[CorrectionReport], doses: Mapping[int, DoseFacts]) -> set[str]:
    claimed = {report.said.dose.lot_number for report in reports}
    return {number for number in (*claimed, *(one.lot_number for one in doses.values())) if number}


def _answers(reports: Sequence[CorrectionReport]) -> dict[int, Answer]:
    """What the facilities answered last, by report."""
    asked = FacilityQuestion.objects.filter(report__in=array_of([each.pk for each in reports]))
    # What was asked before a report was placed was asked about something else.
    asked = asked.filter(Q(report__placed_at=None) | Q(asked_at__gt=F("report__placed_at")))
    told = asked.exclude(answer="").order_by("pk").values_list("report", "answer")
    return {pk: Answer(answer) for pk, answer in told}


def gather(report_ids: Collection[int]) -> tuple[list[Seen], Cases]:
    """What is known of those of these reports that nobody has decided, oldest first.

    The population registry is asked: not to be called within a transaction.
    """
    waiting = CorrectionReport.objects.filter(
        pk__in=array_of(list(report_ids)),
        status__in=(ReportStatus.SUBMITTED, ReportStatus.UNDER_REVIEW),
    )
    reports = list(waiting.order_by("pk"))
    if not reports:
        return [], Cases()
    facts = _Facts.read(reports)
    people = People.read(reports)
    reader = DoseReader(names_read(facts.vaccines), facts.lots, facts.doses)
    told = {report.pk: dose for report in reports if (dose := reader.told(report)) is not None}
    cases = Cases.read(reports, people, told)
    codes = {pk: vaccine.code for pk, vaccine in facts.vaccines.items()}
    known = _Known(
        facts=facts,
        people=people,
        doses=doses_by_person(people.certain.values()) if people.certain else {},
        told=told,
        places=Places.read(told, people),
        slips=slips_of(reports, photos_of(reports), told, people, codes),
        cases=cases,
    )
    return [known.seen(report) for report in reports], cases


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Everything about some reports."""

    facts: _Facts
    people: People
    doses: Mapping[int, Sequence[DoseOnRecord]]
    told: Mapping[int, Told]
    places: Places
    slips: Mapping[int, Slip]
    cases: Cases

    def seen(self, report: CorrectionReport) -> Seen:
        """All that is known of one of them."""
        pk, people, facts, told = report.pk, self.people, self.facts, self.told.get(report.pk)
        patient = people.certain.get(pk)
        dose = facts.doses.get(report.dose_id) if report.dose_id is not None else None
        vaccine = facts.vaccines[min(told.vaccines)] if told and told.vaccines else None
        return Seen(
            report_id=pk,
            kind=ReportKind(report.kind),
            asked=kind_said(report),
            claims=report.said,
            sent_on=localdate(report.submitted_at),
            round=report.round,
            is_signed_in=report.patient_id is not None,
            has_photo=pk in self.slips,
            whose=people.certainty(report),
            patient_id=patient,
            record=people.records.get(patient or 0),
            doses=tuple(self.doses.get(patient or 0, ())),
            dose=dose,
            told=told,
            is_mended=dose is not None and _is_mended(dose, report.said.dose),
            disease_id=vaccine.disease_id if vaccine else None,
            licensed_on=vaccine.licensed_on if vaccine else None,
            interval=vaccine.min_interval_days if vaccine else None,
            same_as=self.cases.earlier.get(pk),
            from_phone=self.cases.from_phone.get(report.reporter_phone, 0),
            rows=self.places.rows.get(pk, 0),
            answer=facts.answers.get(pk),
            lot_given=self.places.lot_given(told) if told else 0,
            in_session=self.places.session(told) if told else 0,
            lots=facts.lots.get(told.lot, ()) if told else (),
            slip=self.slips.get(pk, Slip()),
            register=str(people.register.get(pk, "")),
            number_of_another=pk in people.number_of_another,
            other_certain=pk in people.others,
            other_alike=people.other_is_alike(pk),
            other_joined=people.other_is_joined(pk),
            facility_name=facts.place_name(told, dose),
        )


def _is_mended(dose: DoseFacts, claim: DoseClaim) -> bool:
    """Whether a dose is by now as claimed; what claims nothing is never so."""
    return claim != DoseClaim() and apply_claims(dose, claim) == dose
