from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen
from sotiem.foundation import audit, files, jobs, limits
from sotiem.foundation.refusals import Refusal, require
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.rules.container import require_workbook
from sotiem.registrations.models import Organization
from sotiem.registrations.permissions import speaks_for
from sotiem.rosters.models import Roster
from sotiem.rosters.operations.move import move_roster
from sotiem.rosters.states import RosterStatus

MOST_FILES: Final = 40  # of one organization a day
_DAY: Final = timedelta(days=1)
_LONGEST_NAME: Final = 200


class SameRosterCameBefore(Refusal):
    """This very file was sent for its people already; details: at."""


@transaction.atomic
def upload_roster(
    *,
    organization_id: int,
    content: bytes,
    file_name: str,
    submission_key: UUID,
    by: Citizen,
    at: datetime,
) -> Roster:
    """Keep a file, and have its rows checked; it replaces the draft before. Nobody is registered.

    The same submission sent twice is one file.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    require(speaks_for(by, organization))
    known = Roster.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(known.organization_id == organization.pk)
        return known
    limits.spend("roster", organization.code, limit=MOST_FILES, per=_DAY, at=at)
    require_workbook(content)
    kept = files.store(content, media_type=XLSX, at=at)
    sent = organization.rosters.filter(file=kept, status=RosterStatus.SENT)
    if earlier := sent.order_by("-pk").first():
        raise SameRosterCameBefore(at=f"{timezone.localtime(earlier.sent_at):%H:%M %d/%m/%Y}")
    drafts = Roster.objects.drafts().filter(organization=organization)
    for draft in drafts.select_related("organization").select_for_update(of=("self",)):
        move_roster(draft, to=RosterStatus.REPLACED, by=by, at=at)
    name = PurePath(file_name.replace("\\", "/")).name
    roster = Roster.objects.create(
        organization=organization,
        submission_key=submission_key,
        file=kept,
        file_name="".join(filter(str.isprintable, name))[-_LONGEST_NAME:],
        uploaded_at=at,
    )
    audit.record("roster.uploaded", roster, by=by, at=at, code=organization.code)
    jobs.enqueue("check_roster", roster_id=roster.pk)
    return roster
