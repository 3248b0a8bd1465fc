"""What a report says of a person, beside what the record says, for its sender and for officers."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

from sotiem.corrections.models import CorrectionReport
from sotiem.identity import Cccd, Cmnd, PartialDate, PhoneNumber
from sotiem.patients.models import PatientVersion
from sotiem.portals.components.comparison import UNKNOWN

Show = Callable[[str, Callable[[str], Any]], str]  # a number, as far as its reader may see it


def changes_of_person(report: CorrectionReport, *, show: Show) -> list[tuple[str, tuple[str, str]]]:
    """Each thing that is said to be wrong, with what stood there when the report came."""
    before, change = _version_reported(report), report.said.change
    rows = [
        (gettext("Họ và tên"), before.full_name, change.full_name),
        (gettext("Ngày sinh"), _born(before.birth_date), _born(change.birth_date)),
        (gettext("Giới tính"), _sex(before.sex), _sex(change.sex)),
        (gettext("Số căn cước"), show(before.cccd, Cccd), _number(change.cccd, Cccd, show)),
        (
            gettext("Số chứng minh nhân dân"),
            show(before.cmnd, Cmnd),
            _number(change.cmnd, Cmnd, show),
        ),
        (
            gettext("Điện thoại"),
            show(before.phone, PhoneNumber),
            _number(change.phone, PhoneNumber, show),
        ),
    ]
    return [
        (label, (old or UNKNOWN, new or UNKNOWN)) for label, old, new in rows if new is not None
    ]


def facts_of_person(version: PatientVersion, *, show: Show) -> list[tuple[str, str]]:
    """All that a version of a record says of who the person is."""
    return [
        (gettext("Họ và tên"), version.full_name),
        (gettext("Ngày sinh"), _born(version.birth_date) or ""),
        (gettext("Giới tính"), _sex(version.sex) or ""),
        (gettext("Số căn cước"), show(version.cccd, Cccd)),
        (gettext("Số chứng minh nhân dân"), show(version.cmnd, Cmnd)),
        (gettext("Điện thoại"), show(version.phone, PhoneNumber)),
    ]


def other_person(report: CorrectionReport, *, show: Show) -> list[tuple[str, str]]:
    """Whom a report names beside its sender."""
    person = report.said.person
    if person is None or report.patient_id is None:
        return []
    rows = [
        (gettext("Họ và tên"), person.full_name),
        (gettext("Ngày sinh"), _born(person.birth_date) or ""),
        (gettext("Điện thoại"), show(person.phone, PhoneNumber)),
        (gettext("Số căn cước"), show(person.cccd, Cccd)),
        (gettext("Số chứng minh nhân dân"), show(person.cmnd, Cmnd)),
    ]
    return [(label, value) for label, value in rows if value]


def _version_reported(report: CorrectionReport) -> PatientVersion:
    """Of who came on record after the report was sent, what was recorded first."""
    versions = PatientVersion.objects.filter(patient=report.patient_id)
    known = versions.filter(recorded_at__lte=report.submitted_at).order_by("-number").first()
    return known or versions.earliest("number")


def _born(text: str | None) -> str | None:
    return PartialDate.from_iso(text).vietnamese if text else text


def _sex(code: str | None) -> str | None:
    words = {"female": gettext("Nữ"), "male": gettext("Nam"), "other": gettext("Khác")}
    return words.get(code, "") if code is not None else None


def _number(text: str | None, kind: Callable[[str], Any], show: Show) -> str | None:
    return None if text is None else show(text, kind)
