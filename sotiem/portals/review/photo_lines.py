"""Each thing that was read from a photo, held against what is said and what is on record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise

from sotiem.corrections.facts import ReportKind
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.slip_claims import slip_claim
from sotiem.doses.models import DoseVersion
from sotiem.doses.queries import doses_of
from sotiem.identity import CardQr, Cccd, PersonName, PhoneNumber
from sotiem.portals.review import photo_words as words
from sotiem.portals.review.person import shown
from sotiem.slips.facts import (
    Box,
    Compared,
    FieldName,
    Fields,
    ReadDose,
    ReadField,
    ReadPhoto,
    SlipClaim,
    SlipCode,
)
from sotiem.slips.reading.values import meant_vaccines
from sotiem.slips.rules import compare

_ROOM: Final = 0.012  # around a box, so that its letters are not cut
_KINDS: Final[Mapping[FieldName, Callable[[str], Any]]] = {
    FieldName.FULL_NAME: PersonName,
    FieldName.IDENTITY: Cccd,
    FieldName.PHONE: PhoneNumber,
}
_DAYS: Final = (FieldName.BIRTH_DATE, FieldName.GIVEN_ON)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a picture, in its pixels, with some room around it."""

    left: int
    top: int
    width: int
    height: int

    @property
    def view(self) -> str:
        """The part of the picture, as a drawing names it."""
        return f"{self.left} {self.top} {self.width} {self.height}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was read, how sure it is, and whether it agrees with what is said."""

    label: Promise | str
    key: str
    value: str = field(repr=False)
    sureness: Promise
    claimed: words.Verdict | None
    recorded: words.Verdict | None
    place: Place | None
    box: Box | None

    @property
    def corners(self) -> str:
        """The box as the viewer of photos takes it: left, top, right, bottom in fractions."""
        box = self.box
        return f"{box.left:.4f},{box.top:.4f},{box.right:.4f},{box.bottom:.4f}" if box else ""


class Told:
    """What is said and on record, to be held against what was read."""

    def __init__(self, report: CorrectionReport, *, is_full: bool) -> None:
        self.is_full = is_full
        kind = ReportKind(report.kind)
        self.claim = slip_claim(kind, report.said, report.patient, report.dose)
        self.person = report.patient.current if report.patient else None
        doses = doses_of(report.patient_id) if report.patient_id else []
        self.recorded: list[DoseVersion] = [dose.current for dose in doses]

    def lines(self, photo: Evidence, read: ReadPhoto) -> Iterator[Line]:
        reading = read.reading
        claimed = _by_field(compare(self.claim, reading))
        on_record = {}
        if self.person is not None:
            recorded = SlipClaim(
                full_name=self.person.full_name,
                birth_date=self.person.birth_date,
                sex=self.person.sex,
            )
            on_record = _by_field(compare(recorded, reading))
        for name, value in _filled(reading.fields):
            yield self._line(photo, name, value, claimed.get(name), on_record.get(name))
        for dose in reading.doses:
            yield from self._dose_lines(photo, dose, claimed)

    def _dose_lines(
        self, photo: Evidence, dose: ReadDose, claimed: Mapping[FieldName, Compared]
    ) -> Iterator[Line]:
        """The fields of a dose; what is claimed is held against the dose that is meant."""
        given_on = claimed.get(FieldName.GIVEN_ON)
        is_meant = given_on is not None and given_on.read == dose.value(FieldName.GIVEN_ON)
        number = dose.value(FieldName.DOSE_NUMBER)
        for name, value in _filled(dose.fields):
            if name is FieldName.DOSE_NUMBER:
                continue
            said = claimed.get(name) if is_meant else None
            verdict = self._recorded(dose) if name is FieldName.GIVEN_ON else None
            yield self._line(photo, name, value, said, verdict, number=number)

    def _line(
        self,
        photo: Evidence,
        name: FieldName,
        value: ReadField,
        claimed: Compared | None,
        recorded: Compared | words.Verdict | None,
        *,
        number: str = "",
    ) -> Line:
        if isinstance(recorded, Compared):
            recorded = words.verdict_on(recorded.agreement)
        return Line(
            label=words.label_of(name, number),
            key=name.value,
            value=self.shown(name, value),
            sureness=words.sureness_of(value.confidence),
            claimed=words.verdict_on(claimed.agreement) if claimed else None,
            recorded=recorded,
            place=_place(value.box, photo) if value.box else None,
            box=value.box,
        )

    def _recorded(self, dose: ReadDose) -> words.Verdict | None:
        """Whether a dose of the slip is on record: of that day, and of that vaccine."""
        given_on, vaccine = dose.value(FieldName.GIVEN_ON), dose.value(FieldName.VACCINE)
        if self.person is None or not given_on:
            return None
        same_day = [v for v in self.recorded if v.administered_on.isoformat() == given_on]
        if not same_day:
            return words.NOT_ON_RECORD
        meant = meant_vaccines(vaccine)
        others = not any(meant & meant_vaccines(each.vaccine.code) for each in same_day)
        return words.OTHER_VACCINE if meant and others else words.ON_RECORD

    def shown(self, name: FieldName, read: ReadField) -> str:
        """The value as pages write it; hidden as far as the person is."""
        text = read.value or read.text
        if name in _DAYS and read.value:
            return _day(read.value)
        if name is FieldName.VACCINE:
            return read.text or read.value
        if name is FieldName.ADDRESS:
            return text if self.is_full else "•••"
        kind = _KINDS.get(name)
        return shown(text, kind, is_full=self.is_full) if kind else text

    def codes(self, read: ReadPhoto) -> Iterator[tuple[Promise, str]]:
        """What each code is, and the name or number that it gives."""
        for code in read.reading.codes:
            content = code.content
            said = ""
            if isinstance(content, CardQr):
                said = shown(str(content.name), PersonName, is_full=self.is_full)
            elif isinstance(content, SlipCode):
                said = content.number
            elif content is not None:
                name = f"{content.name.family} {content.name.given}".strip()
                said = shown(name, PersonName, is_full=self.is_full)
            yield words.CODES[code.kind], said


def _filled(fields: Fields) -> list[tuple[FieldName, ReadField]]:
    """Those of which something was read, in the order in which slips have them."""
    return [
        (name, fields[name])
        for name in FieldName
        if name in fields and (fields[name].text or fields[name].value)
    ]


def _by_field(compared: Sequence[Compared]) -> dict[FieldName, Compared]:
    return {each.name: each for each in compared}


def _place(box: Box, photo: Evidence) -> Place:
    wide, high = photo.width, photo.height
    room = _ROOM * max(wide, high)
    left, top = max(0, box.left * wide - room), max(0, box.top * high - room)
    right, bottom = min(wide, box.right * wide + room), min(high, box.bottom * high + room)
    return Place(round(left), round(top), round(right - left), round(bottom - top))


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
