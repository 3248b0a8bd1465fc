"""What a report says, held against its photographed slip, and what its sender is told of that."""

from collections.abc import Sequence
from typing import Final

from sotiem.corrections.facts import Claims, ReportKind
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from sotiem.slips.facts import DoseSaid, ReadPhoto, RefusalReason, SlipClaim, SlipWarning
from sotiem.slips.rules import warnings
from sotiem.vaccines.queries import known_vaccines

# Only these show the slip of the dose they tell of.
TELLING_OF_A_SLIP: Final = frozenset(
    {ReportKind.DOSE_WRONG, ReportKind.DOSE_MISSING, ReportKind.NOTHING_RECORDED}
)
# Of one photo each, whatever is claimed; the others are told where every legible photo says so.
OF_THE_PHOTO: Final = frozenset(
    {
        RefusalReason.SLIP_BLURRED,
        RefusalReason.SLIP_COVERED,
        RefusalReason.ONLY_A_PORTRAIT,
        RefusalReason.SLIP_EDITED,
    }
)
# Words of names that are never written without a mark.
_ALWAYS_MARKED: Final = frozenset(
    {"nguyen", "tran", "pham", "huynh", "dang", "bui", "duong", "dinh", "truong", "thi", "van"}
)


def lacks_marks(full_name: str) -> bool:
    """Whether a name was typed without its marks, or with one word alone: seen without a slip."""
    words = full_name.casefold().split()
    return len(words) == 1 or (full_name.isascii() and not _ALWAYS_MARKED.isdisjoint(words))


def warnings_told(
    photos: Sequence[ReadPhoto | None], claim: SlipClaim | None, *, may_rename: bool
) -> list[list[SlipWarning]]:
    """What is told of each photo as it was read; without a claim, only of the photos themselves.

    Of several photos one may be another paper: what a legible one does not say is not told.
    """
    found = [_warnings_of(photo, claim, may_rename=may_rename) for photo in photos]
    legible = [
        {each.reason for each in some} for some in found if not any(each.fault for each in some)
    ]
    by_all = set.intersection(*legible) if legible else set()
    return [
        [each for each in some if each.reason in OF_THE_PHOTO or each.reason in by_all]
        for some in found
    ]


def _warnings_of(
    photo: ReadPhoto | None, claim: SlipClaim | None, *, may_rename: bool
) -> list[SlipWarning]:
    if photo is None or photo.look is None:
        return []
    found = warnings(claim or SlipClaim(full_name=""), photo.reading, photo.look)
    return [
        each
        for each in found
        if (claim is not None or each.reason in OF_THE_PHOTO)
        and (may_rename or each.reason != RefusalReason.NAME_WITHOUT_MARKS)
    ]


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
