"""An organization's files: uploaded, every row judged, sent, given back with the results."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.imports.operations.upload import XLSX
from sotiem.portals.components.access import acting_citizen, contacts, public
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import told_in
from sotiem.portals.registering import roster_words, words
from sotiem.portals.registering.organization_forms import RosterForm
from sotiem.registrations.models import Organization
from sotiem.registrations.queries import organization_of
from sotiem.rosters import operations, queries, rules
from sotiem.rosters.models import Roster
from sotiem.rosters.states import AT_WORK, NOTED, Fate, RosterStatus

_SECONDS: Final = 2


def own_organization(request: HttpRequest, code: str) -> Organization:
    """The organization of this code, if whoever asks speaks for it; else as if there is none."""
    found = organization_of(acting_citizen(request), normal_tracking_code(code))
    if found is None:
        raise Http404
    return found


@contacts
@never_cache
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """An organization's page: where to upload, and what came of its files."""
    found = own_organization(request, code)
    is_sent = request.method == "POST"
    form = RosterForm(request.POST, request.FILES) if is_sent else RosterForm()
    if is_sent and form.is_valid():
        with told_in(form, "sheet"):
            made = operations.upload_roster(
                organization_id=found.pk,
                content=form.content(),
                file_name=form.cleaned_data["sheet"].name,
                submission_key=form.cleaned_data["submission_key"],
                by=acting_citizen(request),
                at=timezone.now(),
            )
            return redirect("registering:roster", found.code, made.public_id)
    facts = {
        "form": form,
        "organization": found,
        "kind": words.KINDS[found.kind],
        "group": words.group_name(found.group),
        "files": [_line(each) for each in queries.rosters_of(found)],
        "columns": [(each, roster_words.EXPLAINED[each.key]) for each in rules.COLUMNS],
    }
    status = 422 if form.errors else 200
    return render(request, "registering/organization.html", facts, status=status)


@contacts
@never_cache
@require_safe
def roster(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """A file at its point of life, with the fate of each row."""
    found = _own(request, code, public_id)
    if found.status not in AT_WORK and request.headers.get("HX-Request"):
        # The page that waited asks for its progress; now there is another page to see.
        return HttpResponse(headers={"HX-Redirect": request.path})
    return _page(request, found)


@require_POST
@contacts
def send(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Register the people of the file."""
    return _step(request, code, public_id, operations.begin_sending)


@require_POST
@contacts
def lay_aside(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Send nothing of the file."""
    return _step(request, code, public_id, operations.lay_aside)


@contacts
@require_safe
def result(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The file as it came, with what became of each row and its wrong cells marked."""
    found = _own(request, code, public_id)
    if found.status in (RosterStatus.CHECKING, RosterStatus.REFUSED) or not found.headers:
        return redirect("registering:roster", code, public_id)
    results, marked = {}, {}
    for row in queries.every_row(found):
        results[row.number] = roster_words.result_of(row, found.headers)
        marked[row.number] = roster_words.marked(row)
    content = queries.workbook_with_results(found, results, marked)
    return file_answer(f"ket-qua-{found.organization.code}.xlsx", content, XLSX)


@public
@require_safe
def template_of_list(request: HttpRequest) -> HttpResponse:
    """The list with one example, and how to fill it in."""
    explained = [
        [gettext("Cột"), gettext("Cách điền"), gettext("Ví dụ")],
        *[
            [each.header, str(roster_words.EXPLAINED[each.key]), each.example]
            for each in rules.COLUMNS
        ],
    ]
    names = {"name": gettext("Danh sách"), "help_name": gettext("Hướng dẫn")}
    content = rules.template(explained, **names)
    return file_answer("mau-dang-ky-to-chuc.xlsx", content, XLSX)


def _own(request: HttpRequest, code: str, public_id: UUID) -> Roster:
    found = queries.roster_of(acting_citizen(request), public_id)
    if found is None or found.organization.code != normal_tracking_code(code):
        raise Http404
    return found


def _step(
    request: HttpRequest, code: str, public_id: UUID, operation: Callable[..., object]
) -> HttpResponse:
    """Take a step, then show where the file stands."""
    found = _own(request, code, public_id)
    by, at = acting_citizen(request), timezone.now()
    address = reverse("registering:roster", args=[found.organization.code, public_id])
    return act_or_tell(
        lambda: operation(roster_id=found.pk, by=by, at=at),
        address=lambda: address,
        tell=lambda errors: _page(request, _own(request, code, public_id), errors=errors),
    )


def _page(request: HttpRequest, found: Roster, *, errors: list[str] | None = None) -> HttpResponse:
    status = RosterStatus(found.status)
    facts = _line(found) | {
        "errors": errors or [],
        "organization": found.organization,
        "refresh_seconds": _SECONDS if status in AT_WORK else 0,
        "to_send": found.counts.get(Fate.NEW, 0),
        "is_handled": status in AT_WORK,
    }
    if status == RosterStatus.REFUSED:
        facts["sentence"] = roster_words.sentence_of_roster(found.problem, found.problem_details)
    if found.headers and status not in AT_WORK:
        facts |= _rows(request, found)
    return render(request, "registering/roster.html", facts, status=422 if errors else 200)


def _rows(request: HttpRequest, found: Roster) -> dict[str, Any]:
    counts = found.counts if found.counts.get(Fate.NEW) else {**found.counts, NOTED: 0}
    counted = [(each, counts.get(each.counted, 0)) for each in roster_words.BUCKETS]
    filled = [(each, count) for each, count in counted if count] or counted[:1]
    asked = request.GET.get("nhom")
    chosen = next((each for each, _ in filled if each.slug == asked), filled[0][0])
    after = request.GET.get("sau", "")
    place = int(after) if after.isdecimal() and len(after) < 8 else 0
    rows, next_after = queries.rows_with(found, chosen.fate, noted=chosen.is_noted, after=place)
    return {
        "counted": filled,
        "chosen": chosen,
        "rows": [(row, roster_words.told(row, found.headers)) for row in rows],
        "next_after": next_after,
    }


def _line(found: Roster) -> dict[str, Any]:
    said, tone = roster_words.STATUSES[RosterStatus(found.status)]
    total = found.rows_total
    if found.status == RosterStatus.SENDING:
        total = found.counts.get(Fate.NEW, 0) + found.rows_done
    return {"roster": found, "status": said, "tone": tone, "total": total}
