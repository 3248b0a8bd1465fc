"""Is this the person? Compared field by field, without database or clock.

A plain rule: it links only what two strong traits hold up, and sends what one trait holds up to a
person. Phones are shared by families and names by villages: alone they never link.
"""

import hashlib
from collections.abc import Iterable, Iterator

from sotiem.identity import PersonName
from sotiem.identity.birth_dates import PartialDate
from sotiem.matching.facts import Candidate, Match, PersonClue, Reason, Zone

NAME_IS = frozenset({Reason.NAME_AGREES, Reason.NAME_DIFFERS_IN_MARKS})
BIRTH_DATE_FITS = frozenset({Reason.BIRTH_DATE_AGREES, Reason.BIRTH_DATE_IS_PARTIAL})
ORDER = {Zone.LINK: 0, Zone.REVIEW: 1, Zone.NEW: 2}


def keys_of(clue: PersonClue) -> Iterator[int]:
    """The keys under which this person is kept and looked for (signed 64-bit)."""
    name = PersonName.parse(clue.full_name).unmarked
    yield _hashed(f"name|{name}|{clue.birth_date}")
    yield _hashed(f"name-year|{name}|{clue.birth_date[:4]}")
    for kind in ("cccd", "cmnd", "phone", "bhyt"):
        if value := getattr(clue, kind):
            yield _hashed(f"{kind}|{value}")


def compare(clue: PersonClue, person: PersonClue) -> tuple[Reason, ...]:
    """What agrees and what does not; nothing is said of what either lacks."""
    reasons = [_compare_names(clue, person), _compare_birth_dates(clue, person)]
    numbers = _compared(((clue.cccd, person.cccd), (clue.cmnd, person.cmnd)))
    if numbers:
        reasons.append(Reason.NUMBER_AGREES if True in numbers else Reason.NUMBER_DIFFERS)
    phones = _compared(((clue.phone, person.phone),))
    if phones:
        reasons.append(Reason.PHONE_AGREES if True in phones else Reason.PHONE_DIFFERS)
    return tuple(reasons)


def zone_of(reasons: Iterable[Reason]) -> Zone:
    """What follows from a comparison with one person."""
    found = frozenset(reasons)
    name_is, birth_date_fits = bool(found & NAME_IS), bool(found & BIRTH_DATE_FITS)
    if Reason.NUMBER_AGREES in found:
        return Zone.LINK if name_is and birth_date_fits else Zone.REVIEW
    if Reason.NUMBER_DIFFERS in found:
        same_household = Reason.PHONE_AGREES in found
        return Zone.REVIEW if name_is and birth_date_fits and same_household else Zone.NEW
    if name_is and Reason.BIRTH_DATE_AGREES in found:
        return Zone.LINK if Reason.PHONE_AGREES in found else Zone.REVIEW
    if name_is and Reason.PHONE_AGREES in found:
        return Zone.REVIEW
    return Zone.NEW


def decide(clue: PersonClue, people: Iterable[tuple[int, PersonClue]]) -> Match:
    """Judge all candidates of one clue together: two that could be linked are a doubt."""
    candidates = []
    for patient_id, person in people:
        reasons = compare(clue, person)
        if (zone := zone_of(reasons)) != Zone.NEW:
            candidates.append(Candidate(patient_id, zone, reasons))
    candidates.sort(key=lambda candidate: (ORDER[candidate.zone], candidate.patient_id))
    linked = [candidate for candidate in candidates if candidate.zone == Zone.LINK]
    if len(linked) == 1:
        return Match(Zone.LINK, linked[0].patient_id, tuple(candidates))
    return Match(Zone.REVIEW if candidates else Zone.NEW, None, tuple(candidates))


def _compare_names(clue: PersonClue, person: PersonClue) -> Reason:
    one, other = PersonName.parse(clue.full_name), PersonName.parse(person.full_name)
    if one.tone_normal == other.tone_normal:
        return Reason.NAME_AGREES
    if one.unmarked != other.unmarked:
        return Reason.NAME_DIFFERS
    one_sided = not (one.has_marks and other.has_marks)
    return Reason.NAME_DIFFERS_IN_MARKS if one_sided else Reason.NAME_DIFFERS


def _compare_birth_dates(clue: PersonClue, person: PersonClue) -> Reason:
    if clue.birth_date == person.birth_date:
        return Reason.BIRTH_DATE_AGREES
    shorter, longer = sorted((clue.birth_date, person.birth_date), key=len)
    if len(shorter) < len(longer) and longer.startswith(shorter):
        return Reason.BIRTH_DATE_IS_PARTIAL
    one = PartialDate.from_iso(clue.birth_date)
    if one.may_be_swapped and one.swapped().iso == person.birth_date:
        return Reason.BIRTH_DATE_SWAPPED
    return Reason.BIRTH_DATE_DIFFERS


def _compared(pairs: Iterable[tuple[str, str]]) -> list[bool]:
    return [one == other for one, other in pairs if one and other]


def _hashed(text: str) -> int:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
