"""Papers of strangers: taken by their content, refused with a sentence."""

import io

import pypdfium2
import pytest
from PIL import Image

from sotiem.announcements.models import AnnouncementDocument
from sotiem.announcements.operations import (
    AnnouncementCannotMove,
    DocumentIsActive,
    DocumentIsBroken,
    DocumentIsEmpty,
    DocumentIsTooBig,
    DocumentKindUnknown,
    TooManyDocuments,
    add_document,
    documents,
    withdraw_announcement,
)
from sotiem.foundation import files
from sotiem.foundation.models import StoredFile
from sotiem.foundation.refusals import NotAllowed, Refusal
from tests.factories.announcements import AT, announcement, announcer, pdf

pytestmark = pytest.mark.django_db


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60)) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "white").save(kept, kind)
    return kept.getvalue()


def scripted() -> bytes:
    """A PDF that runs a script when it is opened."""
    return (
        b"%PDF-1.4\n"
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</JavaScript 4 0 R>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"
        b"4 0 obj<</Names[(a)5 0 R]>>endobj\n"
        b"5 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def carrying() -> bytes:
    """A PDF with another file in it."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.new_attachment("a.exe").set_data(b"MZ")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def add(one: object, content: bytes, phone: str = "0901234567") -> AnnouncementDocument:
    return add_document(
        announcement_id=one.pk,  # type: ignore[attr-defined]
        content=content,
        by=announcer(phone),
        at=AT,
    )


def test_papers_are_kept_as_they_came_and_once() -> None:
    one = announcement()
    for content, media_type in ((pdf(), "application/pdf"), (picture(), "image/jpeg")):
        kept = add(one, content)
        assert kept.file.media_type == media_type
        assert files.read(kept.file) == content
        assert add(one, content) == kept
    assert one.documents.count() == 2
    assert one.steps.count() == 3


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", DocumentIsEmpty),
        (b"MZ\x90\x00 giay-phep.pdf", DocumentKindUnknown),
        (b"<html>%PDF-1.4</html>", DocumentKindUnknown),
        (b"%PDF-1.7 this is none", DocumentIsBroken),
        (pdf()[:40], DocumentIsBroken),
        (picture()[:100], DocumentIsBroken),
        (scripted(), DocumentIsActive),
        (carrying(), DocumentIsActive),
        (b"%PDF-" + b"0" * documents.LARGEST_FILE, DocumentIsTooBig),
        (picture("PNG"), DocumentKindUnknown),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_hostile_file_is_refused_and_not_kept(content: bytes, refusal: type[Refusal]) -> None:
    one = announcement()
    with pytest.raises(refusal):
        add(one, content)
    assert not StoredFile.objects.exists()
    assert one.steps.count() == 1


def test_an_announcement_takes_eight_papers() -> None:
    one = announcement()
    for number in range(documents.MOST_DOCUMENTS):
        add(one, picture(size=(80 + number, 60)))
    with pytest.raises(TooManyDocuments):
        add(one, picture(size=(200, 60)))


def test_only_who_announced_adds_papers_and_only_while_it_is_open() -> None:
    one = announcement()
    with pytest.raises(NotAllowed):
        add(one, pdf(), phone="0909999999")
    withdraw_announcement(announcement_id=one.pk, by=announcer(), at=AT)
    with pytest.raises(AnnouncementCannotMove):
        add(one, pdf())
