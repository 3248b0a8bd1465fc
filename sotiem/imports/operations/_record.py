"""Puts the doses of a sheet's rows on record, and keeps what became of each row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from sotiem.accounts.facts import Staff
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import lock_patients, record_doses
from sotiem.foundation.bulk import array_of
from sotiem.foundation.processes import Map, cut
from sotiem.imports.facts import CheckedDose
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations._keep import Kept, keep_fates
from sotiem.imports.operations._resolve import (
    AT_ONCE,
    Fate,
    Resolver,
    Seen,
    clue_of,
    look,
)
from sotiem.imports.operations._rows import checked_of
from sotiem.imports.rules import sent
from sotiem.imports.rules.lists import Lists
from sotiem.imports.states import RowOutcome
from sotiem.matching.facts import PersonClue
from sotiem.matching.operations import hold_newcomers
from sotiem.patients.models import Patient
from sotiem.patients.operations import register_patients

_RowFate = tuple[int, Fate]  # a row, and what becomes of its dose


def record_rows(
    dose_import: DoseImport,
    rows: Sequence[ImportRow],
    *,
    by: Staff,
    at: datetime,
    each: Map,
) -> None:
    """Record the doses of rows that wait for nothing, as far as nothing changed meanwhile.

    The counts of the sheet follow; the caller saves them. Where `each` is other processes, some
    rows are recorded while others are still looked up.
    """
    resolver, after, of_newcomers = Resolver(dose_import.lists), list[str](), list[_RowFate]()
    hold_newcomers(clues=_people([row.pk for row in rows]))
    looked_at = _looked_at(dose_import.lists, rows, each)
    # Whoever looks here sees what was recorded of the parts before; other processes do not.
    for row_ids, seen in list(looked_at) if each is map else looked_at:
        fates = list(zip(row_ids, resolver.settle(seen), strict=True))
        # A row further on may tell more of somebody new.
        of_newcomers += (one for one in fates if one[1].newcomer is not None)
        known = [one for one in fates if one[1].newcomer is None]
        after += _record(dose_import, known, by=by, at=at)
    newcomers = register_patients(
        people=resolver.newcomers.people, origin=dose_import.origin, by=by, at=at
    )
    after += _record(dose_import, of_newcomers, newcomers, by=by, at=at)
    dose_import.counts = recounted(
        dose_import.counts, before=(row.outcome for row in rows), after=after
    )


def _people(row_ids: Sequence[int]) -> Iterator[PersonClue]:
    """Whom rows tell of, read as far as they are asked for."""
    for some in cut(row_ids, at_once=AT_ONCE):
        yield from (clue_of(each.person) for each in _checked(some) if each.person)


def _looked_at(
    lists: Lists, rows: Sequence[ImportRow], each: Map
) -> Iterator[tuple[Sequence[int], list[Seen]]]:
    """Hold rows against the record, while all people on record whom they mean are held.

    Nearly all were found before and are held first, in the order of their ids. Where somebody else
    turns up, her rows are looked at again once she is held too.
    """
    held = {row.patient_id for row in rows if row.patient_id is not None}
    lock_patients(held)
    parts = cut([row.pk for row in rows], at_once=AT_ONCE)
    seen_by_all = each(partial(_load_and_look, lists), parts)
    for part, found in zip(parts, seen_by_all, strict=True):
        seen = found
        while new := {one.patient_id for one in seen if one.patient_id} - held:
            lock_patients(new)
            held |= new
            seen = _load_and_look(lists, part)
        yield part, seen


def _load_and_look(lists: Lists, row_ids: Sequence[int]) -> list[Seen]:
    return look(_checked(row_ids), lists)


def _checked(row_ids: Sequence[int]) -> list[CheckedDose]:
    """What rows say of their doses, in the order of these ids."""
    rows = ImportRow.objects.filter(pk__in=array_of(row_ids)).order_by("pk").defer("raw")
    by_id = {row.pk: row for row in rows.select_related("answer", "decision")}
    return [checked_of(by_id[row_id]) for row_id in row_ids]


def recounted(
    counts: Mapping[str, int], *, before: Iterable[str], after: Iterable[str]
) -> dict[str, int]:
    """How many doses of each outcome there are, when some go from one to another."""
    told = Counter(counts)
    told.subtract(before)
    told.update(after)
    return {str(outcome): count for outcome, count in told.items() if count}


def _record(
    dose_import: DoseImport,
    fates: Sequence[_RowFate],
    newcomers: Sequence[Patient] = (),
    *,
    by: Staff,
    at: datetime,
) -> list[str]:
    """Record the doses that are new, and with every row what became of it."""
    patients = [
        fate.patient_id if fate.newcomer is None else newcomers[fate.newcomer].pk
        for _, fate in fates
    ]
    doses = iter(_record_new(dose_import, fates, patients, by=by, at=at))
    kept = [
        Kept(fate.checked, RowOutcome.RECORDED, patient, next(doses).pk)
        if fate.outcome == RowOutcome.NEW
        else Kept(fate.checked, fate.outcome, patient, None)
        for (_, fate), patient in zip(fates, patients, strict=True)
    ]
    keep_fates([row_id for row_id, _ in fates], kept)
    return [str(each.outcome) for each in kept]


def _record_new(
    dose_import: DoseImport,
    fates: Sequence[_RowFate],
    patients: Sequence[int | None],
    *,
    by: Staff,
    at: datetime,
) -> list[Dose]:
    doses = [
        NewDose(
            patient_id=patient,
            facts=fate.checked.dose,
            origin=f"{dose_import.origin}#{fate.checked.number}",
        )
        for (_, fate), patient in zip(fates, patients, strict=True)
        if fate.outcome == RowOutcome.NEW and fate.checked.dose is not None and patient is not None
    ]
    if not doses:
        return []
    is_sent = dose_import.file.media_type == sent.MEDIA_TYPE
    reason = DoseReason.SENT if is_sent else DoseReason.RECORDED
    return record_doses(doses=doses, reason=reason, by=by, at=at)
