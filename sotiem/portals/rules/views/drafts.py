"""Writing a draft: by fields, or as a whole text. What was typed is never lost."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.foundation.refusals import Refusal, require
from sotiem.portals.components.access import staff
from sotiem.portals.components.refusals import sentence_for, told_in
from sotiem.portals.rules.forms import NumbersForm, TextForm, term_of
from sotiem.portals.rules.views._found import draft_of, regulator_in
from sotiem.reopening import permissions
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations import drop_draft, save_draft, start_draft


@never_cache
@staff(Role.REGULATOR)
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change numbers, words and expected cards."""
    draft, who = _mine(request, public_id)
    given = {"content": draft.content, "initial": term_of(draft)}
    form = NumbersForm(request.POST, **given) if request.method == "POST" else NumbersForm(**given)
    if form.is_bound and form.is_valid() and _save(draft, form, by=who):
        return redirect("rules:version", draft.public_id)
    facts = {"draft": draft, "form": form}
    return render(request, "rules/edit.html", facts, status=422 if form.errors else 200)


@never_cache
@staff(Role.REGULATOR)
def edit_text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the whole text."""
    draft, who = _mine(request, public_id)
    initial = {"text": draft.text, **term_of(draft)}
    form = _text_form(request, initial)
    if form.is_bound and form.is_valid() and _save(draft, form, by=who):
        return redirect("rules:version", draft.public_id)
    facts = {"draft": draft, "form": form}
    return render(request, "rules/text.html", facts, status=422 if form.errors else 200)


@never_cache
@staff(Role.REGULATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Start a draft from a text of one's own: of a set that there is, or of another one."""
    who = regulator_in(request)
    form = _text_form(request, {})
    if form.is_bound and form.is_valid():
        try:
            draft = start_draft(
                content=form.content,
                valid_from=form.valid_from,
                valid_to=form.valid_to,
                by=who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            return redirect("rules:version", draft.public_id)
    return render(request, "rules/text.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@staff(Role.REGULATOR)
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a draft up."""
    who = regulator_in(request)
    drop_draft(public_id=draft_of(public_id).public_id, by=who, at=timezone.now())
    return redirect("rules:sets")


def _mine(request: HttpRequest, public_id: UUID) -> tuple[RuleVersion, Staff]:
    who = regulator_in(request)
    draft = draft_of(public_id)
    require(permissions.can_change(who, draft))
    return draft, who


def _text_form(request: HttpRequest, initial: dict[str, object]) -> TextForm:
    if request.method == "POST":
        return TextForm(request.POST, request.FILES, initial=initial)
    return TextForm(initial=initial)


def _save(draft: RuleVersion, form: NumbersForm | TextForm, *, by: Staff) -> bool:
    """Keep what the form says; a refusal is told on the form."""
    with told_in(form):
        save_draft(
            public_id=draft.public_id,
            content=form.content,
            valid_from=form.valid_from,
            valid_to=form.valid_to,
            by=by,
            at=timezone.now(),
        )
        return True
    return False
