"""What is said, held against what was read: warnings of the reasons for which officers refuse."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from certificate_format.payload import CertificatePayload
from sotiem.identity import CardQr, unmark
from sotiem.slips.facts import (
    Agreement,
    CodeKind,
    Compared,
    DoseSaid,
    Fault,
    FieldName,
    PhotoLook,
    ReadDose,
    ReadField,
    RefusalReason,
    SlipClaim,
    SlipCode,
    SlipReading,
    SlipWarning,
    TextSource,
)
from sotiem.slips.reading.values import meant_vaccines, normal

# Only what was read so surely may contradict the sender.
SURE: Final = 0.5
_FEWEST_DIGITS: Final = 4
_LONGEST_NUMBER: Final = 40
_SAME_NAME: Final = 88.0  # of 100, without marks: a letter or two misread
FAULTS: Final = (
    (Fault.ONLY_A_PORTRAIT, RefusalReason.ONLY_A_PORTRAIT),
    (Fault.NO_TEXT, RefusalReason.SLIP_BLURRED),
    (Fault.TOO_DARK, RefusalReason.SLIP_BLURRED),
    (Fault.BLURRED, RefusalReason.SLIP_BLURRED),
    (Fault.COVERED, RefusalReason.SLIP_COVERED),
    (Fault.CUT_OFF, RefusalReason.SLIP_COVERED),
)
_DIFFERS: Final = {
    FieldName.FULL_NAME: RefusalReason.NAME_CONTRADICTS,
    FieldName.BIRTH_DATE: RefusalReason.BIRTH_DATE_DIFFERS,
    FieldName.DOSE_NUMBER: RefusalReason.DOSE_DIFFERS,
    FieldName.GIVEN_ON: RefusalReason.DATE_DIFFERS,
    FieldName.VACCINE: RefusalReason.VACCINE_DIFFERS,
}


def warnings(claim: SlipClaim, reading: SlipReading, look: PhotoLook) -> list[SlipWarning]:
    """What an officer would refuse for, in the order in which it is best mended: the photo first.

    What a bad photo hides is not told as missing.
    """
    faults = list(_faults_of(look))
    compared = compare(claim, reading)
    found = [SlipWarning(reason, fault) for fault, reason in faults]
    if reading.source is TextSource.READ and not faults:
        found += _missing(reading)
    found += _without_marks(claim, reading)
    found += _differing(compared)
    if is_edited(reading):
        found.append(SlipWarning(RefusalReason.SLIP_EDITED))
    return found


def compare(claim: SlipClaim, reading: SlipReading) -> list[Compared]:
    """Each thing that is said, beside what was read of it."""
    read_name = _name_read(claim.full_name, reading)
    compared = [
        _compared(FieldName.FULL_NAME, read_name, _is_same_name(claim.full_name, read_name))
    ]
    if claim.birth_date:
        born = _birth_date_read(reading)
        same = born.value.startswith(claim.birth_date) or claim.birth_date.startswith(born.value)
        compared.append(_compared(FieldName.BIRTH_DATE, born, same))
    if claim.sex:
        sex = _read(reading, FieldName.SEX)
        compared.append(_compared(FieldName.SEX, sex, sex.value == claim.sex))
    for place, said in enumerate(claim.doses):
        compared += _compare_dose(place, said, reading.doses)
    return compared


def code_of(warning: SlipWarning) -> str:
    """A warning as it is kept: its reason, with the fault of the photo where that is the reason."""
    return f"{warning.reason}/{warning.fault}" if warning.fault else warning.reason.value


def warning_of(code: str) -> SlipWarning:
    """The warning of such a code; what was read and proposed is not kept with it."""
    reason, _, fault = code.partition("/")
    return SlipWarning(RefusalReason(reason), Fault(fault) if fault else None)


def slip_numbers(reading: SlipReading) -> list[str]:
    """The numbers that a slip bears, printed or in its code, as far as they tell slips apart."""
    printed = _read(reading, FieldName.SLIP_NUMBER)
    numbers = [code.content.number for code in reading.codes if isinstance(code.content, SlipCode)]
    if printed.confidence >= SURE:
        numbers.append(printed.value)
    plain = {"".join(number.upper().split()) for number in numbers}
    return sorted(
        number
        for number in plain
        if number.isprintable()
        and len(number) <= _LONGEST_NUMBER
        and sum(map(str.isdigit, number)) >= _FEWEST_DIGITS
    )


def is_edited(reading: SlipReading) -> bool:
    """Whether the picture was made by an editor, or the slip contradicts itself."""
    days = [dose.value(FieldName.GIVEN_ON) for dose in reading.doses if _is_sure(dose)]
    born = reading.value(FieldName.BIRTH_DATE)
    return bool(
        reading.edited_with
        or any(after < before for before, after in pairwise(filter(None, days)))
        or (born and any(day and day < born for day in days))
        or _number_contradicts(reading)
    )


def _faults_of(look: PhotoLook) -> Iterator[tuple[Fault, RefusalReason]]:
    told = False
    for fault, reason in FAULTS:
        # One sentence about a picture without letters says enough.
        if getattr(look, fault.value) and not (told and fault in (Fault.TOO_DARK, Fault.BLURRED)):
            if fault is not Fault.NO_TEXT or not told:
                yield fault, reason
            told = told or fault in (Fault.ONLY_A_PORTRAIT, Fault.NO_TEXT)


def _missing(reading: SlipReading) -> Iterator[SlipWarning]:
    """What does not stand on a legible slip. Official slips have no sex: none is asked for."""
    if not reading.value(FieldName.FULL_NAME) and not _other_names(reading):
        missing = Compared(FieldName.FULL_NAME, Agreement.MISSING)
        yield SlipWarning(RefusalReason.SLIP_LACKS_PERSON, compared=(missing,))
    lacking = [
        Compared(name, Agreement.MISSING)
        for name in (FieldName.GIVEN_ON, FieldName.VACCINE)
        if not any(dose.fields.get(name) and dose.fields[name].text for dose in reading.doses)
    ]
    if lacking and not any(code.kind is CodeKind.CERTIFICATE for code in reading.codes):
        yield SlipWarning(RefusalReason.SLIP_INCOMPLETE, compared=lacking)


def _without_marks(claim: SlipClaim, reading: SlipReading) -> Iterator[SlipWarning]:
    """A name typed without marks, or with a part left out, and the slip's name to take instead."""
    read = _name_read(claim.full_name, reading).value
    said, whole = unmark(claim.full_name).split(), unmark(read).split()
    without = claim.full_name.isascii() and not read.isascii() and said == whole
    shorter = 0 < len(said) < len(whole) and _is_part(said, whole)
    if without or shorter or len(said) == 1:
        yield SlipWarning(RefusalReason.NAME_WITHOUT_MARKS, proposal=read)


