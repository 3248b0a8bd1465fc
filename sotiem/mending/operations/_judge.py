"""What the rows of a sheet would do to the record; nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.facts import Claims, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.rules import apply_change, apply_claims, kept_claims
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseFacts
from sotiem.doses.models import Dose
from sotiem.doses.rules import require_possible
from sotiem.foundation.refusals import Refusal
from sotiem.mending.facts import AskedRow, Finding, Judged, RowTrouble, Subject
from sotiem.mending.operations._known import Known, known_of, references_of
from sotiem.mending.rules import read_row, same_name
from sotiem.mending.states import Fate
from sotiem.patients.models import Patient
from sotiem.vaccines.queries import known_vaccines

Row = tuple[int, Mapping[str, str]]
_TAKES: dict[Subject, ReportKind] = {
    Subject.DOSE: ReportKind.DOSE_WRONG,
    Subject.PERSON: ReportKind.PERSON_WRONG,
}
_MAY_BE_DECIDED = (
    ReportStatus.SUBMITTED,
    ReportStatus.UNDER_REVIEW,
    ReportStatus.WAITING_FOR_FACILITY,
)


class RowRefused(Exception):
    """A row cannot be carried out, for a reason that its officer reads."""

    def __init__(self, code: RowTrouble, column: str = "person", value: str = "") -> None:
        super().__init__(code)
        self.finding = Finding(column, str(code), value)


def judge(rows: Sequence[Row], *, by: Staff, at: datetime) -> Iterator[list[Judged]]:
    """Read rows, all in a few statements, and hold one after the other against the record."""
    today = timezone.localdate(at)
    references = references_of((cells for _, cells in rows), today=today)
    asked = [read_row(number, cells, references) for number, cells in rows]
    judge = _Judge(known_of(asked, by=by, today=today))
    for row, (_, cells) in zip(asked, rows, strict=True):
        yield list(judge.judged(row, cells))


@dataclass(slots=True)
class _Judge:
    known: Known
    corrected: set[tuple[Subject, int]] = field(default_factory=set)

    def judged(self, row: AskedRow, cells: Mapping[str, str]) -> Iterator[Judged]:
        """One for the dose, one for the person, as far as the row says something of each."""
        report = self.known.reports.get(row.report)
        subjects = list(_subjects(row, report))
        for subject in subjects:
            one = Judged(number=row.number, subject=subject, fate=Fate.REFUSED, raw=cells)
            one.findings = list(row.findings)
            if not row.findings:
                try:
                    self._judge(one, row, report)
                except RowRefused as refused:
                    one.findings.append(refused.finding)
            yield one

    def _judge(self, one: Judged, row: AskedRow, report: CorrectionReport | None) -> None:
        if row.report and report is None:
            raise RowRefused(RowTrouble.NO_SUCH_REPORT, "report", row.report)
        patient = self._person(row, report)
        claims = row.claims
        if report is not None:
            one.report_id = report.pk
            if not (row.has_dose or row.has_person):
                claims = report.said
        if one.subject == Subject.DOSE:
            self._judge_dose(one, row, patient, claims, report)
        else:
            self._judge_person(one, patient, claims, report)

    def _person(self, row: AskedRow, report: CorrectionReport | None) -> Patient:
        """Whose record the row means; her name must be the one that is written."""
        ids = self._meant(row, report)
        people = [self.known.people[pk] for pk in ids]
        if not people:
            raise RowRefused(RowTrouble.NOT_ON_RECORD)
        named = [one for one in people if same_name(one.current.full_name, row.full_name)]
        if not named:
            raise RowRefused(RowTrouble.ANOTHER_NAME, "full_name", row.full_name)
        if len({one.principal_id for one in named}) > 1:
            raise RowRefused(RowTrouble.PERSON_UNCLEAR)
        if report is not None and report.patient_id is not None:
            of_report = self.known.people[report.patient_id]
            if of_report.principal_id != named[0].principal_id:
                raise RowRefused(RowTrouble.REPORT_OF_ANOTHER, "report", row.report)
        return named[0]

    def _meant(self, row: AskedRow, report: CorrectionReport | None) -> Sequence[int]:
        if row.record:
            known = self.known.records.get(row.record)
            return [] if known is None else [known]
        if row.id_number:
            return self.known.holders.get(row.id_number, ())
        assert report is not None
        return [] if report.patient_id is None else [report.patient_id]

    def _judge_dose(
        self,
        one: Judged,
        row: AskedRow,
        patient: Patient,
        claims: Claims,
        report: CorrectionReport | None,
    ) -> None:
        dose = self._dose(row, patient, report)
        self._require_hers(patient, dose)
        facts = dose.current.facts
        wanted = apply_claims(facts, claims.dose)
        one.patient_id, one.dose_id, one.seen = dose.patient_id, dose.pk, dose.current_id
        one.change = kept_claims(Claims(dose=claims.dose))
        if report is not None:
            self._require_decidable(report, Subject.DOSE)
            said = apply_claims(facts, report.said.dose)
            if report.dose_id != dose.pk or said != wanted:
                raise RowRefused(RowTrouble.REPORT_DIFFERS, "report", row.report)
        if wanted == facts:
            one.fate = Fate.SAME
            return
        self._require_once(one.subject, dose.pk)
        self._move(dose, facts, wanted, patient)
        one.fate = Fate.CHANGES

    def _move(self, dose: Dose, facts: DoseFacts, wanted: DoseFacts, patient: Patient) -> None:
        """Ask whether a dose may stand where it would; rows below find it there."""
        born = self.known.people.get(dose.patient_id, patient).current.birth_date
        try:
            require_possible(wanted, birth_date=born, today=self.known.today)
        except Refusal as impossible:
            raise RowRefused(RowTrouble.DAY_IMPOSSIBLE, "right_day") from impossible
        vaccines, taken, whole = known_vaccines(), self.known.taken, patient.principal_id
        now = (whole, vaccines[facts.vaccine_id].disease_id, facts.administered_on)
        then = (whole, vaccines[wanted.vaccine_id].disease_id, wanted.administered_on)
        if now != then and taken.is_taken(*then, besides=dose.pk):
            raise RowRefused(RowTrouble.DAY_TAKEN, "right_day")
        taken.leave(*now, dose.pk)
        taken.take(*then, dose.pk)

    def _dose(self, row: AskedRow, patient: Patient, report: CorrectionReport | None) -> Dose:
        doses = self.known.doses_of(patient)
        if row.day is None:
            if report is None or report.dose_id is None:
                raise RowRefused(RowTrouble.NO_DOSE_NAMED, "day")
            found = [dose for dose in doses if dose.pk == report.dose_id]
        else:
            found = [
                dose
                for dose in doses
                if dose.current.administered_on == row.day
                and row.vaccine_id in (None, dose.current.vaccine_id)
            ]
        if not found:
            raise RowRefused(RowTrouble.NO_SUCH_DOSE, "day")
        if len(found) > 1:
            raise RowRefused(RowTrouble.DOSE_UNCLEAR, "vaccine")
        return found[0]

    def _judge_person(
        self, one: Judged, patient: Patient, claims: Claims, report: CorrectionReport | None
    ) -> None:
        self._require_hers(patient)
        facts = patient.current.facts
        wanted = apply_change(facts, claims.change)
        one.patient_id, one.seen = patient.pk, patient.current_id
        one.change = kept_claims(Claims(change=claims.change))
        if report is not None:
            self._require_decidable(report, Subject.PERSON)
            said = apply_change(facts, report.said.change)
            if report.patient_id != patient.pk or said != wanted:
                raise RowRefused(RowTrouble.REPORT_DIFFERS, "report", report.tracking_code)
        if wanted == facts:
            one.fate = Fate.SAME
            return
        self._require_once(one.subject, patient.pk)
        holders = self.known.holders.get(claims.change.cccd or "", ())
        if {self.known.people[pk].principal_id for pk in holders} - {patient.principal_id}:
            raise RowRefused(RowTrouble.NUMBER_OF_ANOTHER, "right_number")
        one.fate = Fate.CHANGES

    def _require_hers(self, patient: Patient, dose: Dose | None = None) -> None:
        """A dose is hers whose facility is; a person, who lives or was vaccinated there."""
        place = dose.current.facility if dose else None
        is_hers = self.known.is_hers(place.path) if place else patient.pk in self.known.seen
        if not is_hers:
            raise RowRefused(RowTrouble.NOT_YOURS)

    def _require_once(self, subject: Subject, thing: int) -> None:
        if (subject, thing) in self.corrected:
            raise RowRefused(RowTrouble.TWICE_IN_SHEET)
        self.corrected.add((subject, thing))

    def _require_decidable(self, report: CorrectionReport, subject: Subject) -> None:
        if report.kind != _TAKES[subject]:
            raise RowRefused(RowTrouble.REPORT_OF_ANOTHER_KIND, "report", report.tracking_code)
        if not self.known.by.may(Role.OFFICER, report.path):
            raise RowRefused(RowTrouble.NOT_YOURS, "report", report.tracking_code)
        is_held = report.reviewer_id not in (None, self.known.by.user_id)
        if report.status not in _MAY_BE_DECIDED or is_held:
            raise RowRefused(RowTrouble.REPORT_CLOSED, "report", report.tracking_code)


def _subjects(row: AskedRow, report: CorrectionReport | None) -> Iterator[Subject]:
    has_nothing = not (row.has_dose or row.has_person)
    if row.has_dose or (has_nothing and (report is None or report.kind != ReportKind.PERSON_WRONG)):
        yield Subject.DOSE
    if row.has_person or (has_nothing and report and report.kind == ReportKind.PERSON_WRONG):
        yield Subject.PERSON
