from datetime import datetime
from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Role, Staff, paths_within
from sotiem.foundation import audit, files, jobs
from sotiem.foundation.refusals import Refusal, require
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.rules import table
from sotiem.imports.rules.container import MOST_BYTES, FileIsTooLarge, require_workbook
from sotiem.mending.models import MendingSheet
from sotiem.mending.permissions import can_upload

_LONGEST_NAME: Final = 200


class SameSheetCameBefore(Refusal):
    """This officer has sent this very file, and something may come of it; details: sheet, at."""


@transaction.atomic
def upload_corrections(
    *, content: bytes, file_name: str, submission_key: UUID, by: Staff, at: datetime
) -> MendingSheet:
    """Keep a sheet of corrections, and have its rows checked. Nothing on record changes yet.

    The same submission sent twice is one sheet.
    """
    require(can_upload(by))
    media_type = _require_readable(content)
    known = MendingSheet.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(known.uploaded_by_id == by.user_id)
        return known
    kept = files.store(content, media_type=media_type, at=at)
    same = MendingSheet.objects.in_use().filter(file=kept, uploaded_by=by.user_id)
    if earlier := same.newest_first().first():
        raise SameSheetCameBefore(
            sheet=str(earlier.public_id),
            at=f"{timezone.localtime(earlier.uploaded_at):%H:%M %d/%m/%Y}",
        )
    name = PurePath(file_name.replace("\\", "/")).name
    sheet = MendingSheet.objects.create(
        submission_key=submission_key,
        file=kept,
        file_name="".join(filter(str.isprintable, name))[-_LONGEST_NAME:],
        paths=list(paths_within(by.jurisdictions(Role.OFFICER))),
        uploaded_by_id=by.user_id,
        uploaded_at=at,
    )
    audit.record("mending_sheet.uploaded", sheet, by=by, at=at, sha256=kept.sha256)
    jobs.enqueue("check_corrections", sheet_id=sheet.pk)
    return sheet


def _require_readable(content: bytes) -> str:
    """What kind of file it is; refuses what we cannot read."""
    if content and table.is_table(content):
        if len(content) > MOST_BYTES:
            raise FileIsTooLarge(megabytes=MOST_BYTES // 1024 // 1024)
        return table.MEDIA_TYPE
    require_workbook(content)
    return XLSX
