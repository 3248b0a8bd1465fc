import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.doses.facts import DoseOnRecord
from sotiem.doses.models import DoseVersion
from sotiem.doses.queries import doses_by_person
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of
from sotiem.imports.facts import CheckedDose, Finding, RowProblem
from sotiem.imports.models import DoseImport, ImportRow, WaitingRow
from sotiem.imports.operations._keep import Kept, keep_fates
from sotiem.imports.operations._record import recounted
from sotiem.imports.operations._resolve import Fate, Resolver
from sotiem.imports.operations._rows import checked_of
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.rules.waiting import CHANGED
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.vaccines.models import Vaccine

_SHEET: Final = re.compile(r"import:([0-9a-f-]{36})")
_OPEN: Final = (ImportStatus.READY, ImportStatus.COMMITTED)


def place_waiting_rows(*, facility_id: int, by: Actor, at: datetime) -> int:
    """Ask again about a facility's rows that wait: those whose dose came with a later file, or by
    a correction, are known from now on. Tells how many. Nobody is taken for somebody else here:
    only whom the machine is certain of.
    """
    waiting = WaitingRow.objects.filter(facility=facility_id).exclude(reason=CHANGED)
    sheets = waiting.order_by("dose_import").values_list("dose_import_id", flat=True).distinct()
    return sum(_place(import_id, by=by, at=at) for import_id in sheets)


@transaction.atomic
def _place(import_id: int, *, by: Actor, at: datetime) -> int:
    dose_import = DoseImport.objects.select_for_update().get(pk=import_id)
    if dose_import.status not in _OPEN:
        return 0
    rows = ImportRow.objects.filter(
        dose_import=dose_import, outcome=RowOutcome.REVIEW, waiting__isnull=False
    )
    waiting = list(rows.select_related("answer", "decision").order_by("number", "slot"))
    fates = Resolver(dose_import.lists).resolve([checked_of(row) for row in waiting])
    placed = [
        (row, fate)
        for row, fate in zip(waiting, fates, strict=True)
        if fate.outcome == RowOutcome.KNOWN and fate.patient_id is not None
    ]
    if placed:
        _keep(dose_import, placed, by=by, at=at)
    return len(placed)


def _keep(
    dose_import: DoseImport, placed: Sequence[tuple[ImportRow, Fate]], *, by: Actor, at: datetime
) -> None:
    sources = _sources(dose_import, [fate for _, fate in placed])
    kept = [
        Kept(_told(fate.checked, dose_import, where), RowOutcome.KNOWN, fate.patient_id, None)
        for (_, fate), where in zip(placed, sources, strict=True)
    ]
    rows = [row for row, _ in placed]
    keep_fates([row.pk for row in rows], kept)
    dose_import.counts = recounted(
        dose_import.counts,
        before=[str(RowOutcome.REVIEW)] * len(rows),
        after=[str(RowOutcome.KNOWN)] * len(rows),
    )
    dose_import.save(update_fields=["counts"])
    keep_waiting(dose_import, at=at)
    notes = (
        audit.Note(
            action="import_row.placed",
            object_kind="importrow",
            object_id=row.pk,
            patient_id=fate.patient_id,
            details={"sheet": str(dose_import), "row": row.number},
        )
        for row, fate in placed
    )
    audit.record_many(notes, by=by, at=at)


def _told(checked: CheckedDose, dose_import: DoseImport, where: str) -> CheckedDose:
    """The row asks nothing any more; it tells where its dose came from."""
    column = dose_import.lists.header(checked.number, "full_name")
    finding = Finding(column, RowProblem.RECORDED_LATER, where)
    noted = [one for one in checked.findings if not one.asks]
    return replace(checked, findings=(*noted, finding))


def _sources(dose_import: DoseImport, fates: Sequence[Fate]) -> list[str]:
    """Where each dose came from: file and row where it was this facility's, else the day on which
    it was recorded."""
    diseases = dict(Vaccine.objects.values_list("pk", "disease_id"))
    known = doses_by_person(fate.patient_id for fate in fates if fate.patient_id is not None)
    ids = [_dose_of(fate, known, diseases) for fate in fates]
    versions = DoseVersion.objects.filter(dose__in=array_of(ids), number=1)
    origins = {
        dose: (origin, recorded_at)
        for dose, origin, recorded_at in versions.values_list("dose", "origin", "recorded_at")
    }
    files = _files_of(dose_import, [origin for origin, _ in origins.values()])
    return [_in_words(*origins[pk], files) for pk in ids]


def _dose_of(
    fate: Fate, known: Mapping[int, Sequence[DoseOnRecord]], diseases: Mapping[int, int]
) -> int:
    assert fate.patient_id is not None
    assert fate.checked.dose is not None
    dose = fate.checked.dose
    against, day = diseases[dose.vaccine_id], dose.administered_on
    return next(
        each.dose_id
        for each in known[fate.patient_id]
        if (each.disease_id, each.administered_on) == (against, day)
    )


def _files_of(dose_import: DoseImport, origins: Sequence[str]) -> dict[str, DoseImport]:
    """This facility's files, by how doses name them."""
    found = filter(None, map(_SHEET.match, origins))
    sheets = DoseImport.objects.filter(
        facility=dose_import.facility_id, public_id__in={each[1] for each in found}
    )
    return {sheet.origin: sheet for sheet in sheets}


def _in_words(origin: str, recorded_at: datetime, files: Mapping[str, DoseImport]) -> str:
    sheet, _, row = origin.partition("#")
    if sheet in files:
        return f"{files[sheet].file_name} #{files[sheet].lists.where(int(row))}"
    return f"{timezone.localdate(recorded_at):%d/%m/%Y}"
