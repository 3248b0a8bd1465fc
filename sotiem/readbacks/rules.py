"""Decisions about reading back, without database or clock."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sotiem.corrections.facts import Claims, DoseClaim, PersonChange
from sotiem.identity import (
    Cccd,
    InvalidIdentity,
    PartialDate,
    PersonName,
    PhoneNumber,
    Sex,
    parse_day,
    parse_national_number,
)
from sotiem.readbacks.facts import NAMES, Field, Wrong

LINK_LASTS: Final = timedelta(hours=24)
# However late in the half hour it is said, the team has this long before it becomes a report.
TEAM_HAS: Final = timedelta(minutes=15)


def team_until(observed_until: datetime | None, said_at: datetime) -> datetime:
    """Until when what is wrong is mended on the spot."""
    least = said_at + TEAM_HAS
    return max(least, observed_until) if observed_until else least


def claims_of(wrong: Wrong, *, today: date) -> Claims:
    """What can be read of what was typed; the rest stays in the story of the report."""
    typed = {field: text.strip() for field, text in wrong.fields.items() if text.strip()}
    number = _number(typed.get(Field.NUMBER, ""))
    return Claims(
        dose=DoseClaim(
            lot_number="".join(typed.get(Field.LOT, "").split()).upper() or None,
            administered_on=_read(typed, Field.GIVEN_AT, lambda text: _day(text, today)),
        ),
        change=PersonChange(
            full_name=_read(typed, Field.FULL_NAME, lambda text: PersonName.parse(text).text),
            birth_date=_read(
                typed, Field.BIRTH_DATE, lambda text: PartialDate.parse(text, today=today).iso
            ),
            sex=_read(typed, Field.SEX, lambda text: Sex.parse(text).value),
            phone=_read(typed, Field.PHONE, lambda text: str(PhoneNumber.parse(text))),
            **number,
        ),
    )


def story_of(wrong: Wrong) -> str:
    """What was said, for the officer who reads the report."""
    said = [
        f"{NAMES[field]} (đúng là: {text})" if text else NAMES[field]
        for field, text in wrong.fields.items()
    ]
    what = f" Sai: {'; '.join(said)}." if said else " Chưa nói sai ở đâu."
    note = f" {wrong.note}" if wrong.note else ""
    return f"Báo ngay sau khi tiêm.{what}{note}"


def _read(typed: Mapping[Field, str], field: Field, parse: Callable[[str], Any]) -> Any:
    text = typed.get(field, "")
    if not text:
        return None
    try:
        return parse(text)
    except (InvalidIdentity, ValueError):
        return None


def _day(text: str, today: date) -> date:
    """The day in what is typed, whichever hour stands beside it."""
    days = [part for part in text.replace(",", " ").split() if "/" in part or part.count("-") > 1]
    return parse_day(days[0] if days else text, today=today)


def _number(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        number = parse_national_number(text)
    except InvalidIdentity:
        return {}
    return {"cccd" if isinstance(number, Cccd) else "cmnd": str(number)}
