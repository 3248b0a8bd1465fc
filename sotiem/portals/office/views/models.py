"""Which model judges whether two records are one person's, and how it was measured."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.foundation.refusals import require
from sotiem.matching import permissions
from sotiem.matching.models import MatchModel, ModelSwitch
from sotiem.matching.operations import switch_model
from sotiem.matching.queries import active_judge
from sotiem.matching.rules.evaluation import shipped_evaluation
from sotiem.matching.rules.judge import shipped_versions
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.office.forms import SwitchForm
from sotiem.portals.office.words import measures_in_words

SWITCHES_SHOWN = 20


@staff(Role.ADMINISTRATOR)
def models(request: HttpRequest) -> HttpResponse:
    """The models, the one that judges, and earlier switches; for the country's administrators."""
    require(permissions.can_switch_model(acting_staff(request)))
    return _page(request, SwitchForm(versions=_versions()))


@require_POST
@staff(Role.ADMINISTRATOR)
def switch(request: HttpRequest) -> HttpResponse:
    """From now on let another model judge."""
    require(permissions.can_switch_model(acting_staff(request)))
    form = SwitchForm(request.POST, versions=_versions())
    if not form.is_valid():
        return _page(request, form)
    with told_in(form):
        switch_model(
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=acting_staff(request),
            at=timezone.now(),
        )
        return redirect("office:models")
    return _page(request, form)


def _page(request: HttpRequest, form: SwitchForm) -> HttpResponse:
    rows = _rows()
    facts = {
        "models": rows,
        "has_learned": any(row.get("verdicts") for row in rows),
        "switches": ModelSwitch.objects.order_by("-pk")[:SWITCHES_SHOWN],
        "form": form,
        "has_others": len(form.versions) > 0,
    }
    return render(request, "office/models.html", facts, status=422 if form.is_bound else 200)


def _versions() -> list[str]:
    """The models that could judge instead of the present one, the newest first."""
    active = active_judge().version
    return [row["version"] for row in _rows() if row["version"] != active]


def _rows() -> list[dict[str, Any]]:
    active = active_judge()
    learned = [
        {
            "version": model.version,
            "made_at": model.made_at,
            "measures": measures_in_words(model.evaluation),
            "before": model.evaluation.get("before", {}).get("version", ""),
            "verdicts": model.evaluation.get("verdicts"),
            "is_active": model.version == active.version,
        }
        for model in MatchModel.objects.order_by("-made_at", "-pk").defer("content")
    ]
    known = {row["version"] for row in learned}
    shipped: list[dict[str, Any]] = [
        {
            "version": version,
            "made_at": None,
            "measures": measures_in_words(shipped_evaluation(version)),
            "world": shipped_evaluation(version),
            "is_active": version == active.version,
        }
        for version in reversed(shipped_versions())
        if version not in known
    ]
    return learned + shipped
