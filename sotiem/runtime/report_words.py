"""What the rows of an earlier channel's export mean here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from sotiem.accounts.facts import Jurisdiction
from sotiem.corrections.facts import (
    KIND_SAID,
    PHOTO_NAMED,
    VACCINE_SAID,
    DoseClaim,
    LoadedReport,
    PersonClaim,
    ReportKind,
)
from sotiem.corrections.rules import VIETNAM
from sotiem.facilities.models import Facility
from sotiem.identity.readings import (
    read_birth_date,
    read_name,
    read_numbers,
    read_phone,
)
from sotiem.matching.queries import place_reader
from sotiem.places.models import AdministrativeUnit
from sotiem.runtime.dose_words import DoseWords

COLUMNS: Final = (
    "sent_at", "sender_phone", "full_name", "birth_date", "sex", "cccd", "cmnd", "province",
    "district", "ward", "kind", "vaccine", "given_on", "lot", "facility", "story", "photo",
)  # fmt: skip
_MOMENTS: Final = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y")
_KINDS: Final = frozenset(str(kind) for kind in ReportKind)
_LONGEST_STORY: Final = 2_000
_LONGEST_SAID: Final = 200
_LONGEST_CCCD: Final = 12
_LONGEST_CMND: Final = 9


class NotTaken(StrEnum):
    """Why a row of an export is no report."""

    NO_SOURCE_ID = "source_id is missing, or longer than 80 letters"
    REPEATED = "source_id stands in a row above"
    NO_MOMENT = "sent_at is missing, unreadable, or still ahead"
    NO_PHONE = "sender_phone is missing or unreadable"
    NO_NAME = "full_name is missing"
    NO_BIRTH_DATE = "birth_date is missing or unreadable"
    NO_KIND = "kind is none of ours"
    NO_DAY = "given_on is unreadable, or still ahead"


class RowIsNoReport(ValueError):
    """A row of an export is left out; `why` says so."""

    def __init__(self, why: NotTaken) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class ReportWords:
    """Reads the rows of an export; every different facility or place is looked up once."""

    doses: DoseWords
    facilities: Mapping[int, str]
    units: Mapping[int, tuple[int | None, str, str]]  # their parents, versions and codes
    at: datetime
    _paths: dict[int, Jurisdiction] = field(default_factory=dict)

    @classmethod
    def read(cls, *, at: datetime) -> Self:
        """Take vaccines, facilities and places from the record."""
        facilities = dict(Facility.objects.values_list("pk", "path").order_by())
        units = AdministrativeUnit.objects.values_list("pk", "parent_id", "version", "code")
        return cls(
            doses=DoseWords.read(),
            facilities=facilities,
            units={pk: (parent, version, code) for pk, parent, version, code in units.order_by()},
            at=at,
        )

    def report(self, source_id: str, row: Mapping[str, str]) -> LoadedReport:
        """What a row says; refuses the one that is no report."""
        dose = self._dose(row)
        place = (row["province"], row["district"], row["ward"])
        unit_id = place_reader().unit_of(*place) if row["ward"] else None
        phone = _or(NotTaken.NO_PHONE, read_phone(row["sender_phone"])[:15])
        if row["kind"] and row["kind"] not in _KINDS:
            raise RowIsNoReport(NotTaken.NO_KIND)
        beside = {
            KIND_SAID: row["kind"],
            PHOTO_NAMED: row["photo"][:_LONGEST_SAID],
            VACCINE_SAID: "" if dose.vaccine_id else row["vaccine"][:_LONGEST_SAID],
        }
        return LoadedReport(
            source_id=source_id,
            sent_at=self._moment(row["sent_at"]),
            phone=phone,
            person=_person(row, phone, unit_id),
            dose=dose,
            unit=self._unit(dose.facility_id, unit_id),
            story=row["story"].replace("\x00", "")[:_LONGEST_STORY],
            beside={name: said for name, said in beside.items() if said},
        )

    def _dose(self, row: Mapping[str, str]) -> DoseClaim:
        """The dose as claimed; None where nothing is said."""
        said = row["given_on"]
        day = self.doses.day(said) if said else None
        if said and (day is None or day > self.at.date()):
            raise RowIsNoReport(NotTaken.NO_DAY)
        facts = self.doses.facts(
            vaccine=row["vaccine"],
            day=day or self.at.date(),
            lot=row["lot"],
            facility=row["facility"],
        )
        return DoseClaim(
            vaccine_id=None if facts.vaccine_text or not row["vaccine"] else facts.vaccine_id,
            administered_on=day,
            lot_number=facts.lot_number or None,
            facility_id=facts.facility_id,
            place=facts.place or None,
        )

    def _moment(self, text: str) -> datetime:
        found = read_moment(text)
        if found is None or found > self.at:
            raise RowIsNoReport(NotTaken.NO_MOMENT)
        return found

    def _unit(self, facility_id: int | None, unit_id: int | None) -> str:
        if facility_id is not None:
            return self.facilities[facility_id]
        return self._jurisdiction(unit_id).path if unit_id is not None else ""

    def _jurisdiction(self, unit_id: int) -> Jurisdiction:
        """What `jurisdiction_of` says, of units that were all read at once."""
        if unit_id not in self._paths:
            parent, version, code = self.units[unit_id]
            above = Jurisdiction.country() if parent is None else self._jurisdiction(parent)
            self._paths[unit_id] = above.within(f"{version}:{code}")
        return self._paths[unit_id]


def read_moment(text: str) -> datetime | None:
    """A moment as ISO 8601 or as written in Vietnam; without a zone it is Vietnam's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found_or_none = _as_written(text)
        if found_or_none is None:
            return None
        found = found_or_none
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def _as_written(text: str) -> datetime | None:
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return None


def _person(row: Mapping[str, str], phone: str, unit_id: int | None) -> PersonClaim:
    number, old_number = read_numbers(row["cccd"], row["cmnd"])
    return PersonClaim(
        full_name=_or(NotTaken.NO_NAME, read_name(row["full_name"]).text[:80]),
        birth_date=_or(NotTaken.NO_BIRTH_DATE, read_birth_date(row["birth_date"])),
        phone=phone,
        # A number with a digit too many is nobody's; cut short it would be somebody else's.
        cccd=number if len(number) <= _LONGEST_CCCD else "",
        cmnd=old_number if len(old_number) <= _LONGEST_CMND else "",
        sex=row["sex"],
        unit_id=unit_id,
    )


def _or(why: NotTaken, text: str) -> str:
    if not text:
        raise RowIsNoReport(why)
    return text
