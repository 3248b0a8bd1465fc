"""Which doses their facility has to sign before the centre signs the certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.certificates.confirmation_queries import rules_in_force
from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.certificates.models import ConfirmationRule
from sotiem.certificates.operations import set_first_signature
from sotiem.certificates.permissions import can_set_signatures
from sotiem.foundation.refusals import require
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.office.forms import SignatureForm
from sotiem.portals.office.words import DOSE_WAYS, FIRST_SIGNATURES

RULES_SHOWN = 20


@staff(Role.ADMINISTRATOR)
@require_safe
def signatures(request: HttpRequest) -> HttpResponse:
    """Who signs first for each way a dose comes, and earlier changes."""
    require(can_set_signatures(acting_staff(request)))
    return _page(request, SignatureForm())


@require_POST
@staff(Role.ADMINISTRATOR)
def change(request: HttpRequest) -> HttpResponse:
    """From now on let doses that come one way be signed otherwise."""
    require(can_set_signatures(acting_staff(request)))
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    with told_in(form):
        set_first_signature(
            way=DoseWay(form.cleaned_data["way"]),
            step=FirstSignature(form.cleaned_data["step"]),
            reason=form.cleaned_data["reason"],
            by=acting_staff(request),
            at=timezone.now(),
        )
        return redirect("office:signatures")
    return _page(request, form)


def _page(request: HttpRequest, form: SignatureForm) -> HttpResponse:
    now = rules_in_force(at=timezone.now())
    rules = ConfirmationRule.objects.order_by("-pk")[:RULES_SHOWN]
    facts = {
        "now": [
            {"way": DOSE_WAYS[way], "step": FIRST_SIGNATURES[step], "rule": rule}
            for way, (step, rule) in now.items()
        ],
        "changes": [
            {
                "way": DOSE_WAYS[DoseWay(rule.way)],
                "step": FIRST_SIGNATURES[FirstSignature(rule.step)],
                "rule": rule,
            }
            for rule in rules
        ],
        "form": form,
    }
    return render(request, "office/signatures.html", facts, status=422 if form.is_bound else 200)
