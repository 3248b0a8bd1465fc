"""The list of a province: approved group by group, and given to facilities in the fair order."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.places.facts import Version
from sotiem.places.queries import province_of_today, provinces
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.registering import words
from sotiem.registrations import operations, permissions, queries
from sotiem.registrations.models import Registration
from sotiem.vaccines.queries import priority_groups


class AssignForm(forms.Form):
    """How many of a group, and to whom."""

    group = forms.IntegerField(widget=forms.HiddenInput)
    facility = forms.CharField(
        label=gettext_lazy("Cơ sở tiêm chủng"),
        help_text=gettext_lazy("Mã cơ sở trong tỉnh, thành phố này."),
        max_length=12,
        error_messages={"required": gettext_lazy("Hãy ghi mã cơ sở.")},
        widget=forms.TextInput(attrs={"list": "facilities", "data-width": "10"}),
    )
    most = forms.IntegerField(
        label=gettext_lazy("Số người"),
        min_value=1,
        max_value=10_000,
        error_messages={
            "required": gettext_lazy("Hãy ghi số người, từ 1 đến 10.000."),
            "invalid": gettext_lazy("Hãy ghi số người, từ 1 đến 10.000."),
            "min_value": gettext_lazy("Hãy ghi số người, từ 1 đến 10.000."),
            "max_value": gettext_lazy("Hãy ghi số người, từ 1 đến 10.000."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "5"}),
    )


@staff(Role.OFFICER)
def choose(request: HttpRequest) -> HttpResponse:
    """The provinces whose lists this officer runs; the only one at once."""
    who = acting_staff(request)
    mine = [
        each
        for each in provinces(Version.NEW)
        if permissions.can_run_list(who, jurisdiction_of(each).path)
    ]
    if len(mine) == 1:
        return redirect("registering:list", province=mine[0].code)
    return render(request, "registering/lists.html", {"provinces": mine})


@staff(Role.OFFICER)
@never_cache
def list_of_province(request: HttpRequest, province: str) -> HttpResponse:
    """How many wait in each group; with a group, who they are, in the fair order."""
    return _page(request, province, AssignForm())


@staff(Role.OFFICER)
@require_POST
def approve(request: HttpRequest, province: str) -> HttpResponse:
    """Approve all of a group."""
    number = operations.approve_group(
        list_path=_path(request, province),
        group=_group(request.POST.get("group")) or 0,
        by=acting_staff(request),
        at=timezone.now(),
    )
    _tell_approved(request, number)
    return redirect("registering:list", province=province)


@staff(Role.OFFICER)
@require_POST
def approve_list(request: HttpRequest, province: str) -> HttpResponse:
    """Approve the whole list of an organization."""
    number = operations.approve_organization(
        list_path=_path(request, province),
        organization=request.POST.get("organization", ""),
        by=acting_staff(request),
        at=timezone.now(),
    )
    _tell_approved(request, number)
    return redirect("registering:list", province=province)


def _tell_approved(request: HttpRequest, number: int) -> None:
    said = ngettext("Đã duyệt %(count)s người.", "Đã duyệt %(count)s người.", number)
    messages.success(request, said % {"count": number})


@staff(Role.OFFICER)
@require_POST
def assign(request: HttpRequest, province: str) -> HttpResponse:
    """Give the first of a group to a facility."""
    form = AssignForm(request.POST)
    path = _path(request, province)
    if form.is_valid():
        facility = Facility.objects.filter(code=form.cleaned_data["facility"].strip()).first()
        if facility is None:
            form.add_error("facility", _("Không có cơ sở mang mã này. Hãy xem lại mã."))
        else:
            try:
                number = operations.assign_group(
                    list_path=path,
                    group=form.cleaned_data["group"],
                    most=form.cleaned_data["most"],
                    facility=facility,
                    by=acting_staff(request),
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("facility", sentence_for(refusal))
            else:
                messages.success(
                    request,
                    ngettext(
                        "Đã giao %(count)s người cho %(facility)s.",
                        "Đã giao %(count)s người cho %(facility)s.",
                        number,
                    )
                    % {"count": number, "facility": facility.name},
                )
                return redirect("registering:list", province=province)
    return _page(request, province, form, group=_group(request.POST.get("group")))


def _page(
    request: HttpRequest, province: str, form: AssignForm, group: int | None = None
) -> HttpResponse:
    path, who = _path(request, province), acting_staff(request)
    unit = province_of_today(province)
    chosen = group or _group(request.GET.get("nhom"))
    names = {each.code: words.group_name(each) for each in priority_groups()}
    facts: dict[str, object] = {
        "province": unit,
        "groups": [(each, names[each.group]) for each in queries.groups_in(who, path)],
        "organizations": queries.organizations_in(who, path),
        "group": chosen,
        "group_name": names.get(chosen or 0),
        "form": form,
        "facilities": Facility.objects.within(Jurisdiction(path)).order_by("code")[:500],
    }
    organization = "" if chosen is not None else request.GET.get("don-vi", "")[:12]
    if chosen is not None or organization:
        facts |= _rows(request, path, chosen, organization)
    return render(request, "registering/list.html", facts, status=422 if form.errors else 200)


def _rows(
    request: HttpRequest, path: str, group: int | None, organization: str
) -> dict[str, object]:
    """A page of people; who saw the list stands on the trail."""
    who = acting_staff(request)
    after = Registration.objects.filter(code=request.GET.get("sau", "")).first()
    rows = queries.in_list(who, path, group=group, organization=organization, after=after)
    shown = rows[: queries.ROWS]
    audit.record_many(
        (
            audit.Note(
                action="registration.viewed",
                object_kind="registration",
                object_id=each.pk,
                patient_id=each.patient_id,
            )
            for each in shown
        ),
        by=who,
        at=timezone.now(),
    )
    more = shown[-1].code if len(rows) > queries.ROWS else ""
    told = [(each, words.STATES[each.state], words.TONES[each.state]) for each in shown]
    shown_by = f"don-vi={organization}" if organization else f"nhom={group}"
    return {"rows": told, "more": more, "shown_by": shown_by}


def _path(request: HttpRequest, province: str) -> str:
    """The list of a province, if this officer runs it; of others it is as if there is none."""
    unit = province_of_today(province)
    if unit is None:
        raise Http404
    path = jurisdiction_of(unit).path
    if not permissions.can_run_list(acting_staff(request), path):
        raise Http404
    return path


def _group(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 3 else None
