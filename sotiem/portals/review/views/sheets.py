"""Many records are corrected by a sheet: uploaded, looked at, carried out, taken back."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.foundation import audit
from sotiem.imports.operations.upload import XLSX
from sotiem.mending import operations, permissions, queries, rules
from sotiem.mending.models import MendingSheet
from sotiem.mending.states import AT_WORK, Fate, SheetStatus
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import told_in
from sotiem.portals.facility.refusals import sentence_of_file
from sotiem.portals.review.sheet_facts import results_of, shown_rows
from sotiem.portals.review.sheet_forms import GroundsForm, SheetForm, UndoSheetForm
from sotiem.portals.review.sheet_words import BUCKETS, EXPLAINED, STATUSES

_SECONDS: Final = 2


@staff(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """An officer's sheets, those that wait for her agreement, and where to upload the next."""
    who = acting_staff(request)
    is_sent = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if is_sent else SheetForm()
    if is_sent and form.is_valid():
        with told_in(form, "sheet"):
            sheet = operations.upload_corrections(
                content=form.content(),
                file_name=form.cleaned_data["sheet"].name,
                submission_key=form.cleaned_data["submission_key"],
                by=who,
                at=timezone.now(),
            )
            return redirect("review:sheet", sheet.public_id)
    facts = {
        "form": form,
        "own": [_line(each) for each in queries.sheets_of(who)],
        "waiting": [_line(each) for each in queries.sheets_to_agree_with(who)],
        "columns": [(column, EXPLAINED[column.key]) for column in rules.COLUMNS],
    }
    return render(request, "review/sheets.html", facts, status=422 if form.is_bound else 200)


@never_cache
@staff(Role.OFFICER)
@require_safe
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A sheet at its point of life. Whose rows are shown is recorded."""
    found = queries.sheet_for_officer(staff=acting_staff(request), public_id=public_id)
    if found.status not in AT_WORK and request.headers.get("HX-Request"):
        # The page that waited asks for its progress; now there is another page to see.
        return HttpResponse(headers={"HX-Redirect": reverse("review:sheet", args=[public_id])})
    return _page(request, found)


@require_POST
@staff(Role.OFFICER)
def commit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the record as the sheet says."""
    return _with_words(request, public_id, GroundsForm, operations.begin_corrections)


@require_POST
@staff(Role.OFFICER)
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the whole sheet back."""
    return _with_words(request, public_id, UndoSheetForm, operations.begin_undo)


@require_POST
@staff(Role.OFFICER)
def agree(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Agree with the whole sheet, as the second officer."""
    return _step(request, public_id, operations.agree_with_corrections)


@require_POST
@staff(Role.OFFICER)
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lay the sheet aside."""
    return _step(request, public_id, operations.cancel_corrections)


@staff(Role.OFFICER)
@require_safe
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sheet as it came, with what became of each row."""
    found = queries.sheet_for_officer(staff=acting_staff(request), public_id=public_id)
    if found.status in (SheetStatus.CHECKING, SheetStatus.REFUSED):
        return redirect("review:sheet", public_id)
    content = queries.workbook_with_results(found, results_of(found))
    return file_answer(f"ket-qua-sua-{found.public_id}.xlsx", content, XLSX)


@staff(Role.OFFICER)
@require_safe
def template_of_sheet(request: HttpRequest) -> HttpResponse:
    """The empty sheet with its instructions."""
    explained = [
        [gettext("Cột"), gettext("Cách điền"), gettext("Ví dụ")],
        *[[each.header, str(EXPLAINED[each.key]), each.example] for each in rules.COLUMNS],
    ]
    names = {"name": gettext("Danh sách"), "help_name": gettext("Hướng dẫn")}
    return file_answer("mau-sua-ho-so.xlsx", rules.template(explained, **names), XLSX)


