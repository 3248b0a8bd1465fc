"""What a file leaves open is asked on one page, before its rows are checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import answer_about_file
from sotiem.imports.queries import open_questions
from sotiem.imports.rules.questions import QuestionKind
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.facility.file_words import HINTS, answer_in_words, reading_in_words
from sotiem.portals.facility.forms import FileForm
from sotiem.portals.facility.views._found import import_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with cells of the file, and how each answer would read them."""

    field: BoundField
    hint: str
    ways: list[str]
    examples: list[tuple[str, list[tuple[str, str]]]]


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def about_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The questions of a file; answered, it is checked."""
    found = import_of(request, public_id)
    questions = asked_now(found)
    if not questions:
        return redirect("facility:import", public_id=public_id)
    form = FileForm(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            answer_about_file(
                import_id=found.pk,
                answers=form.answers(),
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect("facility:import", public_id=public_id)
    facts = {
        "import": found,
        "facility": found.facility,
        "form": form,
        "asked": [_asked(form[name], one) for name, one in form.asked.items()],
        "is_first": found.status == ImportStatus.ASKING,
    }
    return render(request, "facility/about_file.html", facts, status=422 if form.errors else 200)


def asked_now(found: DoseImport) -> list[dict[str, Any]]:
    """What can be answered: what is open; while nothing is recorded, what is settled too."""
    if found.status == ImportStatus.ASKING:
        return open_questions(found)
    if found.status == ImportStatus.READY and not found.counts.get(RowOutcome.RECORDED):
        return list(found.questions)
    return []


def _asked(field: BoundField, question: Mapping[str, Any]) -> Asked:
    ways: Sequence[str] = question["choices"]
    if question["kind"] == QuestionKind.COLUMN:
        ways = []
    kind = question["kind"]
    examples = [
        (
            one["cell"],
            [
                (answer_in_words(way), reading_in_words(kind, one["reads"].get(way, "")))
                for way in ways
            ],
        )
        for one in question["examples"]
    ]
    hint = str(HINTS[kind])
    return Asked(field, hint, [answer_in_words(way) for way in ways], examples)
