"""A facility announces itself: three pages without an account, then a code to its phone."""

from functools import partial

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Staff
from sotiem.accounts.models import User
from sotiem.accounts.operations import send_code
from sotiem.announcements import operations, queries, rules
from sotiem.announcements.models import Announcement
from sotiem.announcements.states import AnnouncementState
from sotiem.facilities.rules import plain_code
from sotiem.foundation.refusals import Refusal
from sotiem.messages.operations import wish_email
from sotiem.portals.announcing import telling
from sotiem.portals.announcing.draft import Draft, of_facility
from sotiem.portals.announcing.forms import (
    AgainForm,
    ConditionsForm,
    FacilityForm,
    SendForm,
    StartForm,
)
from sotiem.portals.components.access import acting_staff, citizen_in, public
from sotiem.portals.components.refusals import sentence_for

ASKED = "announcing_code"  # the code that was sent, to which phone, and what it opens


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """In which province, and whether the facility is on the list."""
    form = StartForm(request.GET if "province" in request.GET else None)
    if form.is_valid():
        asked = form.cleaned_data
        address = reverse("announcing:facility")
        return redirect(f"{address}?tinh={asked['province']}&ma={asked['known']}")
    facts = {"form": form, "days": rules.days_to_answer()}
    return render(request, "announcing/start.html", facts, status=422 if form.errors else 200)


@public
@never_cache
def facility(request: HttpRequest) -> HttpResponse:
    """What it is called, where it lies, its licence, when it is open."""
    draft = _begun(request) if "tinh" in request.GET else Draft.of(request)
    province = draft.unit if draft is not None else None
    if draft is None or province is None:
        return redirect("announcing:start")
    form = FacilityForm(request.POST or None, initial=draft.initial(), province=province)
    if form.is_valid():
        return _next(request, draft, form)
    return _page(request, "announcing/facility.html", form, draft, province=province)


@public
@never_cache
def conditions(request: HttpRequest) -> HttpResponse:
    """Who heads it, who works there, the checklist."""
    draft = Draft.of(request)
    if draft is None or not draft.is_begun:
        return redirect("announcing:start")
    form = ConditionsForm(request.POST or None, initial=draft.initial())
    if form.is_valid():
        return _next(request, draft, form)
    return _page(request, "announcing/conditions.html", form, draft)


@public
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """All that is said, to be looked over; then it goes off."""
    draft = Draft.of(request)
    if draft is None or not draft.is_whole:
        return redirect("announcing:start")
    shown = draft.contact or getattr(citizen_in(request), "phone", "")
    initial = {"contact": shown, "email": draft.email}
    form: AgainForm | SendForm
    if draft.answers:
        form = AgainForm(request.POST or None)
        sends = partial(_sent_again, request, draft, form)
    else:
        form = SendForm(request.POST or None, initial=initial)
        sends = partial(_asked_for_code, request, draft, form)
    return sends() if form.is_valid() else _checked(request, draft, form)


def send(request: HttpRequest, draft: Draft) -> Announcement:
    """Send what was written, from the phone that was proved."""
    by, at = citizen_in(request), timezone.now()
    assert by is not None
    made = operations.announce(
        facts=draft.said,
        facility=draft.facility,
        submission_key=draft.key,  # type: ignore[arg-type]
        colleague=_colleague(request),
        by=by,
        at=at,
    )
    if draft.email:
        page = reverse("citizen:confirm_email", args=["x"]).removesuffix("x")
        wish_email(phone=by.phone, email=draft.email, page=page, by=by, at=at)
    Draft.forget(request)
    return made


def begin(request: HttpRequest, earlier: Announcement) -> None:
    """Write an announcement anew, with what it said: to answer, or to tell of a change."""
    province = earlier.path.split("/")[1].partition(":")[2]
    draft = Draft(province=province, facts=earlier.facts, contact=earlier.phone)
    if earlier.state == AnnouncementState.APPROVED and earlier.facility is not None:
        draft.known = earlier.facility.code
    else:
        draft.answers = earlier.code
    draft.keep(request)


def _begun(request: HttpRequest) -> Draft:
    """A draft for a province; what was written for the same facility before stays."""
    province, known = request.GET.get("tinh", ""), plain_code(request.GET.get("ma", ""))[:12]
    draft = Draft.of(request)
    if draft is None or (draft.province, draft.known, draft.answers) != (province, known, ""):
        draft = Draft(province=province, known=known)
        if (listed := draft.facility) is not None:
            draft.facts = of_facility(listed)
        draft.keep(request)
    return draft


def _next(request: HttpRequest, draft: Draft, form: FacilityForm | ConditionsForm) -> HttpResponse:
    draft.facts = {**draft.facts, **form.said()}
    draft.keep(request)
    if isinstance(form, FacilityForm) and not draft.is_whole:
        return redirect("announcing:conditions")
    return redirect("announcing:check")


def _asked_for_code(request: HttpRequest, draft: Draft, form: SendForm) -> HttpResponse:
    said = form.cleaned_data
    draft.key, draft.contact = str(said["submission_key"]), said["contact"]
    draft.email = said["email"]
    draft.keep(request)
    known = citizen_in(request)
    try:
        if known is not None and known.phone == draft.contact:
            made = send(request, draft)
            return redirect(f"{reverse('announcing:mine', args=[made.code])}?moi=1")
        sent = send_code(
            phone=draft.contact,
            asked_for=draft.contact,
            address=get_adapter().get_client_ip(request),
            subject={},
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return _checked(request, draft, form)
    request.session[ASKED] = {"sent": str(sent.public_id), "phone": draft.contact, "opens": ""}
    return redirect("announcing:code")


def _sent_again(request: HttpRequest, draft: Draft, form: AgainForm) -> HttpResponse:
    who = citizen_in(request)
    one = queries.announcement_of(who, draft.answers) if who is not None else None
    if who is None or one is None:
        return redirect("announcing:track", code=draft.answers)
    try:
        operations.send_again(
            announcement_id=one.pk,
            facts=draft.said,
            words=form.cleaned_data["words"],
            by=who,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return _checked(request, draft, form)
    Draft.forget(request)
    messages.success(request, _("Đã gửi lại. Sở Y tế xem nội dung mới."))
    return redirect("announcing:mine", code=one.code)


def _colleague(request: HttpRequest) -> Staff | None:
    """The member of staff who sits at this browser, if one has signed in."""
    is_staff = isinstance(request.user, User) and request.user.is_active
    return acting_staff(request) if is_staff else None


def _checked(request: HttpRequest, draft: Draft, form: forms.Form) -> HttpResponse:
    said = draft.said
    told = {"rows": telling.rows_of(said), "parts": telling.checked(said)}
    return _page(request, "announcing/check.html", form, draft, **told)


def _page(
    request: HttpRequest, template: str, form: forms.Form, draft: Draft, **more: object
) -> HttpResponse:
    facts = {"form": form, "draft": draft, **more}
    return render(request, template, facts, status=422 if form.errors else 200)
