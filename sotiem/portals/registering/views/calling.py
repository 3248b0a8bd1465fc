"""A facility fills a session from the people whom the province gave to it."""

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.campaigns.models import VaccinationSession
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.registrations import operations, queries
from sotiem.registrations.models import Calling
from sotiem.registrations.states import RegistrationState

HOURS: Final = (6, 12, 24, 48)


class CallForm(forms.Form):
    """How long somebody may think about it."""

    hours = forms.TypedChoiceField(
        label=_("Người được mời trả lời trong"),
        coerce=int,
        initial=24,
        error_messages={
            "required": _("Hãy chọn thời gian trả lời."),
            "invalid_choice": _("Hãy chọn thời gian trả lời."),
        },
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (each, ngettext("%(count)s giờ", "%(count)s giờ", each) % {"count": each})
            for each in HOURS
        ]


@never_cache
@staff(Role.CLERK)
def call(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Who waits, what is free, who has answered; invite from the head of the line."""
    facility = facility_of(request, code)
    session = VaccinationSession.objects.filter(facility=facility, public_id=public_id).first()
    if session is None:
        raise Http404
    form = CallForm(request.POST or None)
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            invited = operations.call_people(
                session_id=session.pk,
                answer_hours=form.cleaned_data["hours"],
                by=acting_staff(request),
                user=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            said = ngettext("Đã mời %(count)s người.", "Đã mời %(count)s người.", invited)
            messages.success(request, said % {"count": invited})
            return redirect("registering:call", code=code, public_id=public_id)
    answers = queries.answers_for(session)
    facts = {
        "facility": facility,
        "session": session,
        "form": form,
        "waiting": queries.waiting_at(facility),
        "invited": answers.get(RegistrationState.INVITED, 0),
        "confirmed": answers.get(RegistrationState.CONFIRMED, 0),
        "free": queries.free_seats(session),
        "calling": Calling.objects.filter(session=session, ended_at__isnull=True).first(),
    }
    return render(request, "registering/call.html", facts, status=422 if form.errors else 200)
