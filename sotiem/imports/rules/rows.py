"""Every row of a sheet, checked: facts, or all that keeps it from being taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sotiem.imports.facts import CheckedDose, Finding, RowProblem
from sotiem.imports.rules.doses import DoseReader
from sotiem.imports.rules.person import PersonReader
from sotiem.imports.rules.reading import SheetRow

# Belonging to a group may tell of illness, poverty or faith; the file keeps it, our rows do not.
_NOT_KEPT = ("group", "order")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Checks the rows of one sheet."""

    person: PersonReader
    dose: DoseReader
    phones: Mapping[int, str] = field(default_factory=dict)  # shared with whom (`rules.phones`)

    def read(self, row: SheetRow) -> Iterator[CheckedDose]:
        """Give one checked dose per dose of the row; a row without any gives a refused one."""
        valueless = frozenset(key for slot, key in row.valueless if slot == 0)
        person, said_of_person = self.person.read(row.person, valueless)
        if row.is_merged:
            merged = Finding(self.person.layout.header("full_name"), RowProblem.MERGED_CELLS)
            person, said_of_person = None, [merged]
        if (other := self.phones.get(row.number)) is not None:
            column = self.person.layout.header("phone")
            said_of_person = [*said_of_person, Finding(column, RowProblem.PHONE_SHARED, other)]
        for slot, cells in row.doses.items() or {1: {}}.items():
            empty = frozenset(key for of, key in row.valueless if of == slot)
            dose, said_of_dose = None, []
            if not row.doses:
                said_of_dose = [Finding(self.dose.layout.header("day", slot), RowProblem.NO_DOSE)]
            elif not row.is_merged:
                born = person.birth_date if person else ""
                dose, said_of_dose = self.dose.read(cells, slot, empty, born)
            kept = {key: text for key, text in row.person.items() if key not in _NOT_KEPT}
            yield CheckedDose(
                number=row.number,
                slot=slot,
                raw={key: text[:300] for key, text in {**kept, **cells}.items() if text},
                person=person,
                dose=dose,
                findings=(*said_of_person, *said_of_dose),
            )
