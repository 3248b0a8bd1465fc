"""Reading reports: the officers' queue, one report, a person's reports."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf

from sotiem.accounts.facts import Citizen, Role, Staff, paths_within
from sotiem.corrections import permissions
from sotiem.corrections.facts import KINDS, PersonClaim, ReportKind
from sotiem.corrections.models import (
    CorrectionReport,
    Decision,
    Evidence,
    FacilityQuestion,
    Transfer,
)
from sotiem.corrections.open_counts import open_counts
from sotiem.corrections.states import DECIDED, OPEN, ReportStatus
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.proof import disagreements
from sotiem.foundation.refusals import require
from sotiem.matching.facts import Candidate, PersonClue
from sotiem.matching.queries import match_one
from sotiem.patients.queries import whole_of

ROWS_A_PAGE: Final = 50
REPORTS_OF_A_PERSON: Final = 50
# Counted per row shown; a join would make PostgreSQL group the whole queue first.
PHOTOS: Final = (
    Evidence.objects.filter(report=OuterRef("pk"))
    .order_by()
    .values("report")
    .annotate(number=Count("pk"))
    .values("number")
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What an officer sees of a report before opening it: nobody's name."""

    public_id: UUID
    tracking_code: str
    kind: ReportKind
    status: ReportStatus
    path: str
    submitted_at: datetime
    answer_due_at: datetime
    reviewer_id: int | None
    reviewer_name: str
    photos: int
    vaccine_name: str
    administered_on: date | None
    facility_name: str
    climbed: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of the queue, and the key to ask for those after them (empty at the end)."""

    rows: tuple[QueueRow, ...]
    next_key: UUID | None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many open reports wait for an officer's unit, by status; how many are overdue.

    Up to `MOST` they are exact; one more says that there are more.
    """

    by_status: Mapping[ReportStatus, int]
    overdue: int
    mine: int


def queue(
    *,
    staff: Staff,
    statuses: Collection[ReportStatus] = OPEN,
    after: UUID | None = None,
    limit: int = ROWS_A_PAGE,
    mine: bool = False,
) -> QueuePage:
    """The reports an officer may see, what is due first at the top; decided ones newest first.

    `after` is the public id of the last report already seen.
    """
    reports = _held_by(staff) if mine else _visible_to(staff)
    reports = reports.filter(status__in=statuses)
    backwards = not set(OPEN) & set(statuses)
    reports = _after(reports, after, backwards=backwards)
    reports = reports.annotate(
        photos=Coalesce(Subquery(PHOTOS), 0),
        reviewer_name=F("reviewer__first_name"),
        vaccine_name=Coalesce(
            NullIf("dose__current__vaccine_text", Value("")), "dose__current__vaccine__name_vi"
        ),
        administered_on=F("dose__current__administered_on"),
        facility_name=F("dose__current__facility__name"),
    )
    found = list(reports[: limit + 1])
    rows = tuple(_row(report) for report in found[:limit])
    return QueuePage(rows, rows[-1].public_id if len(found) > limit else None)


def counts(*, staff: Staff, at: datetime) -> QueueCounts:
    """Count the open reports of an officer's jurisdiction, as far as people read a number."""
    found = open_counts(paths_within(staff.jurisdictions(Role.OFFICER)), at=at)
    return QueueCounts(
        by_status=found.by_status,
        overdue=found.overdue,
        mine=_held_by(staff).filter(status__in=OPEN).count(),
    )


def report_for_officer(*, staff: Staff, public_id: UUID) -> CorrectionReport:
    """One report with all that a decision needs; refused outside the officer's jurisdiction."""
    report = _complete(CorrectionReport.objects.filter(public_id=public_id)).first()
    require(report is not None and permissions.can_see(staff, report))
    assert report is not None
    return report


def report_for_citizen(*, citizen: Citizen, code: str) -> CorrectionReport:
    """One of her own reports, by its tracking code; refused when it is not hers."""
    found = CorrectionReport.objects.filter(tracking_code=normal_tracking_code(code))
    report = _complete(found).first()
    require(report is not None and permissions.is_own(citizen, report))
    assert report is not None
    return report


def report_sent_before(*, citizen: Citizen, submission_key: UUID) -> CorrectionReport | None:
    """What her form of this key became, if it came before."""
    found = CorrectionReport.objects.filter(submission_key=submission_key)
    return found.filter(reporter_phone=citizen.phone).first()


def next_of_mine(report: CorrectionReport, *, staff: Staff) -> CorrectionReport | None:
    """Of what an officer has taken up, the one that is due after this report, or else the first."""
    mine = _held_by(staff).filter(status=ReportStatus.UNDER_REVIEW).exclude(pk=report.pk)
    is_due_before = ExpressionWrapper(
        Q(answer_due_at__lt=report.answer_due_at), output_field=BooleanField()
    )
    return mine.order_by(is_due_before, "answer_due_at", "pk").first()


def report_by_code(code: str) -> CorrectionReport | None:
    """The report of a tracking code, however it was typed; for pages that tell only its status."""
    return CorrectionReport.objects.filter(tracking_code=normal_tracking_code(code)).first()


