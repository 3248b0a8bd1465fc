"""The doses that reports tell of, as far as what they say can be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from sotiem.corrections.facts import ADDING_A_DOSE, KINDS, VACCINE_SAID, Ending, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.rules import apply_claims
from sotiem.doses.facts import DoseFacts
from sotiem.triage.facts import Lot, Told
from sotiem.vaccines.facts import UNSPECIFIED, Ambiguous
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import names_of
from sotiem.vaccines.rules import Names


@dataclass(frozen=True, slots=True)
class DoseReader:
    """Reads what reports say of doses: a name that several vaccines share, or a lot, tells which
    it may be."""

    names: Names[int]
    lots: Mapping[str, tuple[Lot, ...]]
    doses: Mapping[int, DoseFacts]  # that reports are about

    def told(self, report: CorrectionReport) -> Told | None:
        """The dose as the report would have it; None where it names no day."""
        claim, kind = report.said.dose, ReportKind(report.kind)
        if KINDS[kind].ending == Ending.AMEND_DOSE and report.dose_id is not None:
            facts = apply_claims(self.doses[report.dose_id], claim)
            return Told(
                day=facts.administered_on,
                vaccines=frozenset([facts.vaccine_id]),
                lot=facts.lot_number,
                place=facts.facility_id,
            )
        if kind not in ADDING_A_DOSE or claim.administered_on is None:
            return None
        lot = claim.lot_number or ""
        vaccines = self._meant(report, lot)
        return Told(
            day=claim.administered_on,
            vaccines=vaccines,
            is_strange=not vaccines and bool(report.claims.get(VACCINE_SAID)),
            lot=lot,
            place=claim.facility_id,
        )

    def _meant(self, report: CorrectionReport, lot: str) -> frozenset[int]:
        claimed = report.said.dose.vaccine_id
        if claimed is not None:
            return frozenset([claimed])
        found = self.names.find(str(report.claims.get(VACCINE_SAID) or ""))
        if found is None:
            return frozenset()
        named = frozenset(found.candidates if isinstance(found, Ambiguous) else [found])
        of_lot = named & {each.vaccine_id for each in self.lots.get(lot, ())}
        return of_lot or named


def names_read(vaccines: Mapping[int, Vaccine]) -> Names[int]:
    """All names of vaccines, for reading many reports."""
    named = ((pk, one) for pk, one in vaccines.items() if one.code != UNSPECIFIED)
    return Names((pk, names_of(one)) for pk, one in named)
