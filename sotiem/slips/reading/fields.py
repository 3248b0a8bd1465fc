"""The fields of a slip, from its lines of words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sotiem.slips.facts import OF_A_DOSE, Box, FieldName, ReadDose, ReadField
from sotiem.slips.geometry import Matrix, box_of
from sotiem.slips.reading.labels import Label, find_labels
from sotiem.slips.reading.lines import Line, lines_of, sureness, text_of
from sotiem.slips.reading.ocr import Word
from sotiem.slips.reading.tables import read_table, table_head
from sotiem.slips.reading.values import DAY, meant_vaccines, normal

# What a value is worth that its label points to, but that says nothing in its normal form.
_SAYS_NOTHING: Final = 0.3
_FOUND_WITHOUT_LABEL: Final = 0.8
_LONGEST_NAME: Final = 8


@dataclass(frozen=True, slots=True)
class Where:
    """How the picture that was read lies in the photo."""

    to_photo: Matrix
    size: tuple[int, int]

    def box(self, words: Sequence[Word]) -> Box:
        corners = [(word.left, word.top) for word in words]
        corners += [(word.right, word.bottom) for word in words]
        corners += [(word.right, word.top) for word in words]
        corners += [(word.left, word.bottom) for word in words]
        return box_of(np.array(corners, np.float64), self.to_photo, self.size)


@dataclass(slots=True)
class Found:
    """What is found while going down the lines."""

    fields: dict[FieldName, ReadField] = field(default_factory=dict)
    doses: list[dict[FieldName, ReadField]] = field(default_factory=list)


def read_fields(
    words: Sequence[Word], where: Where
) -> tuple[dict[FieldName, ReadField], list[ReadDose]]:
    """What the words of a slip say, by their labels and by the table they stand in."""
    lines = lines_of(words)
    found = Found()
    at = 0
    while at < len(lines):
        labels = find_labels(lines[at])
        head = table_head(lines[at], labels)
        if head is not None:
            rows, at = read_table(head, lines, at + 1)
            found.doses += [
                {name: _field(name, cell, 1.0, where) for name, cell in row.items()} for row in rows
            ]
            continue
        _take_line(found, lines[at], labels, where)
        at += 1
    told = [dose for dose in found.doses if _tells(dose)]
    return found.fields, [ReadDose(dose) for dose in _numbered(told)]


def _take_line(found: Found, line: Line, labels: Sequence[Label], where: Where) -> None:
    for place, label in enumerate(labels):
        end = labels[place + 1].start if place + 1 < len(labels) else len(line)
        value = line[label.end : end]
        if label.field is FieldName.DOSE_NUMBER:
            _begin_dose(found, line[label.start : end], value, label, where)
        elif label.field in OF_A_DOSE:
            if label.field is FieldName.GIVEN_ON and DAY.search(text_of(value)):
                _begin_unnumbered(found)
            if found.doses and value:
                read = _field(label.field, value, label.likeness, where)
                found.doses[-1].setdefault(label.field, read)
        elif value:
            _keep(found.fields, _field(label.field, value, label.likeness, where), label.field)


def _keep(fields: dict[FieldName, ReadField], read: ReadField, name: FieldName) -> None:
    """The first place that says something counts; "phiếu" alone is a word, no number."""
    if name is FieldName.SLIP_NUMBER and not read.value:
        return
    if name not in fields or not fields[name].value:
        fields[name] = read


def _begin_unnumbered(found: Found) -> None:
    """A second day, or one before any dose: the number of its dose was not read."""
    if not found.doses or FieldName.GIVEN_ON in found.doses[-1]:
        found.doses.append({})


def _begin_dose(
    found: Found, words: Sequence[Word], value: Sequence[Word], label: Label, where: Where
) -> None:
    """A line that names a dose begins it; what follows its number may be the day and vaccine."""
    number = next((each for each in value[:2] if normal(label.field, each.text)), None)
    if number is None:
        return
    dose = {label.field: _field(label.field, [number], label.likeness, where)}
    rest = [word for word in value if word is not number]
    text = text_of(rest)
    if DAY.search(text):
        dose[FieldName.GIVEN_ON] = _field(FieldName.GIVEN_ON, rest, _FOUND_WITHOUT_LABEL, where)
    named = next((word for word in rest if meant_vaccines(word.text)), None)
    if named is not None:
        dose[FieldName.VACCINE] = _field(FieldName.VACCINE, [named], _FOUND_WITHOUT_LABEL, where)
    found.doses.append(dose)


def _field(name: FieldName, words: Sequence[Word], likeness: float, where: Where) -> ReadField:
    if name is FieldName.FULL_NAME:
        words = words[:_LONGEST_NAME]
    text = text_of(words)
    value = normal(name, text)
    worth = sureness(words) * likeness * (1.0 if value else _SAYS_NOTHING)
    return ReadField(value, text, round(min(worth, 1.0), 3), where.box(words) if words else None)


def _tells(dose: dict[FieldName, ReadField]) -> bool:
    """A line without day and vaccine is one left empty for a later dose."""
    return any(
        name in dose and dose[name].value for name in (FieldName.GIVEN_ON, FieldName.VACCINE)
    )


def _numbered(doses: list[dict[FieldName, ReadField]]) -> list[dict[FieldName, ReadField]]:
    """A dose whose number was not read has the one that its place among the others gives."""
    for place, dose in enumerate(doses, start=1):
        known = dose.get(FieldName.DOSE_NUMBER)
        if known is None or not known.value:
            dose[FieldName.DOSE_NUMBER] = ReadField(str(place), "", _SAYS_NOTHING, None)
    return doses
