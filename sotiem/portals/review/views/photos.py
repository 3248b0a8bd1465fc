from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role
from sotiem.corrections import queries
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.photo_queries import picture_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.review.views.case import leave_trace


@never_cache
@staff(Role.OFFICER)
def picture(request: HttpRequest, public_id: UUID, photo_id: UUID) -> HttpResponse:
    """A clean picture, for whoever may see its report; kept by nobody on the way."""
    _, photo = _found(request, public_id, photo_id)
    if (shown := picture_of(photo)) is None:
        raise Http404
    answer = HttpResponse(shown, content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = "inline"
    return answer


@never_cache
@staff(Role.OFFICER)
def full_size(request: HttpRequest, public_id: UUID, photo_id: UUID) -> HttpResponse:
    """The picture unscaled, on a page of its own."""
    report, photo = _found(request, public_id, photo_id)
    leave_trace("viewed", report, by=acting_staff(request), at=timezone.now())
    return render(request, "review/photo.html", {"report": report, "photo": photo})


def _found(
    request: HttpRequest, public_id: UUID, photo_id: UUID
) -> tuple[CorrectionReport, Evidence]:
    report = queries.report_for_officer(staff=acting_staff(request), public_id=public_id)
    photo = queries.evidence_of(report, photo_id)
    if photo is None:
        raise Http404
    return report, photo
