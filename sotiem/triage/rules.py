"""What speaks for a report and against it, and who answers it: without database or clock."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sotiem.corrections.facts import ADDING_A_DOSE, Answer, ReportKind
from sotiem.corrections.rules import apply_change
from sotiem.doses.facts import DoseOnRecord, DoseStatus
from sotiem.triage.facts import Advice, Certainty, Finding, Route, Seen, Sign, Told, Weight

NEAR: Final = timedelta(days=10)  # a day that is remembered wrongly, or typed so
MANY: Final = 20  # reports of one telephone: no family sends more
ONE_IN: Final = 50  # of what the machine did gets a second look

# A loaded report says what is wrong in a word of its channel.
ADDING_WORDS: Final = frozenset({"", *ADDING_A_DOSE})
IDENTITY: Final = ("full_name", "birth_date", "sex", "cccd", "cmnd")
# What a slip must show to speak for a dose.
SHOWN: Final = frozenset({"full_name", "given_on", "vaccine"})


def sort(seen: Seen) -> Advice:
    """Where a report goes, and why."""
    findings = tuple(_findings(seen))
    signs = {finding.sign for finding in findings}
    return Advice(
        route=_route(seen, signs, findings),
        findings=findings,
        patient_id=seen.patient_id if seen.whose == Certainty.CERTAIN else None,
        same_as=seen.same_as,
    )


def is_sampled(report_id: int) -> bool:
    """One in so many, the same whoever asks, and not told by the order of arrival."""
    return report_id * 2_654_435_761 % 2**32 % ONE_IN == 0


def _route(seen: Seen, signs: set[Sign], findings: tuple[Finding, ...]) -> Route:
    is_first = seen.round == 1
    if is_first and (Sign.SAYS_THE_SAME in signs or _is_answered(seen, signs)):
        return Route.MACHINE
    if any(finding.weight == Weight.AGAINST for finding in findings):
        return Route.LOOK
    if Sign.RECORD_SAYS_SO in signs:
        return Route.ONE_KEY if is_first else Route.LOOK
    if seen.kind == ReportKind.PERSON_WRONG:
        return _route_of_identity(seen, signs)
    if seen.asked == ReportKind.PERSON_WRONG:
        return Route.POPULATION if seen.whose == Certainty.CERTAIN else Route.LOOK
    if _is_clear(seen, signs):
        return Route.ONE_KEY
    if _may_ask(seen):
        return Route.FACILITY
    return Route.LOOK


def _is_answered(seen: Seen, signs: set[Sign]) -> bool:
    """The record says so, and who asks may know what it says."""
    known = seen.is_signed_in or Sign.SENDER_KNOWN in signs
    return Sign.RECORD_SAYS_SO in signs and known


def _route_of_identity(seen: Seen, signs: set[Sign]) -> Route:
    change = seen.claims.change
    if all(getattr(change, name) is None for name in IDENTITY):
        return Route.LOOK
    return Route.ONE_KEY if Sign.REGISTER_AGREES in signs else Route.POPULATION


def _is_clear(seen: Seen, signs: set[Sign]) -> bool:
    """Whether what is independent of the sender says so."""
    match seen.kind:
        case ReportKind.TWO_RECORDS:
            return Sign.OTHER_RECORD_CERTAIN in signs
        case ReportKind.CERTIFICATE:
            return Sign.DATA_COMPLETE in signs
        case ReportKind.DOSE_TWICE:
            return Sign.SAME_LOT_NEAR in signs
        case ReportKind.NEVER_RECEIVED | ReportKind.NOT_MINE:
            return False
    if seen.asked not in ADDING_WORDS or Sign.PERSON_UNCLEAR in signs or Sign.DOSE_NEAR in signs:
        return False
    if Sign.ROW_WAITS in signs or Sign.FACILITY_YES in signs:
        return True
    return {Sign.SLIP_AGREES, Sign.LOT_GIVEN_THERE, Sign.LOT_KNOWN} <= signs


def _may_ask(seen: Seen) -> bool:
    """The facility is on the list and was not asked yet; what photos say is waited for."""
    if seen.slip.is_awaited or seen.kind in (ReportKind.TWO_RECORDS, ReportKind.CERTIFICATE):
        return False
    place = seen.told.place if seen.told else seen.dose.facility_id if seen.dose else None
    return place is not None and seen.answer is None


def _findings(seen: Seen) -> Iterator[Finding]:
    if seen.same_as is not None:
        yield Finding(Sign.SAYS_THE_SAME, Weight.OPEN)
    yield from _of_person(seen)
    if _says_so(seen):
        yield Finding(Sign.RECORD_SAYS_SO, Weight.OPEN)
        return
    if seen.kind == ReportKind.PERSON_WRONG:
        yield from _of_identity(seen)
        return
    yield from _of_facility(seen)
    if seen.told is not None:
        yield from _of_told_dose(seen, seen.told)
    yield from _of_slip(seen)
    yield from _of_kind(seen)


def _of_person(seen: Seen) -> Iterator[Finding]:
    if not seen.is_signed_in:
        sign, weight = {
            Certainty.CERTAIN: (Sign.PERSON_CERTAIN, Weight.FOR),
            Certainty.UNCLEAR: (Sign.PERSON_UNCLEAR, Weight.OPEN),
            Certainty.UNKNOWN: (Sign.PERSON_UNKNOWN, Weight.OPEN),
        }[seen.whose]
        yield Finding(sign, weight)
        if seen.record is not None:
            known = _is_known_to(seen)
            yield Finding(
                Sign.SENDER_KNOWN if known else Sign.SENDER_UNKNOWN,
                Weight.FOR if known else Weight.OPEN,
            )
    if seen.from_phone > MANY:
        yield Finding(Sign.MANY_FROM_PHONE, Weight.AGAINST, {"number": str(seen.from_phone)})


def _is_known_to(seen: Seen) -> bool:
    """Whether the sender said what only who knows the person well can say."""
    person, record = seen.claims.person, seen.record
    if person is None or record is None:
        return False
    phone = person.phone != "" and person.phone == record.phone
    number = person.cccd != "" and person.cccd == record.cccd
    return phone or number or (person.cmnd != "" and person.cmnd == record.cmnd)


def _says_so(seen: Seen) -> bool:
    """Whether the record says by now what the report asks for."""
    match seen.kind:
        case ReportKind.DOSE_MISSING | ReportKind.NOTHING_RECORDED:
            is_adding = seen.asked in ADDING_WORDS
            return is_adding and any(_is_claimed(seen, dose) for dose in seen.doses)
        case ReportKind.DOSE_WRONG:
            return seen.is_mended
        case ReportKind.NEVER_RECEIVED | ReportKind.DOSE_TWICE | ReportKind.NOT_MINE:
            return seen.dose is not None and seen.dose.status != DoseStatus.COMPLETED
        case ReportKind.PERSON_WRONG:
            record = seen.record
            return record is not None and apply_change(record, seen.claims.change) == record
        case ReportKind.TWO_RECORDS:
            return seen.other_joined
    return False


def _is_claimed(seen: Seen, dose: DoseOnRecord) -> bool:
    """Whether a dose on record is the claimed one: of all that is said of it nothing differs, and
    more than the day agrees."""
    told = seen.told
    if told is None or told.is_strange or dose.vaccine_text or dose.administered_on != told.day:
        return False
    agree = [
        dose.vaccine_id in told.vaccines if told.vaccines else None,
        dose.lot_number.upper() == told.lot.upper() if told.lot and dose.lot_number else None,
        dose.facility_name == seen.facility_name
        if seen.facility_name and dose.facility_name
        else None,
    ]
    return False not in agree and True in agree


def _of_identity(seen: Seen) -> Iterator[Finding]:
    if seen.number_of_another:
        yield Finding(Sign.NUMBER_OF_ANOTHER, Weight.AGAINST)
    sign = {
        "agrees": (Sign.REGISTER_AGREES, Weight.FOR),
        "differs": (Sign.REGISTER_DIFFERS, Weight.AGAINST),
    }.get(seen.register, (Sign.REGISTER_SILENT, Weight.OPEN))
    yield Finding(*sign)


def _of_facility(seen: Seen) -> Iterator[Finding]:
    takes_away = seen.kind in (ReportKind.NEVER_RECEIVED, ReportKind.NOT_MINE)
    told = {"facility": seen.facility_name}
    if seen.answer == Answer.YES:
        weight = Weight.AGAINST if takes_away else Weight.FOR
        yield Finding(Sign.FACILITY_YES, weight, told)
    elif seen.answer == Answer.NO:
        weight = Weight.FOR if takes_away else Weight.AGAINST
        yield Finding(Sign.FACILITY_NO, weight, told)
    elif seen.answer == Answer.YES_BUT:
        yield Finding(Sign.FACILITY_YES_BUT, Weight.AGAINST, told)
    if seen.rows:
        yield Finding(Sign.ROW_WAITS, Weight.FOR, {"number": str(seen.rows)})


def _of_told_dose(seen: Seen, told: Told) -> Iterator[Finding]:
    day = told.day
    if day > seen.sent_on or (seen.licensed_on is not None and day < seen.licensed_on):
        yield Finding(Sign.IMPOSSIBLE_DAY, Weight.AGAINST, {"day": f"{day:%d/%m/%Y}"})
    if seen.kind in ADDING_A_DOSE:
        yield from _beside_others(seen, day)
    if told.lot:
        yield _of_lot(seen, told)
    if told.place is None:
        return
    values = {"facility": seen.facility_name, "day": f"{day:%d/%m/%Y}"}
    if seen.lot_given:
        values["number"] = str(seen.lot_given)
        yield Finding(Sign.LOT_GIVEN_THERE, Weight.FOR, values)
    elif seen.in_session:
        values["number"] = str(seen.in_session)
        yield Finding(Sign.SESSION_HELD, Weight.OPEN, values)
    else:
        yield Finding(Sign.NO_SESSION, Weight.OPEN, values)


def _beside_others(seen: Seen, day: date) -> Iterator[Finding]:
    """Doses on record beside the claimed one: perhaps it, or too near to it."""
    same = [dose for dose in seen.doses if dose.disease_id == seen.disease_id]
    near = min(same, key=lambda dose: abs(dose.administered_on - day), default=None)
    if near is None:
        return
    apart = abs(near.administered_on - day)
    told = {"day": f"{near.administered_on:%d/%m/%Y}", "days": str(apart.days)}
    if apart <= NEAR:
        yield Finding(Sign.DOSE_NEAR, Weight.OPEN, told)
    elif apart < timedelta(days=seen.interval or 0):
        yield Finding(Sign.TOO_SOON, Weight.AGAINST, told)


def _of_lot(seen: Seen, told: Told) -> Finding:
    values = {"lot": told.lot}
    own = [lot for lot in seen.lots if lot.vaccine_id in told.vaccines]
    if own and all(lot.expires_on < told.day for lot in own):
        return Finding(Sign.LOT_EXPIRED, Weight.AGAINST, values)
    if own or (seen.lot_given and not seen.lots):
        return Finding(Sign.LOT_KNOWN, Weight.FOR, values)
    if seen.lots:
        return Finding(Sign.LOT_OF_ANOTHER_VACCINE, Weight.AGAINST, values)
    return Finding(Sign.LOT_UNKNOWN, Weight.OPEN, values)


def _of_slip(seen: Seen) -> Iterator[Finding]:
    slip = seen.slip
    if not seen.has_photo:
        yield Finding(Sign.NO_PHOTO, Weight.OPEN)
        return
    if slip.of_others:
        yield Finding(Sign.PHOTO_OF_ANOTHER, Weight.AGAINST, {"number": str(slip.of_others)})
    if slip.is_edited:
        yield Finding(Sign.SLIP_EDITED, Weight.AGAINST)
    if slip.is_awaited:
        yield Finding(Sign.SLIP_AWAITED, Weight.OPEN)
    elif not slip.is_read:
        yield Finding(Sign.SLIP_UNREAD, Weight.OPEN)
    elif slip.differs:
        told = {"fields": " ".join(sorted(slip.differs))}
        yield Finding(Sign.SLIP_DIFFERS, Weight.AGAINST, told)
    elif slip.agrees >= SHOWN:
        told = {"fields": " ".join(sorted(slip.agrees))}
        yield Finding(Sign.SLIP_AGREES, Weight.FOR, told)
    else:
        yield Finding(Sign.SLIP_UNREAD, Weight.OPEN)


def _of_kind(seen: Seen) -> Iterator[Finding]:
    if seen.kind == ReportKind.DOSE_TWICE and seen.dose is not None:
        other = next((one for one in seen.doses if one.dose_id == seen.claims.same_as), None)
        if other is not None and _is_same_lot_near(seen, other):
            told = {"day": f"{other.administered_on:%d/%m/%Y}", "lot": other.lot_number}
            yield Finding(Sign.SAME_LOT_NEAR, Weight.FOR, told)
    if seen.kind == ReportKind.TWO_RECORDS and seen.other_certain:
        yield Finding(Sign.OTHER_RECORD_CERTAIN, Weight.FOR)
        if not seen.other_alike:
            yield Finding(Sign.RECORDS_DIFFER, Weight.AGAINST)
    if seen.kind == ReportKind.CERTIFICATE and seen.doses and _is_complete(seen):
        yield Finding(Sign.DATA_COMPLETE, Weight.FOR)


def _is_same_lot_near(seen: Seen, other: DoseOnRecord) -> bool:
    assert seen.dose is not None
    apart = abs(other.administered_on - seen.dose.administered_on)
    same = other.lot_number.upper() == seen.dose.lot_number.upper() != ""
    return same and apart <= NEAR


def _is_complete(seen: Seen) -> bool:
    record = seen.record
    return bool(
        record is not None
        and record.full_name
        and record.birth_date
        and all(dose.lot_number and not dose.vaccine_text for dose in seen.doses)
    )
