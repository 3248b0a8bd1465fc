"""Somebody of a session gets no dose today: why."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment
from sotiem.campaigns.operations import move_appointment
from sotiem.campaigns.states import AppointmentState, PostponeReason
from sotiem.identity import PartialDate
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import leave_trace, named
from sotiem.portals.session.words import POSTPONED_BECAUSE, TO


class PostponeForm(forms.Form):
    """Why a dose is put off."""

    seen = forms.ChoiceField(
        choices=[(each.value, each.value) for each in AppointmentState], widget=forms.HiddenInput
    )
    because = forms.ChoiceField(
        label=_("Vì sao hoãn?"),
        choices=list(POSTPONED_BECAUSE.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn lý do hoãn tiêm.")},
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        help_text=_(
            "Cần ghi khi chọn “Lý do khác”. Ghi chú ở lại bảng của buổi tiêm, không vào báo cáo."
        ),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("because") == PostponeReason.OTHER and not said.get("note", "").strip():
            self.add_error("note", gettext("Hãy ghi lý do khác là gì."))
        return said


class RefuseForm(forms.Form):
    """Why somebody does not want a dose."""

    seen = forms.ChoiceField(
        choices=[(each.value, each.value) for each in AppointmentState], widget=forms.HiddenInput
    )
    note = forms.CharField(
        label=_("Vì sao không tiêm?"),
        help_text=_("Ví dụ: đã tiêm ở nơi khác; chưa muốn tiêm. Ghi chú này không vào báo cáo."),
        max_length=300,
        error_messages={"required": _("Hãy ghi lý do không tiêm.")},
    )


_FORMS: Final[dict[AppointmentState, type[forms.Form]]] = {
    AppointmentState.POSTPONED: PostponeForm,
    AppointmentState.REFUSED: RefuseForm,
}


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(
    request: HttpRequest, code: str, public_id: UUID, person: UUID, to: AppointmentState
) -> HttpResponse:
    """Ask why somebody is postponed or refuses; the answer stands on the board."""
    session = session_of(request, code, public_id)
    one = Appointment.objects.filter(session=session, public_id=person).first()
    if one is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    board = f"{reverse('session:board', args=[code, public_id])}{query}#p-{person}"
    form = _FORMS[to](request.POST or None, initial={"seen": one.state})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            _move(request, one, to, form.cleaned_data)
            return redirect(board)
    leave_trace(request, {session: [named(one)]})
    facts = {
        "facility": session.facility,
        "board": board,
        "name": one.facts["full_name"],
        "born": PartialDate.from_iso(one.facts["birth_date"]),
        "words": TO[to],
        "form": form,
    }
    return render(request, "session/aside.html", facts, status=422 if form.is_bound else 200)


def _move(
    request: HttpRequest, one: Appointment, to: AppointmentState, said: dict[str, Any]
) -> None:
    because = said.get("because")
    move_appointment(
        appointment_id=one.pk,
        to=to,
        seen=AppointmentState(said["seen"]),
        because=PostponeReason(because) if because else None,
        note=said["note"],
        by=acting_staff(request),
        at=timezone.now(),
    )
