"""What the rows of a sheet are held against, read in a few statements whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.models import Dose
from sotiem.doses.rules import TakenDays
from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of
from sotiem.imports.rules.doses import facility_key
from sotiem.matching.permissions import people_seen_by
from sotiem.matching.queries import holders_of
from sotiem.mending.facts import AskedRow
from sotiem.mending.rules import References, facilities_named
from sotiem.patients.models import Patient
from sotiem.vaccines.queries import known_vaccines, names_of, vaccines
from sotiem.vaccines.rules import Names


def references_of(rows: Iterable[Mapping[str, str]], *, today: date) -> References:
    """The names of vaccines, and the facilities that these rows name."""
    named = facilities_named(rows)
    ways = {key.rjust(width, "0") for key in named for width in range(len(key), 13)}
    codes = Facility.objects.filter(code__in=ways).order_by("-code")
    return References(
        vaccines=Names((each.pk, names_of(each)) for each in vaccines()),
        facilities={facility_key(code): pk for code, pk in codes.values_list("code", "pk")},
        today=today,
    )


@dataclass(slots=True)
class Known:
    """The people, doses and reports that rows may mean, and who holds which number."""

    by: Staff
    today: date
    people: dict[int, Patient] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)  # by public id
    holders: Mapping[str, Sequence[int]] = field(default_factory=dict)  # by number
    reports: dict[str, CorrectionReport] = field(default_factory=dict)  # by tracking code
    seen: set[int] = field(default_factory=set)  # people who are the officer's to correct
    doses: defaultdict[int, list[Dose]] = field(default_factory=lambda: defaultdict(list))
    taken: TakenDays = field(default_factory=TakenDays)

    def doses_of(self, patient: Patient) -> Sequence[Dose]:
        """The doses that count, in whichever record of the person."""
        return self.doses[patient.principal_id]

    def is_hers(self, path: str) -> bool:
        """Whether a facility lies in the officer's jurisdiction."""
        return self.by.may(Role.OFFICER, path)


def known_of(rows: Collection[AskedRow], *, by: Staff, today: date) -> Known:
    """Read what some rows may mean."""
    known = Known(by, today)
    codes = sorted({row.report for row in rows} - {""})
    reports = CorrectionReport.objects.filter(tracking_code__in=array_of(codes) if codes else [])
    known.reports = {each.tracking_code: each for each in reports}
    numbers = {row.id_number for row in rows} | {row.claims.change.cccd or "" for row in rows}
    known.holders = holders_of(numbers - {""})
    ids = {pk for holders in known.holders.values() for pk in holders}
    ids |= {report.patient_id for report in known.reports.values() if report.patient_id}
    _read_people(known, ids, {UUID(row.record) for row in rows if row.record})
    _read_doses(known)
    return known


def _read_people(known: Known, ids: Collection[int], records: Collection[UUID]) -> None:
    people = Patient.objects.select_related("current")
    found = list(people.filter(pk__in=array_of(sorted(ids))))
    found += people.filter(public_id__in=list(records))
    known.people = {patient.pk: patient for patient in found}
    known.seen = people_seen_by(known.by, list(known.people))
    known.records = {str(patient.public_id): patient.pk for patient in found}


def _read_doses(known: Known) -> None:
    principals = {patient.principal_id for patient in known.people.values()}
    members = Patient.objects.filter(principal__in=array_of(sorted(principals)))
    doses = Dose.objects.counting().filter(patient__in=members)
    of_vaccine = known_vaccines()
    for dose in doses.select_related("patient", "current__facility").order_by("pk"):
        whole, current = dose.patient.principal_id, dose.current
        known.doses[whole].append(dose)
        disease = of_vaccine[current.vaccine_id].disease_id
        known.taken.take(whole, disease, current.administered_on, dose.pk)
