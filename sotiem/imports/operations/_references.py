"""What the rows of one sheet are held against, read in a few statements whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sotiem.facilities.models import Facility
from sotiem.imports.operations.communes import KnownCommunes
from sotiem.imports.rules.asking import Manner
from sotiem.imports.rules.doses import DoseReader, facility_key, lot_number
from sotiem.imports.rules.person import PersonReader
from sotiem.imports.rules.reading import DoseSheet, SheetRow
from sotiem.imports.rules.rows import RowReader
from sotiem.supply.models import Lot
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import vaccines
from sotiem.vaccines.rules import Names


def readers_of(
    lists: Sequence[DoseSheet],
    manners: Sequence[Manner],
    facility: Facility,
    *,
    phones: Mapping[int, str],
    today: date,
) -> list[RowReader]:
    """Make the reader of each list of a facility's file, which is to be read in its manner;
    `phones` are those that rows share."""
    rows = (row for each in lists for row in each.rows)
    communes = KnownCommunes(needed=any(map(_names_commune, rows)))
    readers = [
        _reader_of(each, manner, facility, communes, today=today)
        for each, manner in zip(lists, manners, strict=True)
    ]
    return [replace(each, phones=phones) for each in readers]


def _reader_of(
    sheet: DoseSheet, manner: Manner, facility: Facility, communes: KnownCommunes, *, today: date
) -> RowReader:
    layout, rows = sheet.layout, sheet.rows
    return RowReader(
        person=PersonReader(
            layout=layout,
            today=today,
            communes=communes,
            order=manner.born,
            sex_codes=manner.sex_codes,
            font=manner.font,
            repairs_fonts=manner.repairs_fonts,
            told=manner.told,
        ),
        dose=DoseReader(
            layout=layout,
            today=today,
            vaccines=_vaccine_names(),
            lots=_lots({lot_number(text) for text in _dose_cells(rows, "lot")}),
            facility_id=facility.pk,
            facility_code=facility.code,
            known_codes=_known_codes(set(_dose_cells(rows, "facility"))),
            orders=manner.days,
            font=manner.font,
            told=manner.days_told,
        ),
    )


def _names_commune(row: SheetRow) -> bool:
    return bool(row.person.get("commune") or row.person.get("commune_code"))


def _dose_cells(rows: Sequence[SheetRow], key: str) -> Iterable[str]:
    return (dose.get(key, "") for row in rows for dose in row.doses.values())


def _vaccine_names() -> Names[int]:
    return Names(
        (vaccine.pk, (vaccine.code, vaccine.name_vi, vaccine.name_en, *_other_names(vaccine)))
        for vaccine in vaccines()
    )


def _other_names(vaccine: Vaccine) -> tuple[str, ...]:
    return (vaccine.product_code, *vaccine.aliases)


def _lots(numbers: set[str]) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    lots = Lot.objects.filter(number__in=numbers).order_by("pk")
    for number, vaccine in lots.values_list("number", "vaccine_id"):
        found[number].add(vaccine)
    return dict(found)


def _known_codes(written: set[str]) -> set[str]:
    """Those of the written facility codes that exist, leading zeros or not."""
    wanted = {facility_key(text) for text in written} - {""}
    ways = {key.rjust(width, "0") for key in wanted for width in range(len(key), 13)}
    codes = Facility.objects.filter(code__in=ways).values_list("code", flat=True)
    return {facility_key(code) for code in codes}