def reports_of(patient_id: int) -> list[CorrectionReport]:
    """The reports about a person, whichever of her records they were made about; newest first."""
    reports = CorrectionReport.objects.of_person(patient_id)
    return list(
        reports.select_related("dose__current__vaccine").order_by("-pk")[:REPORTS_OF_A_PERSON]
    )


def reports_of_citizen(citizen: Citizen) -> list[CorrectionReport]:
    """Her own reports: about her record, or, before there was one, sent from her phone."""
    if citizen.patient_id is not None:
        return reports_of(citizen.patient_id)
    reports = CorrectionReport.objects.filter(
        reporter_phone=citizen.phone, kind=ReportKind.NOTHING_RECORDED
    )
    return list(
        reports.select_related("dose__current__vaccine").order_by("-pk")[:REPORTS_OF_A_PERSON]
    )


def people_meant(report: CorrectionReport) -> list[Candidate]:
    """Who on record may be the other person that a report tells of, the likeliest first."""
    person = report.said.person
    if person is None or not KINDS[ReportKind(report.kind)].may_name_another:
        return []
    found = match_one(clue_of(person)).candidates
    own = set(whole_of(report.patient_id)) if report.patient_id is not None else set()
    return [one for one in found if one.patient_id not in own]


def clue_of(person: PersonClaim) -> PersonClue:
    """What a claim says of a person, to look for her on record."""
    return PersonClue(
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        cccd=person.cccd,
        cmnd=person.cmnd,
        commune_id=person.unit_id,
    )


def evidence_of(report: CorrectionReport, public_id: UUID) -> Evidence | None:
    """One picture of a report that the reader may see already."""
    shown = Evidence.objects.select_related("picture", "original")
    return shown.filter(report=report, public_id=public_id).first()


def _visible_to(staff: Staff) -> QuerySet[CorrectionReport]:
    return CorrectionReport.objects.within(*staff.jurisdictions(Role.OFFICER))


def _held_by(staff: Staff) -> QuerySet[CorrectionReport]:
    """What an officer has in hand: also what climbed meanwhile from her own unit."""
    own = CorrectionReport.objects.filter(reviewer_id=staff.user_id)
    jurisdictions = staff.jurisdictions(Role.OFFICER)
    return own.within(*jurisdictions) | own.climbed_from_within(*jurisdictions)


def _after(
    reports: QuerySet[CorrectionReport], after: UUID | None, *, backwards: bool
) -> QuerySet[CorrectionReport]:
    order: Sequence[str] = ("-answer_due_at", "-pk") if backwards else ("answer_due_at", "pk")
    reports = reports.order_by(*order)
    if after is None:
        return reports
    last = CorrectionReport.objects.filter(public_id=after).values_list("answer_due_at", "pk")
    due_at, pk = last.get()
    if backwards:
        return reports.filter(answer_due_at__lte=due_at).exclude(answer_due_at=due_at, pk__gte=pk)
    return reports.filter(answer_due_at__gte=due_at).exclude(answer_due_at=due_at, pk__lte=pk)


def _complete(reports: QuerySet[CorrectionReport]) -> QuerySet[CorrectionReport]:
    return reports.select_related(
        "patient__current__commune",
        "dose__current__vaccine",
        "dose__current__facility",
        "reviewer",
    ).prefetch_related(
        Prefetch("evidence", Evidence.objects.select_related("picture").order_by("pk")),
        Prefetch(
            "questions",
            FacilityQuestion.objects.select_related("facility", "answered_by").order_by("pk"),
        ),
        Prefetch("transfers", Transfer.objects.order_by("pk")),
        Prefetch("decisions", Decision.objects.select_related("decided_by").order_by("pk")),
    )


def _row(report: CorrectionReport) -> QueueRow:
    annotated = vars(report)
    return QueueRow(
        public_id=report.public_id,
        tracking_code=report.tracking_code,
        kind=ReportKind(report.kind),
        status=ReportStatus(report.status),
        path=report.path,
        submitted_at=report.submitted_at,
        answer_due_at=report.answer_due_at,
        reviewer_id=report.reviewer_id,
        reviewer_name=annotated["reviewer_name"] or "",
        photos=annotated["photos"],
        vaccine_name=annotated["vaccine_name"] or "",
        administered_on=annotated["administered_on"],
        facility_name=annotated["facility_name"] or "",
        climbed=bool(report.climbed_from),
    )


def disagreements_on_record() -> Iterator[str]:
    """Name each decision the trail does not vouch for, and each report that ended without one."""
    yield from disagreements(
        Decision.objects.all(), kind="decision", facts_of=lambda decision: decision.facts
    )
    undecided = CorrectionReport.objects.filter(status__in=DECIDED).exclude(
        Exists(Decision.objects.filter(report=OuterRef("pk"), decided_at=OuterRef("decided_at")))
    )
    for report in undecided.order_by("pk").iterator():
        yield f"report {report.pk}: it is {report.status} and nobody decided so"