def _differing(compared: Sequence[Compared]) -> Iterator[SlipWarning]:
    differing = [each for each in compared if each.agreement is Agreement.DIFFERS]
    agree = any(each.agreement is Agreement.AGREES for each in compared)
    if len(differing) > 1 and not agree:
        yield SlipWarning(RefusalReason.NOTHING_AGREES, compared=differing)
        return
    for name, reason in _DIFFERS.items():
        of_it = tuple(each for each in differing if each.name is name)
        if of_it:
            yield SlipWarning(reason, compared=of_it)


def _compare_dose(place: int, said: DoseSaid, doses: Sequence[ReadDose]) -> Iterator[Compared]:
    on_slip = _the_dose(said, doses)
    if on_slip is None:
        if said.number is not None:
            none = Agreement.DIFFERS if doses else Agreement.MISSING
            yield Compared(FieldName.DOSE_NUMBER, none, place)
        return
    number, day, vaccine, lot = (
        on_slip.fields.get(name, NOTHING)
        for name in (FieldName.DOSE_NUMBER, FieldName.GIVEN_ON, FieldName.VACCINE, FieldName.LOT)
    )
    if said.number is not None:
        same = number.value == str(said.number)
        yield _compared(FieldName.DOSE_NUMBER, number, same, place)
    if said.given_on is not None:
        yield _compared(FieldName.GIVEN_ON, day, day.value == said.given_on.isoformat(), place)
    if said.vaccine:
        meant = meant_vaccines(vaccine.value) & meant_vaccines(said.vaccine)
        yield _compared(FieldName.VACCINE, vaccine, bool(meant), place)
    if said.lot:
        same = lot.value == normal(FieldName.LOT, said.lot)
        yield _compared(FieldName.LOT, lot, same, place)


