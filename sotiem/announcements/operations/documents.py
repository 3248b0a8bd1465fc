"""Papers that come with an announcement: strangers' files, looked at by their content."""

from datetime import datetime
from typing import Final

import pypdfium2
from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.announcements import permissions
from sotiem.announcements.models import AnnouncementDocument
from sotiem.announcements.operations._move import (
    AnnouncementCannotMove,
    held,
    spend_step,
    write_step,
)
from sotiem.announcements.states import OPEN, StepKind
from sotiem.foundation import files
from sotiem.foundation.refusals import Refusal, require
from sotiem.slips.facts import PictureProblem, PictureUnreadable
from sotiem.slips.pictures import open_picture

LARGEST_FILE: Final = 10 * 1024 * 1024
MOST_DOCUMENTS: Final = 8
MOST_PAGES: Final = 200
PDF, JPEG = "application/pdf", "image/jpeg"
_STARTS: Final = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG}


class DocumentIsEmpty(Refusal):
    """A file without content."""


class DocumentIsTooBig(Refusal):
    """A file larger than we take; details: megabytes."""


class DocumentKindUnknown(Refusal):
    """Neither a PDF nor a JPEG, whatever its name says."""


class DocumentIsBroken(Refusal):
    """It ends too early, is locked, or cannot be opened."""


class DocumentIsActive(Refusal):
    """A PDF that runs something, or carries other files."""


class TooManyDocuments(Refusal):
    """More files than one announcement takes; details: most."""


@transaction.atomic
def add_document(
    *, announcement_id: int, content: bytes, by: Citizen, at: datetime
) -> AnnouncementDocument:
    """Keep a paper as it came. The same paper twice is one."""
    media_type = _kind_of(content)
    one = held(announcement_id)
    require(permissions.is_own(by, one))
    if one.state not in OPEN:
        raise AnnouncementCannotMove
    if one.documents.count() >= MOST_DOCUMENTS:
        raise TooManyDocuments(most=MOST_DOCUMENTS)
    spend_step(by, at)
    stored = files.store(content, media_type=media_type, at=at)
    if (known := one.documents.filter(file=stored).first()) is not None:
        return known
    kept = AnnouncementDocument.objects.create(announcement=one, file=stored, added_at=at)
    write_step(one, StepKind.DOCUMENT, by=by, at=at)
    return kept


def _kind_of(content: bytes) -> str:
    """What a file is by its content, if it is harmless and whole."""
    if not content:
        raise DocumentIsEmpty
    if len(content) > LARGEST_FILE:
        raise DocumentIsTooBig(megabytes=LARGEST_FILE // 1024 // 1024)
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)
    if kind is None:
        raise DocumentKindUnknown
    if kind == JPEG:
        _look_at_picture(content)
    else:
        _look_at_pdf(content)
    return kind


def _look_at_picture(content: bytes) -> None:
    try:
        open_picture(content)
    except PictureUnreadable as unreadable:
        if unreadable.problem == PictureProblem.TOO_LARGE:
            raise DocumentIsTooBig(megabytes=LARGEST_FILE // 1024 // 1024) from None
        raise DocumentIsBroken from None


def _look_at_pdf(content: bytes) -> None:
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = len(document)
            scripts = pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document)
            carried = pypdfium2.raw.FPDFDoc_GetAttachmentCount(document)
    except Exception:  # a stranger's file fails in every way there is
        raise DocumentIsBroken from None
    if scripts > 0 or carried > 0:
        raise DocumentIsActive
    if not 0 < pages <= MOST_PAGES:
        raise DocumentIsBroken
