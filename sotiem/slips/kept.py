"""A reading as the database keeps it: plain, short, and without what PostgreSQL cannot hold."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sotiem.slips.facts import (
    Box,
    FieldName,
    PhotoLook,
    ReadCode,
    ReadDose,
    ReadField,
    SlipReading,
    TextSource,
)
from sotiem.slips.reading.codes import understood

_LONGEST_TEXT: Final = 200
_LONGEST_CODE: Final = 5_000
_MOST_DOSES: Final = 12


def kept_reading(reading: SlipReading) -> dict[str, Any]:
    """What is kept of a reading: its fields and codes, not all the text of the photo."""
    return {
        "source": reading.source.value,
        "confidence": reading.confidence,
        "edited_with": clean(reading.edited_with, _LONGEST_TEXT),
        "fields": _kept_fields(reading.fields),
        "doses": [_kept_fields(dose.fields) for dose in reading.doses[:_MOST_DOSES]],
        "codes": [[clean(code.text, _LONGEST_CODE), *_corners(code.box)] for code in reading.codes],
    }


def reading_from(kept: Mapping[str, Any]) -> SlipReading:
    """The reading that was kept."""
    return SlipReading(
        codes=[_code(*code) for code in kept["codes"]],
        fields=_fields(kept["fields"]),
        doses=[ReadDose(_fields(dose)) for dose in kept["doses"]],
        confidence=kept["confidence"],
        source=TextSource(kept["source"]),
        edited_with=kept["edited_with"],
    )


def kept_look(look: PhotoLook) -> dict[str, Any]:
    return asdict(look)


def look_from(kept: Mapping[str, Any]) -> PhotoLook:
    return PhotoLook(**kept)


def clean(text: str, longest: int) -> str:
    """Text that PostgreSQL takes and a page can show: without controls and halves of letters."""
    whole = text.encode("utf-8", errors="ignore").decode()
    return "".join(sign for sign in whole if sign.isprintable() or sign == "\n")[:longest]


def _kept_fields(fields: Mapping[FieldName, ReadField]) -> dict[str, list[Any]]:
    return {
        name.value: [
            clean(field.value, _LONGEST_TEXT),
            clean(field.text, _LONGEST_TEXT),
            round(field.confidence, 3),
            *_corners(field.box),
        ]
        for name, field in fields.items()
    }


def _fields(kept: Mapping[str, list[Any]]) -> dict[FieldName, ReadField]:
    return {
        FieldName(name): ReadField(value, text, confidence, Box(*corners) if corners else None)
        for name, (value, text, confidence, *corners) in kept.items()
    }


def _code(text: str, *corners: float) -> ReadCode:
    kind, content = understood(text)
    return ReadCode(kind, text, Box(*corners), content)


def _corners(box: Box | None) -> list[float]:
    return [round(each, 4) for each in (box.left, box.top, box.right, box.bottom)] if box else []
