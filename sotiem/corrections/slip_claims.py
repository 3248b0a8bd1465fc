"""What a report says, in the words in which it is held against a photographed slip."""

from typing import Final

from sotiem.corrections.facts import Claims, ReportKind
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from sotiem.slips.facts import DoseSaid, SlipClaim
from sotiem.vaccines.queries import known_vaccines

# Only these show the slip of the dose they tell of.
TELLING_OF_A_SLIP: Final = frozenset(
    {ReportKind.DOSE_WRONG, ReportKind.DOSE_MISSING, ReportKind.NOTHING_RECORDED}
)


def slip_claim(
    kind: ReportKind, claims: Claims, patient: Patient | None, dose: Dose | None
) -> SlipClaim:
    """Who is said to be on the slip, and which dose: as claimed, else as on record."""
    full_name = birth_date = sex = ""
    if patient is not None:
        current, change = patient.current, claims.change
        full_name = change.full_name or current.full_name
        birth_date = change.birth_date or current.birth_date
        sex = change.sex or current.sex
    elif claims.person is not None:
        full_name, birth_date = claims.person.full_name, claims.person.birth_date
        sex = claims.person.sex
    doses = (_dose_said(claims, dose),) if kind in TELLING_OF_A_SLIP else ()
    return SlipClaim(full_name=full_name, birth_date=birth_date, sex=sex, doses=doses)


def _dose_said(claims: Claims, dose: Dose | None) -> DoseSaid:
    said, recorded = claims.dose, dose.current if dose else None
    vaccine = known_vaccines().get(said.vaccine_id or (recorded.vaccine_id if recorded else 0))
    lot = said.lot_number
    if lot is None and recorded is not None:
        lot = recorded.lot_number
    return DoseSaid(
        given_on=said.administered_on or (recorded.administered_on if recorded else None),
        vaccine=vaccine.code if vaccine else "",
        lot=lot or "",
    )
