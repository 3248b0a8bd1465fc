"""What follows from a person's word on whose a row is."""

from dataclasses import fields, replace
from typing import Final

from sotiem.imports.facts import Decided
from sotiem.matching.facts import Match, Zone
from sotiem.patients.facts import PatientFacts

# What a sheet may add to a person on record. A name is never empty.
FILLABLE: Final = frozenset(field.name for field in fields(PatientFacts)) - {"full_name"}


def as_decided(match: Match, decided: Decided) -> Match:
    """Whose the row is, as somebody said; asked again when someone else may be meant by now."""
    if decided.patient_id is not None:
        return Match(Zone.LINK, decided.patient_id, match.candidates)
    meant = {candidate.patient_id for candidate in match.candidates}
    if match.patient_id is not None:
        meant.add(match.patient_id)
    return Match(Zone.NEW, None, ()) if meant <= decided.about else match


def filled(known: PatientFacts, by: PatientFacts) -> PatientFacts:
    """What is empty on record is taken from the row; a birth year may get its day."""
    missing = {
        name: getattr(by, name)
        for name in FILLABLE
        if not getattr(known, name) and getattr(by, name)
    }
    if by.birth_date.startswith(known.birth_date):
        missing["birth_date"] = by.birth_date
    return replace(known, **missing)
