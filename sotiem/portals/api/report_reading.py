"""What a partner's program says of a report: strict where it can still mend it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from sotiem.corrections.channels import Channel
from sotiem.corrections.facts import KIND_SAID, DoseClaim, LoadedReport, PersonClaim, ReportKind
from sotiem.corrections.operations.keep_photos import LARGEST_FILE, MOST_PHOTOS, TooManyPhotos
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation.refusals import Refusal
from sotiem.identity.readings import (
    read_birth_date,
    read_day,
    read_name,
    read_numbers,
    read_phone,
    read_sex,
)
from sotiem.matching.queries import place_reader
from sotiem.places.models import AdministrativeUnit
from sotiem.portals.api.reading import MediaTypeIsUnknown, texts
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import find_vaccine

NEEDED: Final = ("phone", "full_name", "birth_date")
PLACE: Final = ("province", "district", "ward")
FIELDS: Final = (
    *NEEDED, "sex", "cccd", "cmnd", *PLACE, "kind", "vaccine", "given_on", "lot", "facility",
    "reference",
)  # fmt: skip
STORY: Final = "story"
LONGEST_STORY: Final = 2_000
LONGEST_REFERENCE: Final = 80
LONGEST_LOT: Final = 30


class FieldIsNotUnderstood(Refusal):
    """A field of a report is missing, or says nothing that we know; details: field."""


def read_report(request: HttpRequest, channel: Channel) -> LoadedReport:
    """The report in the fields of a form."""
    if request.content_type != "multipart/form-data":
        raise MediaTypeIsUnknown
    sent = {name: request.POST[name] for name in request.POST}
    story = sent.pop(STORY, "").replace("\x00", "").strip()
    given = {name: text.strip() for name, text in texts(sent, FIELDS).items()}
    _require(STORY, len(story) <= LONGEST_STORY)
    _require("reference", len(given["reference"]) <= LONGEST_REFERENCE)
    _require("kind", given["kind"] in ("", *ReportKind))
    dose, unit = _dose(given), ""
    facility = _facility(given["facility"])
    unit_id = place_reader().unit_of(*(given[name] for name in PLACE)) if given["ward"] else None
    if facility is not None:
        unit = facility.path
    elif unit_id is not None:
        units = AdministrativeUnit.objects.select_related("parent__parent")
        unit = jurisdiction_of(units.get(pk=unit_id)).path
    return LoadedReport(
        source_id=given["reference"],
        sent_at=timezone.now(),
        phone=(person := _person(given, unit_id)).phone,
        person=person,
        dose=dose if facility is None else _at(dose, facility),
        unit=unit,
        story=story,
        beside={KIND_SAID: given["kind"]} if given["kind"] else {},
    )


def read_photos(request: HttpRequest) -> list[tuple[str, bytes]]:
    """The photos, each read up to one byte more than is taken."""
    files = request.FILES.getlist("photo")
    if len(files) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    return [(file.name or "", file.read(LARGEST_FILE + 1)) for file in files]


def _person(given: Mapping[str, str], unit_id: int | None) -> PersonClaim:
    number, old_number = read_numbers(given["cccd"], given["cmnd"])
    phone, name = read_phone(given["phone"]), read_name(given["full_name"]).text
    birth_date = read_birth_date(given["birth_date"])
    _require("phone", 0 < len(phone) <= 15)
    _require("full_name", 0 < len(name) <= 80)
    _require("birth_date", bool(birth_date))
    _require("cccd", len(number) <= 12)
    _require("cmnd", len(old_number) <= 9)
    return PersonClaim(
        full_name=name,
        birth_date=birth_date,
        phone=phone,
        cccd=number,
        cmnd=old_number,
        sex=read_sex(given["sex"]),
        unit_id=unit_id,
    )


def _dose(given: Mapping[str, str]) -> DoseClaim:
    vaccine = find_vaccine(given["vaccine"]) if given["vaccine"] else None
    _require("vaccine", not given["vaccine"] or isinstance(vaccine, Vaccine))
    _require("lot", len(given["lot"]) <= LONGEST_LOT)
    return DoseClaim(
        vaccine_id=vaccine.pk if isinstance(vaccine, Vaccine) else None,
        administered_on=_day(given["given_on"]),
        lot_number=given["lot"].upper() or None,
    )


def _at(dose: DoseClaim, facility: Facility) -> DoseClaim:
    return DoseClaim(
        vaccine_id=dose.vaccine_id,
        administered_on=dose.administered_on,
        lot_number=dose.lot_number,
        facility_id=facility.pk,
    )


def _day(text: str) -> date | None:
    today = timezone.localdate()
    day = read_day(text, today.year + 1) if text else None
    _require("given_on", not text or (day is not None and day <= today))
    return day


def _facility(code: str) -> Facility | None:
    found = Facility.objects.filter(code=code).first() if code.isprintable() and code else None
    _require("facility", not code or found is not None)
    return found


def _require(field: str, is_understood: bool) -> None:
    if not is_understood:
        raise FieldIsNotUnderstood(field=field)


def told_moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