def _the_dose(said: DoseSaid, doses: Sequence[ReadDose]) -> ReadDose | None:
    """The dose on the slip that is meant: of the day that is said, else of the number."""
    day = said.given_on.isoformat() if said.given_on else ""
    for dose in doses:
        if day and dose.value(FieldName.GIVEN_ON) == day:
            return dose
    number = str(said.number or "")
    numbered = [dose for dose in doses if number and dose.value(FieldName.DOSE_NUMBER) == number]
    if numbered or said.number is not None:
        return next(iter(numbered), None)
    return doses[0] if len(doses) == 1 else None


NOTHING: Final = ReadField("", "", 0.0, None)
_PRINTED_IN_A_CODE: Final = 1.0


def _compared(name: FieldName, read: ReadField, is_same: bool, dose: int | None = None) -> Compared:
    if not read.value:
        return Compared(name, Agreement.MISSING, dose)
    if is_same:
        return Compared(name, Agreement.AGREES, dose, read.value)
    unsure = read.confidence < SURE
    return Compared(name, Agreement.MISSING if unsure else Agreement.DIFFERS, dose, read.value)


def _read(reading: SlipReading, name: FieldName) -> ReadField:
    return reading.fields.get(name, NOTHING)


def _name_read(said: str, reading: SlipReading) -> ReadField:
    """The name on the slip, or the one of a code beside it if that is the one that is said."""
    printed = _read(reading, FieldName.FULL_NAME)
    coded = [ReadField(name, name, _PRINTED_IN_A_CODE, None) for name in _other_names(reading)]
    same = [read for read in (printed, *coded) if _is_same_name(said, read)]
    return next(iter(same or [printed] if printed.value else coded), NOTHING)


def _other_names(reading: SlipReading) -> list[str]:
    contents = [code.content for code in reading.codes]
    cards = [str(content.name) for content in contents if isinstance(content, CardQr)]
    return cards + [
        f"{content.name.family} {content.name.given}".strip()
        for content in contents
        if isinstance(content, CertificatePayload)
    ]


def _birth_date_read(reading: SlipReading) -> ReadField:
    printed = _read(reading, FieldName.BIRTH_DATE)
    if printed.value:
        return printed
    for code in reading.codes:
        if isinstance(code.content, CardQr | CertificatePayload):
            born = str(code.content.birth_date)
            return ReadField(born, born, _PRINTED_IN_A_CODE, None)
    return NOTHING


def _is_same_name(said: str, read: ReadField) -> bool:
    """Marks are what a reader loses first: names are the same when their letters are."""
    one, other = unmark(said), unmark(read.value)
    if not one or not other:
        return False
    return fuzz.ratio(one, other) >= _SAME_NAME or _is_part(one.split(), other.split())


def _is_part(said: Sequence[str], whole: Sequence[str]) -> bool:
    """Surname and given name agree, and what is between them stands there in this order."""
    left = iter(whole)
    return (
        len(said) > 1
        and said[0] == whole[0]
        and said[-1] == whole[-1]
        and all(word in left for word in said)
    )


def _is_sure(dose: ReadDose) -> bool:
    return dose.fields.get(FieldName.GIVEN_ON, NOTHING).confidence >= SURE


def _number_contradicts(reading: SlipReading) -> bool:
    """Whether the code of a slip of ours names another slip than the one printed beside it."""
    printed = _read(reading, FieldName.SLIP_NUMBER)
    numbers = [code.content.number for code in reading.codes if isinstance(code.content, SlipCode)]
    if not printed.value or not numbers or printed.confidence < SURE:
        return False
    return all(fuzz.ratio(printed.value, number.upper()) < _SAME_NAME for number in numbers)
