"""A facility as the health department sees it: what was published when, and what stopped it."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.facilities.facts import Published
from sotiem.facilities.models import Facility, FacilityVersion, Stop
from sotiem.facilities.operations import close_facility, lift_suspension, suspend_facility
from sotiem.facilities.permissions import can_license
from sotiem.facilities.queries import stop_on, stops_of
from sotiem.portals.announcing import telling, words
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.refusals import told_in

SUSPEND, CLOSE = "suspend", "close"


class StopForm(forms.Form):
    """From when nobody is vaccinated there, until when, and why."""

    what = forms.ChoiceField(
        label=gettext_lazy("Việc cần làm"),
        choices=[
            (SUSPEND, gettext_lazy("Đình chỉ tiêm chủng")),
            (CLOSE, gettext_lazy("Đóng cơ sở, không mở lại")),
        ],
        initial=SUSPEND,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Hãy chọn đình chỉ hay đóng cơ sở."),
            "invalid_choice": gettext_lazy("Hãy chọn đình chỉ hay đóng cơ sở."),
        },
    )
    from_on = DayField(label=gettext_lazy("Từ ngày"), initial=timezone.localdate)
    until_on = DayField(
        label=gettext_lazy("Đến hết ngày"),
        help_text=gettext_lazy("Chỉ khi đình chỉ có thời hạn."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=gettext_lazy("Được đăng công khai và báo cho cơ sở."),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Hãy ghi lý do."),
            "max_length": gettext_lazy("Lý do không quá 500 ký tự."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."))
        return day


class LiftForm(forms.Form):
    """Why a facility may vaccinate again."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do bỏ đình chỉ"),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Hãy ghi lý do."),
            "max_length": gettext_lazy("Lý do không quá 500 ký tự."),
        },
    )


@staff(Role.OFFICER)
@require_safe
@never_cache
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """One facility, with all its versions and stops."""
    return _page(request, _found(request, code), StopForm(), LiftForm())


@staff(Role.OFFICER)
@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend it, or close it."""
    found, form = _found(request, code), StopForm(request.POST)
    if form.is_valid():
        with told_in(form):
            _stopped(request, found, form)
            messages.success(request, _("Đã ghi. Cơ sở được báo qua tin nhắn."))
            return redirect("announcing:office", code=found.code)
    return _page(request, found, form, LiftForm())


@staff(Role.OFFICER)
@require_POST
def lift(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Let it vaccinate again."""
    found, form = _found(request, code), LiftForm(request.POST)
    held = found.stops.filter(public_id=public_id).first()
    if held is None:
        raise Http404
    if form.is_valid():
        with told_in(form):
            lift_suspension(
                stop_id=held.pk,
                reason=form.cleaned_data["reason"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            messages.success(request, _("Đã bỏ đình chỉ. Cơ sở được báo qua tin nhắn."))
            return redirect("announcing:office", code=found.code)
    return _page(request, found, StopForm(), form)


def _stopped(request: HttpRequest, found: Facility, form: StopForm) -> None:
    said, by, at = form.cleaned_data, acting_staff(request), timezone.now()
    first, reason = said["from_on"], said["reason"]
    if said["what"] == CLOSE:
        close_facility(facility_id=found.pk, from_on=first, reason=reason, by=by, at=at)
        return
    suspend_facility(
        facility_id=found.pk,
        from_on=first,
        until_on=said["until_on"],
        reason=reason,
        by=by,
        at=at,
    )


def _found(request: HttpRequest, code: str) -> Facility:
    """A facility in this officer's jurisdiction; of others it is as if there is none."""
    rows = Facility.objects.select_related("commune__parent")
    found = rows.filter(code=code).first()
    if found is None or not can_license(acting_staff(request), found.path):
        raise Http404
    return found


def _page(
    request: HttpRequest, found: Facility, form: StopForm, lift_form: LiftForm
) -> HttpResponse:
    today = timezone.localdate()
    now = stop_on(found, today)
    facts = {
        "facility": found,
        "where": telling.where(found),
        "kind": words.kind_name(found.kind),
        "versions": [_told(each) for each in found.versions.order_by("-number")],
        "announcements": found.announcements.order_by("-pk")[:20],
        "now": telling.stop_in_words(now) if now else "",
        "stops": [(each, _until(each), _may_lift(each, today)) for each in stops_of(found)],
        "is_closed": found.stops.filter(is_final=True).exists(),
        "form": form,
        "lift_errors": [error for errors in lift_form.errors.values() for error in errors],
    }
    status = 422 if form.errors or lift_form.errors else 200
    return render(request, "announcing/office.html", facts, status=status)


def _told(version: FacilityVersion) -> tuple[FacilityVersion, Published]:
    return version, Published.of(version.facts)


def _until(stop: Stop) -> date | None:
    return stop.ended_on or stop.until_on


def _may_lift(stop: Stop, today: date) -> bool:
    is_over = stop.until_on is not None and stop.until_on < today
    return not (stop.is_final or stop.ended_on or is_over)
