from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import SameFileCameBefore, upload_sheet
from sotiem.imports.queries import ROWS_PER_PAGE, rows_changed, rows_with
from sotiem.imports.rules.lists import place_of
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.imports.waiting import next_waiting
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.facility.changes import changes_of
from sotiem.portals.facility.file_words import SETTLED, answer_in_words, title_of
from sotiem.portals.facility.forms import UploadForm
from sotiem.portals.facility.not_read import rows_not_read, sheets_not_read
from sotiem.portals.facility.refusals import Told, sentence_of_file, told
from sotiem.portals.facility.views._answers import just_answered
from sotiem.portals.facility.views._columns import explained_columns
from sotiem.portals.facility.views._earlier import earlier_told, same_rows_told
from sotiem.portals.facility.views._found import import_of
from sotiem.portals.facility.views._rows import address_of, dose_of, leave_traces, person_of
from sotiem.portals.facility.views.about_file import asked_now

_AT_WORK: Final = frozenset({ImportStatus.CHECKING, ImportStatus.COMMITTING, ImportStatus.UNDOING})
_SECONDS: Final = 2


@dataclass(frozen=True, slots=True)
class Bucket:
    """Doses with the same fate: how many, and what happens to them."""

    slug: str
    outcomes: tuple[RowOutcome, ...]
    title: Promise
    consequence: Promise


