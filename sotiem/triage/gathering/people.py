"""Whose records reports are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sotiem.corrections.facts import KINDS, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import clue_of
from sotiem.corrections.rules import apply_change
from sotiem.foundation.bulk import array_of
from sotiem.matching.facts import Zone
from sotiem.matching.judging import compared, judge_traits
from sotiem.matching.queries import active_judge, place_reader
from sotiem.matching.rules.levels import Number
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.patients.queries import principals_of
from sotiem.population.facts import Verdict
from sotiem.population.queries import ask_about
from sotiem.triage.facts import Certainty
from sotiem.triage.gathering.whom import are_alike


@dataclass(frozen=True, slots=True)
class People:
    """By report: whose it is; the other person it tells of; what the population registry says."""

    certain: dict[int, int]
    unclear: frozenset[int]
    records: dict[int, PatientFacts]  # by person
    principals: dict[int, int]  # by person
    traits: dict[int, Traits]  # of whose each report is, as told or on record
    others: dict[int, int]
    register: dict[int, Verdict]
    number_of_another: frozenset[int]

    @classmethod
    def read(cls, reports: Sequence[CorrectionReport]) -> Self:
        places = place_reader()
        told = {
            report.pk: read_traits(clue_of(person), places)
            for report in reports
            if (person := report.said.person) is not None
        }
        zones, found = _matched(told)
        certain, others = {}, {}
        for report in reports:
            named = found.get(report.pk)
            if report.patient_id is not None:
                certain[report.pk] = report.patient_id
                if named is not None and KINDS[ReportKind(report.kind)].may_name_another:
                    others[report.pk] = named
            elif named is not None:
                certain[report.pk] = named
        ids = {*certain.values(), *others.values()}
        records = _records(ids)
        on_record = {
            report.pk: read_traits(records[report.patient_id], places)
            for report in reports
            if report.patient_id is not None
        }
        return cls(
            certain=certain,
            unclear=frozenset(pk for pk, zone in zones.items() if zone == Zone.REVIEW),
            records=records,
            principals=principals_of(ids) if ids else {},
            traits=told | on_record,
            others=others,
            register=_register(reports, certain, records),
            number_of_another=_numbers_of_others(reports, certain),
        )

    def certainty(self, report: CorrectionReport) -> Certainty:
        if report.pk in self.certain:
            return Certainty.CERTAIN
        return Certainty.UNCLEAR if report.pk in self.unclear else Certainty.UNKNOWN

    def told_name(self, report: CorrectionReport) -> tuple[str, str]:
        """The name and birth date that a slip of whose report it is should show."""
        person = report.said.person
        if person is not None and report.patient_id is None:
            return person.full_name, person.birth_date
        record = self.records.get(self.certain.get(report.pk, 0))
        return (record.full_name, record.birth_date) if record is not None else ("", "")

    def other_is_joined(self, report_id: int) -> bool:
        """Whether the other record that a report tells of belongs to the same person already."""
        other = self.others.get(report_id)
        return other is not None and self.principals.get(other) == self.principal(report_id)

    def other_is_alike(self, report_id: int) -> bool:
        """Whether the other record may well be of the same person."""
        one = self.records.get(self.certain.get(report_id, 0))
        other = self.records.get(self.others.get(report_id, 0))
        return one is not None and other is not None and are_alike(one, other)

    def principal(self, report_id: int) -> int | None:
        """Whose report it is, whichever of her records it names."""
        person = self.certain.get(report_id)
        return None if person is None else self.principals.get(person, person)


def _matched(told: dict[int, Traits]) -> tuple[dict[int, Zone], dict[int, int]]:
    """How sure matching is of whom each report tells, and who that is where it is sure."""
    if not told:
        return {}, {}
    judged = judge_traits(list(told.values()), active_judge())
    place, probability = judged.best()
    zones = dict(zip(told, judged.zones(place, probability), strict=True))
    best = np.where(place >= 0, judged.patients[place], 0) if len(judged.patients) else place
    found = dict(zip(told, best.tolist(), strict=True))
    return zones, {pk: found[pk] for pk, zone in zones.items() if zone == Zone.LINK}


def _records(ids: set[int]) -> dict[int, PatientFacts]:
    if not ids:
        return {}
    people = Patient.objects.filter(pk__in=array_of(list(ids))).select_related("current")
    return {person.pk: person.current.facts for person in people.order_by()}


def _register(
    reports: Sequence[CorrectionReport],
    certain: dict[int, int],
    records: dict[int, PatientFacts],
) -> dict[int, Verdict]:
    """What the population registry says of people as reports would have them."""
    as_claimed = {
        report.pk: apply_change(records[certain[report.pk]], report.said.change)
        for report in reports
        if report.kind == ReportKind.PERSON_WRONG and certain.get(report.pk) in records
    }
    answers = ask_about(list(as_claimed.values())) if as_claimed else []
    return {pk: answer.verdict for pk, answer in zip(as_claimed, answers, strict=True)}


def _numbers_of_others(
    reports: Sequence[CorrectionReport], certain: dict[int, int]
) -> frozenset[int]:
    """The reports that claim a number which stands on somebody else's record."""
    claimed = [
        (report.pk, Traits(cccd=report.said.change.cccd))
        for report in reports
        if report.said.change.cccd and report.pk in certain
    ]
    if not claimed:
        return frozenset()
    found, levels = compared(Records.of([traits for _, traits in claimed]), active_judge())
    equal = np.isin(levels["cccd"], (Number.EQUAL, Number.EQUAL_FOREIGN))
    holders = principals_of({*found.patients[equal].tolist(), *(certain[pk] for pk, _ in claimed)})
    return frozenset(
        claimed[place][0]
        for place, holder in zip(
            found.claims[equal].tolist(), found.patients[equal].tolist(), strict=True
        )
        if holders[holder] != holders[certain[claimed[place][0]]]
    )
