"""The words of a photographed slip: what was read, how the photo is, what is to be warned of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from certificate_format.payload import CertificatePayload
from sotiem.identity import CardQr


class RefusalReason(StrEnum):
    """Why a report is not accepted: the 13 coded reasons of dispatch 9458/BYT-CNTT."""

    SLIP_INCOMPLETE = "slip_incomplete"  # screening form without date, dose or vaccine
    NAME_CONTRADICTS = "name_contradicts"
    ONLY_A_PORTRAIT = "only_a_portrait"
    DOSE_DIFFERS = "dose_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SLIP_LACKS_PERSON = "slip_lacks_person"  # without name, sex, time or vaccine
    SLIP_COVERED = "slip_covered"
    SLIP_BLURRED = "slip_blurred"
    DATE_DIFFERS = "date_differs"
    NOTHING_AGREES = "nothing_agrees"
    NAME_WITHOUT_MARKS = "name_without_marks"
    VACCINE_DIFFERS = "vaccine_differs"
    SLIP_EDITED = "slip_edited"


class PictureProblem(StrEnum):
    """Why a file cannot be looked at."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # in bytes or in pixels
    UNKNOWN_KIND = "unknown_kind"
    BROKEN = "broken"
    LOST = "lost"  # the file is not where it was kept
    FAILED = "failed"  # reading it failed, or ended its reader, more than once


class PictureUnreadable(Exception):
    """A file is no picture that we look at; `problem` says why."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands in the upright picture, in fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


class FieldName(StrEnum):
    """What may stand on a slip, of the person and of each dose."""

    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    IDENTITY = "identity"
    PHONE = "phone"
    ADDRESS = "address"
    SLIP_NUMBER = "slip_number"
    DOSE_NUMBER = "dose_number"
    GIVEN_ON = "given_on"
    VACCINE = "vaccine"
    LOT = "lot"
    PLACE = "place"


OF_A_DOSE: Final = (
    FieldName.DOSE_NUMBER,
    FieldName.GIVEN_ON,
    FieldName.VACCINE,
    FieldName.LOT,
    FieldName.PLACE,
)


@dataclass(frozen=True, slots=True)
class ReadField:
    """One thing that stands on a slip.

    `value` is its normal form ("" where the text says nothing), `text` what was read.
    """

    value: str
    text: str = field(repr=False)
    confidence: float
    box: Box | None


Fields = Mapping[FieldName, ReadField]


@dataclass(frozen=True, slots=True)
class ReadDose:
    """One dose that stands on a slip."""

    fields: Fields = field(repr=False)

    def value(self, name: FieldName) -> str:
        return self.fields[name].value if name in self.fields else ""


class CodeKind(StrEnum):
    """What a QR code is."""

    CARD = "card"
    SLIP = "slip"
    CERTIFICATE = "certificate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SlipCode:
    """What the QR code of a slip of ours says: its number, and the public name of a dose."""

    number: str
    dose: str


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A QR code in the picture. What it holds is said, not proven: no signature was checked."""

    kind: CodeKind
    text: str = field(repr=False)
    box: Box
    content: CardQr | SlipCode | CertificatePayload | None = field(default=None, repr=False)


class TextSource(StrEnum):
    """Whether text was looked for."""

    READ = "read"
    NOT_INSTALLED = "not_installed"  # this machine has no tesseract with Vietnamese
    GAVE_UP = "gave_up"  # it took too long, or too much


@dataclass(frozen=True, slots=True)
class SlipReading:
    """What a machine makes of a photo. Never to be trusted alone: slips are forged."""

    codes: Sequence[ReadCode] = ()
    fields: Fields = field(default_factory=dict, repr=False)
    doses: Sequence[ReadDose] = ()
    text: str = field(default="", repr=False)
    confidence: float = 0.0  # of the text, 0 to 1
    source: TextSource = TextSource.READ
    edited_with: str = ""  # the picture editor that the file names

    def value(self, name: FieldName) -> str:
        return self.fields[name].value if name in self.fields else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLook:
    """How a photo is, with the measure behind each word."""

    blurred: bool
    too_dark: bool
    only_a_portrait: bool
    covered: bool
    cut_off: bool
    no_text: bool
    sharpness: float
    brightness: float
    skin: float
    hidden: float
    edges_out: int
    marks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseSaid:
    """A dose as the sender says it was; what is not said is None or empty."""

    number: int | None = None
    given_on: date | None = None
    vaccine: str = ""  # a product's code or any of its names
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipClaim:
    """What the sender says, to be held against the slip."""

    full_name: str = field(repr=False)
    birth_date: str = field(default="", repr=False)  # the normal form of identity.PartialDate
    sex: str = ""
    doses: Sequence[DoseSaid] = ()


class Fault(StrEnum):
    """What is wrong with a photo."""

    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    ONLY_A_PORTRAIT = "only_a_portrait"
    COVERED = "covered"
    CUT_OFF = "cut_off"
    NO_TEXT = "no_text"


class Agreement(StrEnum):
    """How what is said stands to what was read."""

    AGREES = "agrees"
    DIFFERS = "differs"
    MISSING = "missing"  # it does not stand on the slip, or could not be read


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was said beside what was read; `dose` counts the claimed doses from 0."""

    name: FieldName
    agreement: Agreement
    dose: int | None = None
    read: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SlipWarning:
    """Something an officer would refuse for, told while it can be mended. It blocks nothing."""

    reason: RefusalReason
    fault: Fault | None = None  # of the photo, where that is the reason
    compared: Sequence[Compared] = ()
    proposal: str = field(default="", repr=False)  # the name as the slip has it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPhoto:
    """What is kept of a photo that a machine read. Never to be trusted alone."""

    file_id: int
    read_at: datetime
    problem: PictureProblem | None
    reading: SlipReading
    look: PhotoLook | None


class Sameness(StrEnum):
    """Why two photos are said to show the same, the surest first."""

    FILE = "file"  # to the last bit
    PICTURE = "picture"  # packed anew, cropped, or retouched in few places
    SLIP_NUMBER = "slip_number"
