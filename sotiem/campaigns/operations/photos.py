from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.campaigns.models import SessionPhoto
from sotiem.campaigns.operations._held import session_at_work
from sotiem.campaigns.permissions import can_work_at
from sotiem.foundation import audit
from sotiem.foundation.models import StoredFile
from sotiem.foundation.refusals import require


@transaction.atomic
def attach_photos(
    *, session_id: int, pictures: Sequence[StoredFile], by: Staff, at: datetime
) -> list[SessionPhoto]:
    """Keep pictures of a session's paper lists with it; one that is there already stays one."""
    session = session_at_work(session_id)
    require(can_work_at(by, session.facility))
    known = set(SessionPhoto.objects.filter(session=session).values_list("file_id", flat=True))
    fresh = {picture.pk: picture for picture in pictures if picture.pk not in known}
    photos = [
        SessionPhoto.objects.create(session=session, file=picture, added_by=str(by), added_at=at)
        for picture in fresh.values()
    ]
    for photo in photos:
        audit.record("session.photo_attached", photo, by=by, at=at, session=str(session))
    return photos