BEFORE: Final = (
    Bucket("moi", (RowOutcome.NEW,), _("Mũi tiêm mới"), _("Sẽ được ghi khi bạn đồng ý.")),
    Bucket(
        "da-co",
        (RowOutcome.KNOWN,),
        _("Đã có trong hệ thống"),
        _("Không ghi thêm, không thay đổi gì."),
    ),
    Bucket(
        "can-xem",
        (RowOutcome.REVIEW,),
        _("Cần người xem"),
        _("Chưa ghi. Hãy trả lời từng dòng, hoặc sửa trong tệp rồi nhập lại."),
    ),
    Bucket(
        "khong-nhan",
        (RowOutcome.REFUSED,),
        _("Không nhận được"),
        _("Không ghi. Hãy sửa trong tệp rồi nhập lại; các dòng khác không bị ảnh hưởng."),
    ),
)
RECORDED: Final = Bucket(
    "da-ghi", (RowOutcome.RECORDED,), _("Đã ghi"), _("Đã có trong sổ tiêm của từng người.")
)
AFTER: Final = (RECORDED, *BEFORE[1:])
CHANGED: Final = Bucket(
    "thay-doi",
    (RowOutcome.CHANGED,),
    _("Đã thay đổi từ lúc tải lên"),
    _("Chưa ghi. Hãy xem thông tin cũ và mới rồi quyết định."),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Where somebody answers, or answered, for a dose of a row."""

    href: str
    slot: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the sheet as a page shows it."""

    row: int  # as the spreadsheet shows it
    sheet: str  # where the file has several lists
    raw: dict[str, str]
    doses: list[dict[str, str]]
    told: list[Told]
    questions: list[Question]


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sheet of a facility."""
    facility = facility_of(request, code)
    form, facts = UploadForm(request.POST or None, request.FILES or None), {}
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("facility:import", public_id=_upload(request, facility, form).public_id)
        except NotAllowed:
            raise
        except SameFileCameBefore as refusal:
            facts = earlier_told(request, refusal)
            form.add_error("sheet", sentence_for(refusal))
        except Refusal as refusal:
            form.add_error("sheet", sentence_for(refusal))
    facts |= {"facility": facility, "form": form, "columns": explained_columns()}
    status = 422 if form.is_bound else 200
    return render(request, "facility/upload.html", facts, status=status)


def _upload(request: HttpRequest, facility: Facility, form: UploadForm) -> DoseImport:
    return upload_sheet(
        facility=facility,
        content=form.content(),
        file_name=form.cleaned_data["sheet"].name,
        submission_key=form.cleaned_data["submission_key"],
        by=acting_staff(request),
        at=timezone.now(),
    )


@staff(Role.CLERK)
@require_safe
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A sheet at its point of life: being read, waiting, recorded, refused or laid aside."""
    dose_import = import_of(request, public_id)
    status = ImportStatus(dose_import.status)
    facts: dict[str, Any] = {"import": dose_import, "facility": dose_import.facility}
    if status in _AT_WORK:
        facts["refresh_seconds"] = _SECONDS
        return render(request, "facility/progress.html", facts)
    if request.headers.get("HX-Request"):
        # The page that waited asks for its progress; now there is another page to see.
        return HttpResponse(headers={"HX-Redirect": reverse("facility:import", args=[public_id])})
    if status == ImportStatus.ASKING:
        return redirect("facility:about_file", public_id=public_id)
    if status in (ImportStatus.REFUSED, ImportStatus.CANCELLED):
        facts["sentence"] = sentence_of_file(dose_import.problem, dose_import.problem_details)
        facts["columns"] = explained_columns()
        return render(request, f"facility/{status}.html", facts)
    if status == ImportStatus.UNDONE:
        facts["undone"] = dose_import.counts.get(RowOutcome.UNDONE, 0)
        return render(request, "facility/undone.html", facts)
    facts |= _buckets(request, dose_import, _buckets_of(dose_import))
    facts |= _waiting(dose_import)
    facts |= _not_read(dose_import)
    facts |= same_rows_told(dose_import)
    facts |= _understood(dose_import)
    facts |= just_answered(request, dose_import, acting_staff(request))
    template = "preview" if status == ImportStatus.READY else "result"
    return render(request, f"facility/{template}.html", facts)


def _buckets_of(dose_import: DoseImport) -> list[Bucket]:
    """What a page tells of the sheet; of parts that are seldom there only if they are."""
    buckets = list(BEFORE if dose_import.status == ImportStatus.READY else AFTER)
    if dose_import.status == ImportStatus.READY and dose_import.counts.get(RowOutcome.RECORDED):
        buckets.insert(1, RECORDED)
    if dose_import.rows_changed or dose_import.counts.get(RowOutcome.CHANGED):
        buckets.insert(1, CHANGED)
    return buckets


def _waiting(dose_import: DoseImport) -> dict[str, Any]:
    """How many doses wait for an answer, and where to begin."""
    first = next_waiting(dose_import)
    return {
        "waiting": dose_import.counts.get(RowOutcome.REVIEW, 0),
        "first_url": address_of(first, dose_import) if first else "",
        "recorded": dose_import.counts.get(RowOutcome.RECORDED, 0),
        "changed": dose_import.counts.get(RowOutcome.CHANGED, 0),
    }


def _understood(dose_import: DoseImport) -> dict[str, Any]:
    """How the file as a whole is read, where it could be read otherwise."""
    told = [
        (title_of(one), answer_in_words(one["answer"]), SETTLED[one["settled_by"]])
        for one in dose_import.questions
        if one["answer"]
    ]
    return {"understood": told, "can_answer_anew": bool(asked_now(dose_import))}


def _not_read(dose_import: DoseImport) -> dict[str, Any]:
    """What of the file is no row of a list."""
    rows = rows_not_read(dose_import)
    return {
        "rows_not_read": rows,
        "number_not_read": sum(each.rows for each in rows),
        "sheets_not_read": sheets_not_read(dose_import),
    }


def _buckets(
    request: HttpRequest, dose_import: DoseImport, buckets: Sequence[Bucket]
) -> dict[str, Any]:
    counted = [(each, _count(dose_import, each)) for each in buckets]
    asked = request.GET.get("nhom")
    filled = [each for each, count in counted if count] or list(buckets)
    chosen = next((each for each in buckets if each.slug == asked), filled[0])
    after = request.GET.get("sau", "")
    place = int(after) if after.isdecimal() and len(after) < 11 else 0
    if chosen == CHANGED:
        rows = rows_changed(dose_import, after=place, limit=ROWS_PER_PAGE + 1)
        leave_traces(request, dose_import, rows[:ROWS_PER_PAGE])
    else:
        rows = rows_with(dose_import, chosen.outcomes, after=place, limit=ROWS_PER_PAGE + 1)
    return {
        "counted": counted,
        "total": sum(dose_import.counts.values()),
        "first_count": counted[0][1],
        "chosen": chosen,
        "rows": [_shown(doses, dose_import) for doses in rows[:ROWS_PER_PAGE]],
        "next_after": rows[ROWS_PER_PAGE - 1][0].number if len(rows) > ROWS_PER_PAGE else None,
    }


def _count(dose_import: DoseImport, bucket: Bucket) -> int:
    if bucket == CHANGED:
        return dose_import.rows_changed
    return sum(dose_import.counts.get(outcome, 0) for outcome in bucket.outcomes)


def _shown(doses: list[ImportRow], sheet: DoseImport) -> ShownRow:
    return ShownRow(
        place_of(doses[0].number)[1],
        sheet.lists.name(doses[0].number),
        doses[0].raw,
        [dose.raw for dose in doses],
        [*changes_of(doses), *told(doses)],
        list(_questions(doses, sheet)),
    )


def _questions(doses: list[ImportRow], sheet: DoseImport) -> Iterator[Question]:
    """One on the row's person, whatever the number of its doses; one on each dose."""
    of_person = [each for each in doses if each.asks_about_person or each.standing_decision]
    for dose in of_person[:1]:
        yield Question(person_of(dose, sheet), dose.slot, bool(dose.standing_decision))
    for dose in doses:
        if dose.asks_about_dose or dose.standing_answer:
            yield Question(dose_of(dose, sheet), dose.slot, bool(dose.standing_answer))
