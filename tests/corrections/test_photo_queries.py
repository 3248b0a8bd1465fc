"""The same photo or slip shown for several people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from benchmarks.slips import drawing
from sotiem.corrections import photo_queries, pictures
from sotiem.corrections.facts import Claims, Named, ReportKind
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations import keep_photos, keep_undrawn, submit_report
from sotiem.corrections.photo_queries import picture_of, used_elsewhere
from sotiem.corrections.rules import is_same_person
from sotiem.foundation.files import store
from sotiem.foundation.identifiers import new_submission_key
from sotiem.slips.facts import Sameness
from sotiem.slips.models import PhotoReading
from tests.factories import corrections

pytestmark = pytest.mark.django_db


def sent(name: str, content: bytes, *, phone: str = corrections.PHONE) -> CorrectionReport:
    """A report of somebody not on record, with a photo."""
    return submit_report(
        kind=ReportKind.NOTHING_RECORDED,
        patient_id=None,
        dose_id=None,
        claims=Claims(
            dose=corrections.new_dose_claim(),
            person=corrections.newcomer(full_name=name, phone=phone),
        ),
        story="",
        photos=keep_photos(files=[("phieu.jpg", content)], at=corrections.AT),
        submission_key=new_submission_key(),
        by=corrections.stranger(phone),
        at=corrections.AT,
    )


def found(report: CorrectionReport) -> list[tuple[str, Sameness]]:
    others = used_elsewhere([report.pk]).get(report.pk, ())
    return [(other.full_name, other.why) for other in others]


def test_one_file_under_two_names_is_found_from_both_sides() -> None:
    one = sent("Lê Văn Một", corrections.photo())
    other = sent("Trần Thị Hai", corrections.photo())
    assert found(one) == [("Trần Thị Hai", Sameness.FILE)]
    assert found(other) == [("Lê Văn Một", Sameness.FILE)]


def test_a_person_who_sends_her_photo_twice_is_nobody_else() -> None:
    one = sent("Lê Văn Một", corrections.photo())
    sent("LE VAN MOT", corrections.photo(), phone="0907654321")
    assert found(one) == []


def test_a_copy_and_a_slip_number_are_found_after_the_file_itself() -> None:
    one = sent("Lê Văn Một", corrections.photo())
    sent("Trần Thị Hai", corrections.photo(colour="red"))
    sent("Ngô Văn Ba", corrections.photo(colour="green"))
    sent("Lý Thị Bốn", corrections.photo())
    own, copy, numbered, _ = Evidence.objects.order_by("pk")
    first = PhotoReading.objects.create(file=own.original, slip_numbers=["79001-0042"])
    PhotoReading.objects.create(file=copy.original, copy_of=first, slip_numbers=["79001-0042"])
    PhotoReading.objects.create(file=numbered.original, slip_numbers=["79001-0042"])
    assert found(one) == [
        ("Lý Thị Bốn", Sameness.FILE),
        ("Trần Thị Hai", Sameness.PICTURE),
        ("Ngô Văn Ba", Sameness.SLIP_NUMBER),
    ]


def test_reports_without_photos_show_nothing_elsewhere() -> None:
    report = corrections.nothing_recorded()
    assert used_elsewhere([report.pk]) == {}
    assert used_elsewhere([]) == {}


def test_of_a_photo_sent_very_often_some_reports_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(photo_queries, "MOST_REPORTS", 3)
    reports = [sent(f"Lê Văn {name}", corrections.photo()) for name in ("A", "B", "C", "D", "E")]
    with CaptureQueriesContext(connection) as asked:
        others = used_elsewhere([report.pk for report in reports])
    assert len(others[reports[4].pk]) == 3
    assert len(asked) == 4


def test_the_worker_is_asked_to_read_what_came_in() -> None:
    sent("Lê Văn Một", drawing.photo())
    jobs = ProcrastinateJob.objects.filter(task_name="read_photo")
    evidence = Evidence.objects.get()
    assert [(job.args, job.priority) for job in jobs] == [({"file_id": evidence.original_id}, -10)]


def test_people_are_the_same_by_record_or_by_name_and_birth_date() -> None:
    on_record = Named(1, "Lê Văn Một", "1990-05-06")
    assert is_same_person(on_record, Named(1, "Khác", "2000"))
    assert not is_same_person(on_record, Named(2, "Lê Văn Một", "1990-05-06"))
    assert is_same_person(on_record, Named(None, "le van mot", "1990"))
    assert not is_same_person(on_record, Named(None, "Lê Văn Một", "1991"))
    assert not is_same_person(on_record, Named(None, "Lê Văn Hai", "1990-05-06"))


def test_a_photo_kept_undrawn_is_drawn_for_whoever_looks() -> None:
    (shown,) = keep_undrawn(files=[("phieu.jpg", corrections.photo())], at=corrections.AT)
    picture = picture_of(Evidence(original=shown.original))
    assert picture == pictures.drawn(corrections.photo()).jpeg
    broken = store(b"no picture", media_type="image/jpeg", at=corrections.AT)
    assert picture_of(Evidence(original=broken)) is None
