"""Reading readbacks: by their link, and beside the people of a session."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count
from django.utils.crypto import constant_time_compare, salted_hmac

from sotiem.accounts.facts import Citizen, citizen
from sotiem.campaigns.models import VaccinationSession
from sotiem.foundation.identifiers import ALPHABET
from sotiem.readbacks.facts import Counts, Seen
from sotiem.readbacks.models import Answer, Readback, ReadbackQuerySet
from sotiem.readbacks.states import CALLED_WRONG, ReadbackState

# The public page of a link: its address stands in messages and on paper.
PAGE: Final = "/xn/"
_HALF: Final = 8
MOST_NAMED: Final = 20


def token_of(readback: Readback) -> str:
    """The secret of a link: who reads the database alone cannot write it."""
    return readback.code + _signature(readback.code)


def address_of(readback: Readback) -> str:
    return f"{settings.PUBLIC_ADDRESS}{PAGE}{token_of(readback)}"


def find_readback(token: str) -> Readback | None:
    """The readback of a link, over or not; nothing where we did not write it."""
    code, signature = token[:_HALF], token[_HALF:]
    if not constant_time_compare(signature, _signature(code)):
        return None
    return _shown().filter(code=code).first()


def person_of(readback: Readback) -> Citizen:
    """Whoever has the link acts for the person whose dose it is."""
    entry = readback.entry
    assert entry.patient is not None
    return citizen(
        phone=entry.said["person"]["phone"] or entry.patient.current.phone,
        patient_id=entry.patient.pk,
        patient_public_id=str(entry.patient.public_id),
    )


def open_links(dose_ids: Iterable[int], *, at: datetime) -> Mapping[int, Readback]:
    """The readbacks of these doses whose links are good, by the dose."""
    found = Readback.objects.counting().filter(entry__dose__in=list(dose_ids), expires_at__gt=at)
    return {each.entry.dose_id or 0: each for each in found.select_related("entry")}


def seen_of(readback: Readback) -> Seen:
    """The versions that stand there now."""
    dose, patient = readback.entry.dose, readback.entry.patient
    assert dose is not None and patient is not None
    return Seen(dose.current.number, patient.current.number)


def last_wrong(readback: Readback) -> Answer | None:
    """What was said last, if it was that something is wrong."""
    last = readback.answers.order_by("-number").first()
    return last if last is not None and not last.is_right else None


def beside(session: VaccinationSession, appointment_ids: Iterable[int]) -> Mapping[int, Readback]:
    """The readbacks of some of a session's people, by their place in it."""
    found = (
        _shown().counting().filter(session=session, entry__appointment__in=list(appointment_ids))
    )
    return {each.entry.appointment_id or 0: each for each in found.order_by("pk")}


def called_wrong(session: VaccinationSession) -> list[Readback]:
    """Those of a session that somebody must look at, in the order in which they said so."""
    waiting = _shown().counting().filter(session=session, state=ReadbackState.WRONG)
    return list(waiting.order_by("state_at", "pk")[:MOST_NAMED])


def counts_of(session: VaccinationSession) -> Counts:
    """How many of a session's people said right or wrong, and how many have not answered."""
    rows = Readback.objects.counting().filter(session=session).values_list("state")
    numbers = dict(rows.annotate(number=Count("pk")).order_by("state"))
    wrong = sum(numbers.get(state, 0) for state in CALLED_WRONG)
    right = numbers.get(ReadbackState.RIGHT, 0)
    return Counts(right, wrong, sum(numbers.values()) - wrong - right)


def _shown() -> ReadbackQuerySet:
    return Readback.objects.select_related(
        "session__facility",
        "report",
        "entry__session__facility",
        "entry__session__vaccine",
        "entry__appointment",
        "entry__dose__current__vaccine",
        "entry__dose__current__facility",
        "entry__patient__current",
    )


def _signature(code: str) -> str:
    digest = int(salted_hmac("sotiem.readback", code, algorithm="sha256").hexdigest(), 16)
    letters = []
    for _ in range(_HALF):
        digest, place = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
