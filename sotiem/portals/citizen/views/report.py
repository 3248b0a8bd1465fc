"""Saying what is wrong: one page per kind of report, one way of sending them."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Citizen, Jurisdiction
from sotiem.corrections.facts import KINDS, ReportKind, SentPhoto, ShownPhoto
from sotiem.corrections.operations import ChannelIsClosed, submit_report
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import Refusal, TooManyRequests
from sotiem.patients.models import Patient, PatientVersion
from sotiem.portals.citizen import photo_drafts as drafts
from sotiem.portals.citizen.person_report_forms import (
    CertificateForm,
    NotMineForm,
    TwiceForm,
    TwoRecordsForm,
    WrongPersonForm,
)
from sotiem.portals.citizen.report_forms import (
    DoseForm,
    NeverReceivedForm,
    NothingRecordedForm,
    ReportForm,
    WrongDoseForm,
)
from sotiem.portals.citizen.views._sent_later import is_from_device, not_taken
from sotiem.portals.citizen.views.photo_review import AGAIN, ANYWAY, before_sending, told_of
from sotiem.portals.citizen.words import INTRODUCTIONS, TITLES, vaccine_of
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.portals.components.channels import channel_chosen, enter, entrance_of, name_of
from sotiem.portals.components.refusals import sentence_for

FACILITIES_OFFERED: Final = 300


@citizens
@never_cache
def wrong(request: HttpRequest, dose: UUID) -> HttpResponse:
    """A dose on record has a wrong day, vaccine, lot or place."""
    about = _own_dose(request, dose)
    return _handle(
        request,
        ReportKind.DOSE_WRONG,
        WrongDoseForm,
        about=about,
        version=about.current,
    )


@citizens
@never_cache
def never_received(request: HttpRequest, dose: UUID) -> HttpResponse:
    """A dose on record was never given."""
    about = _own_dose(request, dose)
    return _handle(request, ReportKind.NEVER_RECEIVED, NeverReceivedForm, about=about)


@citizens
@never_cache
def missing(request: HttpRequest) -> HttpResponse:
    """A dose that was given is not on record."""
    if acting_citizen(request).patient_id is None:
        return redirect("citizen:report_nothing")
    return _handle(request, ReportKind.DOSE_MISSING, DoseForm, initial=_said(request))


@citizens
@never_cache
def nothing_recorded(request: HttpRequest) -> HttpResponse:
    """Nobody of this name is on record."""
    if acting_citizen(request).patient_id is not None:
        return redirect("citizen:report_missing")
    asked = request.session.get("looking_up", {})
    return _handle(
        request,
        ReportKind.NOTHING_RECORDED,
        NothingRecordedForm,
        today=timezone.localdate(),
        initial={
            **_said(request),
            "full_name": asked.get("full_name", ""),
            "birth_date": "/".join(reversed(asked.get("birth_date", "").split("-"))),
        },
    )


def _said(request: HttpRequest) -> dict[str, str]:
    """What another page read off the slip already."""
    names = ("vaccine", "administered_on", "lot_number", "place")
    return {name: request.GET[name][:200] for name in names if name in request.GET}


@citizens
@never_cache
def twice(request: HttpRequest, dose: UUID) -> HttpResponse:
    """A dose stands there as two."""
    about = _own_dose(request, dose)
    others = (
        Dose.objects.of_person(about.patient_id)
        .counting()
        .filter(current__vaccine__disease=about.current.vaccine.disease_id)
        .exclude(pk=about.pk)
        .select_related("current__vaccine", "current__facility")
    )
    return _handle(
        request,
        ReportKind.DOSE_TWICE,
        TwiceForm,
        about=about,
        others=list(others.order_by("current__administered_on", "pk")),
    )


@citizens
@never_cache
def not_mine(request: HttpRequest, dose: UUID) -> HttpResponse:
    """A dose of somebody else is on her record."""
    about, today = _own_dose(request, dose), timezone.localdate()
    return _handle(request, ReportKind.NOT_MINE, NotMineForm, about=about, today=today)


@citizens
@never_cache
def person(request: HttpRequest) -> HttpResponse:
    """Name, birth date, sex, number or telephone are recorded wrong."""
    return _handle(
        request,
        ReportKind.PERSON_WRONG,
        WrongPersonForm,
        version=_own_record(request),
        today=timezone.localdate(),
    )


@citizens
@never_cache
def second_record(request: HttpRequest) -> HttpResponse:
    """She has another record, often by a name mistyped."""
    _own_record(request)
    return _handle(request, ReportKind.TWO_RECORDS, TwoRecordsForm, today=timezone.localdate())


@citizens
@never_cache
def certificate(request: HttpRequest) -> HttpResponse:
    """A certificate is wrong, lost, or was never issued."""
    _own_record(request)
    return _handle(request, ReportKind.CERTIFICATE, CertificateForm)


def _own_record(request: HttpRequest) -> PatientVersion:
    """What her record says; of several joined ones the one that stands for all."""
    people = Patient.objects.select_related("principal__current")
    own = people.filter(pk=acting_citizen(request).patient_id or 0).first()
    if own is None:
        raise Http404
    return own.principal.current


def _own_dose(request: HttpRequest, public_id: UUID) -> Dose:
    doses = Dose.objects.counting().select_related("current__vaccine", "current__facility")
    mine = doses.of_person(acting_citizen(request).patient_id or 0)
    dose = mine.filter(public_id=public_id).first()
    if dose is None:
        raise Http404
    return dose


def _handle(
    request: HttpRequest,
    kind: ReportKind,
    make: type[ReportForm],
    *,
    about: Dose | None = None,
    **options: Any,
) -> HttpResponse:
    """Show the form; send it; keep what was typed, and the photos, when it must be shown again."""
    key = request.POST.get("submission_key", "")
    options["needs_photo"] = KINDS[kind].needs_photo
    if request.method != "POST":
        return _page(request, kind, make(**options), about)
    form = make(request.POST, request.FILES, kept_photos=len(drafts.kept(request, key)), **options)
    form.is_valid()
    status = 422
    try:
        if form.is_valid() and ANYWAY in request.POST and AGAIN not in request.POST:
            return _send_at_once(request, kind, form, about)
        photos = _photos(request, form, key)
        if (asked := before_sending(request, kind, form, about, photos)) is not None:
            return asked
        if form.is_valid() and AGAIN not in request.POST:
            return _send(request, kind, form, about, drafts.kept(request, key))
        status = 200 if form.is_valid() else 422
    except TooManyRequests as refusal:
        form.add_error(None, sentence_for(refusal))
        status = 429
    except ChannelIsClosed as refusal:
        enter(request, str(refusal.details["successor"]))  # sent again, it goes that way
        form.add_error(None, sentence_for(refusal))
    except Refusal as refusal:
        form.add_error("photos" if "number" in refusal.details else None, sentence_for(refusal))
    return _page(request, kind, form, about, status=status)


def _send_at_once(
    request: HttpRequest, kind: ReportKind, form: ReportForm, about: Dose | None
) -> HttpResponse:
    """Send it with its photos; only when it is not taken are they kept for the next try."""
    key = request.POST.get("submission_key", "")
    try:
        return _send(request, kind, form, about, drafts.coming(request, key, _files(form)))
    except Refusal:
        with suppress(Refusal):
            _photos(request, form, key)
        raise


def _send(
    request: HttpRequest,
    kind: ReportKind,
    form: ReportForm,
    about: Dose | None,
    photos: Sequence[ShownPhoto | SentPhoto],
) -> HttpResponse:
    by, entrance = acting_citizen(request), entrance_of(request)
    report = submit_report(
        kind=kind,
        patient_id=by.patient_id,
        dose_id=about.pk if about else None,
        claims=form.claims(by.phone),
        story=form.cleaned_data["story"],
        photos=photos,
        submission_key=form.cleaned_data["submission_key"],
        by=by,
        at=timezone.now(),
        channel_code=entrance.code,
        form_opened_at=entrance.entered_at,
    )
    drafts.forget(request, request.POST.get("submission_key", ""))
    return redirect("citizen:sent", code=report.tracking_code)


def _photos(request: HttpRequest, form: ReportForm, key: str) -> list[ShownPhoto]:
    """Keep the photos that came, before anything else is asked of them; else those of before."""
    if not (files := _files(form)):
        return drafts.kept(request, key)
    return drafts.keep(request, key, files, at=timezone.now())


def _files(form: ReportForm) -> Sequence[tuple[str, bytes]]:
    return form.cleaned_data.get("photos") or ()


def _page(
    request: HttpRequest,
    kind: ReportKind,
    form: ReportForm,
    about: Dose | None,
    *,
    status: int = 200,
) -> HttpResponse:
    if is_from_device(request):
        return not_taken(form, status)
    by = acting_citizen(request)
    photos = drafts.kept(request, request.POST.get("submission_key", ""))
    form.tell_kept(len(photos))
    facts = {
        "form": form,
        "title": TITLES[kind],
        "introduction": INTRODUCTIONS[kind],
        "about": about,
        "vaccine": vaccine_of(about.current) if about else "",
        "facilities": _facilities(about, by) if isinstance(form, DoseForm) else (),
        "has_record": by.patient_id is not None,
        "channel_name": name_of(channel) if (channel := channel_chosen(request)) else "",
        "photos_told": told_of(photos),
    }
    return render(request, "citizen/report_form.html", facts, status=status)


def _facilities(about: Dose | None, by: Citizen) -> Sequence[str]:
    """Names to choose from: the facilities of the province where she was vaccinated before."""
    if about is not None and about.current.facility is not None:
        path = about.current.facility.path
    else:
        paths = Dose.objects.of_person(by.patient_id or 0).order_by("-pk")
        path = paths.values_list("current__facility__path", flat=True).first() or ""
    province = "/".join(path.split("/")[:2])
    facilities = Facility.objects.within(Jurisdiction(province)).order_by("name")
    return list(facilities.values_list("name", flat=True)[:FACILITIES_OFFERED]) if path else ()