def _with_words(
    request: HttpRequest,
    public_id: UUID,
    form_class: type[forms.Form],
    operation: Callable[..., object],
) -> HttpResponse:
    form = form_class(request.POST)
    if not form.is_valid():
        found = queries.sheet_for_officer(staff=acting_staff(request), public_id=public_id)
        return _page(request, found, form=form)
    return _step(request, public_id, operation, note=form.cleaned_data["note"])


def _step(
    request: HttpRequest, public_id: UUID, operation: Callable[..., object], **given: Any
) -> HttpResponse:
    """Take a step, then show where the sheet stands."""
    who = acting_staff(request)
    found = queries.sheet_for_officer(staff=who, public_id=public_id)
    return act_or_tell(
        lambda: operation(sheet_id=found.pk, by=who, at=timezone.now(), **given),
        address=lambda: reverse("review:sheet", args=[public_id]),
        tell=lambda errors: _page(
            request,
            queries.sheet_for_officer(staff=who, public_id=public_id),
            errors=errors,
        ),
    )


def _page(
    request: HttpRequest,
    found: MendingSheet,
    *,
    form: forms.Form | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    who, status = acting_staff(request), SheetStatus(found.status)
    facts = _line(found) | {
        "errors": errors or [],
        "wrong_form": form,
        "grounds_form": form if isinstance(form, GroundsForm) else GroundsForm(),
        "undo_form": form if isinstance(form, UndoSheetForm) else UndoSheetForm(),
        "may_agree": permissions.can_agree(who, found),
        "refresh_seconds": _SECONDS if status in AT_WORK else 0,
    }
    if status == SheetStatus.REFUSED:
        facts["sentence"] = sentence_of_file(found.problem, found.problem_details)
    if status in AT_WORK or status in (SheetStatus.REFUSED, SheetStatus.CANCELLED):
        template = f"review/sheet_{_TEMPLATES[status]}.html"
    else:
        template, facts = "review/sheet.html", facts | _rows(request, found)
    is_wrong = form is not None or bool(errors)
    return render(request, template, facts, status=422 if is_wrong else 200)


_TEMPLATES: Final = {
    **dict.fromkeys(AT_WORK, "progress"),
    SheetStatus.REFUSED: "refused",
    SheetStatus.CANCELLED: "refused",
}


def _rows(request: HttpRequest, found: MendingSheet) -> dict[str, Any]:
    """The rows of the chosen fate. That people's records were shown is recorded."""
    counted = [(each, found.counts.get(each.fate, 0)) for each in BUCKETS]
    filled = [(each, count) for each, count in counted if count] or counted[:1]
    asked = request.GET.get("nhom")
    chosen = next((each for each, _ in filled if each.slug == asked), filled[0][0])
    after = request.GET.get("sau", "")
    place = int(after) if after.isdecimal() and len(after) < 8 else 0
    effects, next_after = queries.rows_with(found, [chosen.fate], after=place)
    seen = {effect.row.patient_id for effect in effects if effect.row.patient_id is not None}
    notes = [
        audit.Note(
            action="patient.viewed",
            object_kind="patient",
            object_id=patient_id,
            patient_id=patient_id,
            details={"sheet": str(found.public_id)},
        )
        for patient_id in sorted(seen)
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())
    return {
        "counted": filled,
        "chosen": chosen,
        "rows": shown_rows(effects),
        "next_after": next_after,
        "to_change": found.counts.get(Fate.CHANGES, 0),
        "done": found.counts.get(Fate.DONE, 0),
    }


def _line(found: MendingSheet) -> dict[str, Any]:
    words, tone = STATUSES[SheetStatus(found.status)]
    return {"sheet": found, "status": words, "tone": tone, **_progress(found)}


def _progress(found: MendingSheet) -> dict[str, int]:
    """How far the work on a sheet is."""
    undone = found.counts.get(Fate.UNDONE, 0) + found.counts.get(Fate.KEPT, 0)
    done, left = found.counts.get(Fate.DONE, 0), found.counts.get(Fate.CHANGES, 0)
    if found.status == SheetStatus.UNDOING:
        return {"handled": undone, "to_handle": undone + done}
    return {"handled": done, "to_handle": done + left}
