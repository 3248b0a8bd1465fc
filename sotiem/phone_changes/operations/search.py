from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.campaigns.queries import slip_number
from sotiem.doses.models import Dose
from sotiem.foundation import audit, limits
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching.queries import find_alike
from sotiem.patients.models import Patient
from sotiem.patients.queries import whole_of
from sotiem.phone_changes import permissions, rules
from sotiem.phone_changes.facts import Agreed, Found, Papers


class PapersAreNotEnough(Refusal):
    """Nobody on record, or more than one, has papers that agree so far. It does not say which."""


def find_by_papers(*, papers: Papers, by: Staff, at: datetime) -> Found:
    """Find the one person whose papers these are.

    A search costs the member of staff, found or not; everyone who may be meant can read of it.
    """
    require(permissions.can_replace(by))
    hour = timedelta(hours=1)
    limits.spend("phone-search", by.key, limit=rules.SEARCHES_AN_HOUR, per=hour, at=at)
    alike = find_alike(
        full_name=papers.full_name, birth_date=papers.birth_date, **dict(papers.numbers)
    )
    _leave_traces(alike, by=by, at=at)
    principals = Patient.objects.filter(pk__in=alike).values_list("principal_id", flat=True)
    found = {each: _agreed(each, papers) for each in set(principals)}
    good = [each for each, agreed in found.items() if rules.is_enough(agreed)]
    if len(good) != 1:
        raise PapersAreNotEnough
    return Found(patient_id=good[0], agreed=tuple(sorted(found[good[0]])))


@transaction.atomic
def _leave_traces(patient_ids: Sequence[int], *, by: Staff, at: datetime) -> None:
    notes = [
        audit.Note(
            action="phone_change.searched",
            object_kind="patient",
            object_id=each,
            patient_id=each,
        )
        for each in patient_ids
    ]
    audit.record_many(notes, by=by, at=at)


def _agreed(principal_id: int, papers: Papers) -> set[Agreed]:
    """What agrees: a number of any of the person's records, and what is said of one dose.

    A number that contradicts the record makes the papers somebody else's.
    """
    agreed: set[Agreed] = set()
    records = Patient.objects.filter(pk__in=whole_of(principal_id)).select_related("current")
    for name, value in papers.numbers.items():
        known = {getattr(each.current, name) for each in records} - {""}
        if value in known:
            agreed.add(Agreed.NUMBER)
        elif known:
            return set()
    doses = (
        Dose.objects.of_person(principal_id).counting().select_related("current__facility", "entry")
    )
    return max((agreed | _of_dose(dose, papers) for dose in doses), key=len, default=agreed)


def _of_dose(dose: Dose, papers: Papers) -> set[Agreed]:
    current = dose.current
    agreed = set()
    if papers.administered_on == current.administered_on:
        agreed.add(Agreed.DOSE_DAY)
    if papers.facility_id is not None and papers.facility_id == current.facility_id:
        agreed.add(Agreed.DOSE_PLACE)
    if papers.lot_number and papers.lot_number.upper() == current.lot_number.upper():
        agreed.add(Agreed.DOSE_LOT)
    facility = current.facility
    if facility is not None and papers.slip_number.upper() == slip_number(facility, dose).upper():
        agreed.add(Agreed.SLIP_NUMBER)
    return agreed
