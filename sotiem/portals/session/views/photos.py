"""Photos of a session's paper lists, beside the grid in which they are typed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import SessionPhoto
from sotiem.campaigns.operations import attach_photos
from sotiem.corrections.operations import keep_photos
from sotiem.foundation import audit, files
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import first_seen
from sotiem.portals.session.views.grid import page_with


@staff(Role.CLERK)
@require_POST
def attach(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Keep photos of paper lists; each is drawn anew, so that it holds nothing hidden."""
    held, at = session_of(request, code, public_id), timezone.now()
    sent = [("", each.read()) for each in request.FILES.getlist("photos")]
    try:
        kept = keep_photos(files=sent, at=at)
        pictures = [each.picture for each in kept]
        attach_photos(session_id=held.pk, pictures=pictures, by=acting_staff(request), at=at)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return page_with(request, held, [sentence_for(refusal)])
    return redirect("session:grid", code, public_id)


@never_cache
@staff(Role.CLERK)
@require_safe
def picture(request: HttpRequest, code: str, public_id: UUID, photo: UUID) -> HttpResponse:
    """A picture, for clerks of its facility; kept by nobody on the way."""
    found = _found(request, code, public_id, photo)
    if first_seen(request, found.session, [str(photo)]):
        audit.record("session.photo_viewed", found, by=acting_staff(request), at=timezone.now())
    answer = HttpResponse(files.read(found.file), content_type=found.file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = "inline"
    return answer


@never_cache
@staff(Role.CLERK)
@require_safe
def full_size(request: HttpRequest, code: str, public_id: UUID, photo: UUID) -> HttpResponse:
    """A picture unscaled, on a page of its own."""
    found = _found(request, code, public_id, photo)
    facts = {"facility": found.session.facility, "held": found.session, "photo": found}
    return render(request, "session/photo.html", facts)


def _found(request: HttpRequest, code: str, public_id: UUID, photo: UUID) -> SessionPhoto:
    held = session_of(request, code, public_id)
    photos = SessionPhoto.objects.filter(session=held, public_id=photo)
    found = photos.select_related("file", "session__facility").first()
    if found is None:
        raise Http404
    return found
