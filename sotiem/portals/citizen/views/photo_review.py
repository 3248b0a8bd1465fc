"""What is told of photos before a report is sent, and may be mended or not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.corrections.facts import ReportKind, ShownPhoto
from sotiem.corrections.operations import spend_photo_check
from sotiem.corrections.photo_queries import drawn_of
from sotiem.corrections.slip_claims import TELLING_OF_A_SLIP, slip_claim
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from sotiem.portals.citizen import photo_drafts as drafts
from sotiem.portals.citizen.photo_check import Check, advice_of, check
from sotiem.portals.citizen.report_forms import ReportForm
from sotiem.portals.citizen.words import TITLES
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.slips.facts import SlipClaim

# What the form is sent with beside its fields: only look at the photos; send them as they are;
# go back to the form.
CHECK: Final = "check"
ANYWAY: Final = "anyway"
AGAIN: Final = "again"
NAME: Final = "full_name"


def before_sending(
    request: HttpRequest,
    kind: ReportKind,
    form: ReportForm,
    about: Dose | None,
    photos: Sequence[ShownPhoto],
) -> HttpResponse | None:
    """What is to be said of the photos first; nothing where all is well or was told before."""
    only_check, key = CHECK in request.POST, request.POST.get("submission_key", "")
    if ANYWAY in request.POST or AGAIN in request.POST or not (form.is_valid() or only_check):
        return None
    told_before = {code for photo in photos for code in photo.warned}
    claim = _claim(request, kind, form, about)
    checked = _checked(request, photos, claim, may_rename=NAME in form.fields)
    drafts.remember(request, key, checked.photos)
    if only_check:
        facts = {"photos_told": told_of(checked.photos), "checked": checked}
        return render(request, "citizen/_photo_check.html", facts)
    is_news = {code for photo in checked.photos for code in photo.warned} - told_before
    return _review(request, kind, form, checked) if is_news else None


def _checked(
    request: HttpRequest,
    photos: Sequence[ShownPhoto],
    claim: SlipClaim | None,
    *,
    may_rename: bool,
) -> Check:
    """A check, as long as her phone did not ask for very many today."""
    now = timezone.now()
    if not photos or not spend_photo_check(phone=acting_citizen(request).phone, at=now):
        return Check(list(photos), is_whole=False)
    return check(photos, claim, may_rename=may_rename, at=now)


@citizens
@never_cache
@require_safe
def draft_photo(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """A photo of the report she is writing, redrawn by us; shown to her session alone."""
    photos = drafts.kept(request, str(key))
    shown = photos[number - 1] if 0 < number <= len(photos) else None
    if shown is None or (picture := drawn_of(shown.original)) is None:
        raise Http404
    return HttpResponse(
        picture,
        content_type="image/jpeg",
        headers={"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"},
    )


def told_of(photos: Sequence[ShownPhoto]) -> list[dict[str, Any]]:
    """Each photo of which something was told, with its number and the words."""
    return [
        {"number": number, "photo": photo, "advice": advice_of(photo)}
        for number, photo in enumerate(photos, start=1)
        if photo.warned
    ]


def _review(
    request: HttpRequest, kind: ReportKind, form: ReportForm, checked: Check
) -> HttpResponse:
    facts = {
        "title": TITLES[kind],
        "key": request.POST["submission_key"],
        "typed": list(_typed(request, form)),
        "photos_told": told_of(checked.photos),
        "checked": checked,
        "name_field": NAME,
    }
    return render(request, "citizen/photo_review.html", facts)


def _typed(request: HttpRequest, form: ReportForm) -> Iterator[tuple[str, str]]:
    """All that was typed, to be sent once more."""
    for name in form.fields:
        if name in request.POST:
            yield name, request.POST[name]


def _claim(
    request: HttpRequest, kind: ReportKind, form: ReportForm, about: Dose | None
) -> SlipClaim | None:
    """What the form says of the slip, once it is filled in; nothing for kinds without one."""
    if not form.is_valid() or kind not in {*TELLING_OF_A_SLIP, ReportKind.PERSON_WRONG}:
        return None
    by = acting_citizen(request)
    patients = Patient.objects.select_related("principal__current", "current")
    own = patients.filter(pk=by.patient_id).first() if by.patient_id else None
    patient = own.principal if own else None
    claim = slip_claim(kind, form.claims(by.phone), patient, about)
    # A person's wrong name or birth date stands on the slip as it was.
    return replace(claim, birth_date="") if kind == ReportKind.PERSON_WRONG else claim
