"""Whom and which dose a report may be about, as an officer who places it sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sotiem.corrections.facts import KINDS, DoseClaim, ReportKind, Subject
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.placing import AsItCame, as_it_came, people_told
from sotiem.doses.models import Dose
from sotiem.doses.queries import doses_of
from sotiem.portals.review.meant import Meant, shown_people
from sotiem.portals.review.sides import values


@dataclass(frozen=True, slots=True)
class DoseMeant:
    """A dose on record, whose it is, and how it is told."""

    dose: Dose
    whose: Meant
    told: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """Everybody whom a report may be about, with her doses that count."""

    came: AsItCame
    people: Sequence[Meant]
    doses: Sequence[DoseMeant]

    def of(self, kind: ReportKind) -> dict[str, str]:
        """What a report of this kind may be about, by public id."""
        match KINDS[kind].about:
            case Subject.DOSE:
                return {str(one.dose.public_id): self._dose_told(one) for one in self.doses}
            case Subject.PERSON:
                return {str(one.public_id): one.told for one in self.people}
            case Subject.NOBODY:
                return {}

    def dose(self, public_id: str) -> DoseMeant:
        """The dose that was chosen of those offered."""
        return next(one for one in self.doses if str(one.dose.public_id) == public_id)

    def person(self, public_id: str) -> Meant:
        """The person who was chosen of those offered."""
        return next(one for one in self.people if str(one.public_id) == public_id)

    def likely(self, kind: ReportKind) -> str:
        """The one that the sender plainly means; empty where several may be meant."""
        if KINDS[kind].about == Subject.DOSE:
            said = self.came.said.dose
            found = [one.dose.public_id for one in self.doses if _is_near(one.dose, said)]
            if not found and len(self.doses) == 1:
                found = [self.doses[0].dose.public_id]
        else:
            found = [one.public_id for one in self.people]
        return str(found[0]) if len(found) == 1 else ""

    def _dose_told(self, one: DoseMeant) -> str:
        return one.told if len(self.people) == 1 else f"{one.whose.told}: {one.told}"


def subjects_of(report: CorrectionReport) -> Subjects:
    """Who is told of in a report, and her doses; whoever asks leaves a trace with each."""
    came = as_it_came(report)
    people = shown_people(people_told(came))
    doses = [
        DoseMeant(dose, one, ", ".join(filter(None, values(dose.current))))
        for one in people
        for dose in doses_of(one.patient_id)
    ]
    return Subjects(came, people, doses)


def _is_near(dose: Dose, said: DoseClaim) -> bool:
    """Of the same day; else of the same vaccine and lot."""
    facts = dose.current.facts
    if said.administered_on == facts.administered_on:
        return True
    named = (said.vaccine_id, said.lot_number)
    return None not in named and named == (facts.vaccine_id, facts.lot_number)
