"""What a person's page shows of each dose: where it comes from, and what it was before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Self
from uuid import UUID

from django.utils.translation import gettext

from sotiem.certificates.confirmation_queries import first_signatures_of
from sotiem.certificates.models import Certificate
from sotiem.certificates.queries import certificates_of
from sotiem.corrections.facts import Outcome
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.queries import reports_of
from sotiem.doses.facts import DoseSource, DoseStatus
from sotiem.doses.models import DoseVersion
from sotiem.doses.rules import Entry, doubles
from sotiem.foundation.models import AuditEntry
from sotiem.identity import PartialDate
from sotiem.imports.models import DoseImport
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.queries import links_of
from sotiem.portals.citizen.report_forms import place_of
from sotiem.portals.citizen.words import actor_in_words, vaccine_of


@dataclass(frozen=True, slots=True)
class Changed:
    """One value before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A dose got its next version: when, by whom, why, and what differs."""

    at: datetime
    by: str
    why: str
    lines: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class DoseCard:
    """A dose as its owner sees it."""

    public_id: UUID
    number: int | None  # among those that count, oldest first
    again: tuple["DoseCard", ...]  # the same dose, entered in another record of the person
    vaccine: str
    administered_on: date
    lot_number: str
    place: str
    withdrawn: bool
    told_afterwards: bool
    origin: str
    known_since: datetime
    changes: tuple[Change, ...]
    open_code: str  # of a report about it that waits for an answer
    signed_at: datetime | None  # when its facility confirmed it as it stands
    awaits_signature: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Of how many records a person's is made, and who joined the last of them, when."""

    records: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Book:
    """All that a person's page shows: of all her records, when several are joined."""

    person: PatientVersion
    joined: Joined | None
    born: str
    doses: tuple[DoseCard, ...]
    certificates: tuple[Certificate, ...]
    former_certificates: tuple[Certificate, ...]
    open_reports: tuple[CorrectionReport, ...]
    closed_reports: tuple[CorrectionReport, ...]

    @property
    def counts_several(self) -> bool:
        """Whether more than one dose counts."""
        return sum(not dose.withdrawn for dose in self.doses) > 1


def read_book(patient_id: int) -> Book:
    """Read a person's record in a fixed number of questions."""
    patient = Patient.objects.select_related("principal__current").get(pk=patient_id)
    person = patient.principal.current
    certificates = list(certificates_of(patient_id))
    reports = reports_of(patient_id)
    return Book(
        person=person,
        joined=_joined(patient_id),
        born=PartialDate.from_iso(person.birth_date).vietnamese,
        doses=_doses(patient_id, reports),
        certificates=tuple(each for each in certificates if each.revoked_at is None),
        former_certificates=tuple(each for each in certificates if each.revoked_at is not None),
        open_reports=tuple(report for report in reports if report.is_open),
        closed_reports=tuple(report for report in reports if not report.is_open),
    )


def _joined(patient_id: int) -> Joined | None:
    links = links_of(patient_id)
    if not links:
        return None
    last = links[-1]
    told = AuditEntry.objects.filter(
        object_kind="patientlink", object_id=last.pk, action="patients.linked"
    ).first()
    return Joined(
        records=len({record for link in links for record in (link.one_id, link.other_id)}),
        at=last.linked_at,
        by=actor_in_words(told.actor_kind, told.actor_label) if told else "",
    )


def _doses(patient_id: int, reports: Sequence[CorrectionReport]) -> tuple[DoseCard, ...]:
    versions = list(
        DoseVersion.objects.filter(dose__patient__principal__members=patient_id)
        .select_related("dose", "vaccine", "facility")
        .order_by("dose_id", "number")
    )
    chains = {
        dose_id: list(chain)
        for dose_id, chain in groupby(versions, key=lambda version: version.dose_id)
    }
    sources = _Sources.of(versions)
    signed = first_signatures_of([chain[-1].pk for chain in chains.values()])
    waiting = {report.dose_id: report.tracking_code for report in reports if report.is_open}
    first = _doubles(chains)
    again: defaultdict[int, list[DoseCard]] = defaultdict(list)
    for double, kept in first.items():
        again[kept].append(_card(chains[double], sources, waiting, signed))
    cards, number = [], 0
    for chain in sorted(chains.values(), key=lambda chain: _place_in_time(chain[-1])):
        dose_id = chain[-1].dose_id
        if dose_id in first:
            continue
        counts = chain[-1].status == DoseStatus.COMPLETED
        number += counts
        card = _card(chain, sources, waiting, signed)
        cards.append(replace(card, number=number if counts else None, again=tuple(again[dose_id])))
    return tuple(cards)


def _place_in_time(version: DoseVersion) -> tuple[date, int]:
    return version.administered_on, version.dose_id


def _doubles(chains: Mapping[int, Sequence[DoseVersion]]) -> Mapping[int, int]:
    """Doses entered again, each with the one that counts."""
    counting = (chain[-1] for chain in chains.values() if chain[-1].status == DoseStatus.COMPLETED)
    return doubles(
        Entry(
            dose_id=last.dose_id,
            whole=0,
            disease_id=last.vaccine.disease_id,
            administered_on=last.administered_on,
            recorded_at=last.dose.recorded_at,
        )
        for last in counting
    )


def _card(
    chain: Sequence[DoseVersion],
    sources: "_Sources",
    waiting: Mapping[int | None, str],
    signed: Mapping[int, datetime | None],
) -> DoseCard:
    current = chain[-1]
    return DoseCard(
        public_id=current.dose.public_id,
        number=None,
        again=(),
        vaccine=vaccine_of(current),
        administered_on=current.administered_on,
        lot_number=current.lot_number,
        place=place_of(current),
        withdrawn=current.status != DoseStatus.COMPLETED,
        told_afterwards=current.source == DoseSource.HISTORICAL,
        origin=sources.origin(chain[0]),
        known_since=chain[0].recorded_at,
        changes=tuple(
            Change(
                at=after.recorded_at,
                by=sources.author(after),
                why=sources.reason(after),
                lines=differences(before, after),
            )
            for before, after in pairwise(chain)
        ),
        open_code=waiting.get(current.dose_id, ""),
        signed_at=signed.get(current.pk),
        awaits_signature=current.pk in signed and signed[current.pk] is None,
    )


def values_of(version: DoseVersion) -> list[tuple[str, str]]:
    """What a version says, in words."""
    counted = version.status == DoseStatus.COMPLETED
    return [
        (gettext("Vắc xin"), vaccine_of(version)),
        (gettext("Ngày tiêm"), f"{version.administered_on:%d/%m/%Y}"),
        (gettext("Số lô"), version.lot_number),
        (gettext("Nơi tiêm"), place_of(version)),
        (
            gettext("Tình trạng"),
            gettext("đã tiêm") if counted else gettext("nhập nhầm, không tính"),
        ),
    ]


def differences(before: DoseVersion, after: DoseVersion) -> tuple[Changed, ...]:
    """What changed from one version to the next."""
    return tuple(
        Changed(label, old, new)
        for (label, old), (_, new) in zip(values_of(before), values_of(after), strict=True)
        if old != new
    )


@dataclass(frozen=True, slots=True)
class _Sources:
    """Who recorded the versions of a page, and where they say they come from."""

    authors: Mapping[int, str]
    imports: Mapping[str, DoseImport]
    notes: Mapping[str, str]

    @classmethod
    def of(cls, versions: Sequence[DoseVersion]) -> Self:
        ids = [version.pk for version in versions]
        authors = AuditEntry.objects.filter(object_kind="doseversion", object_id__in=ids)
        sheets = {named for each in versions if (named := _named(each.origin, "import"))}
        imports = DoseImport.objects.filter(public_id__in=sheets).select_related("facility")
        codes = {named for each in versions if (named := _named(each.origin, "report"))}
        decisions = Decision.objects.filter(
            report__tracking_code__in=codes, outcome=Outcome.ACCEPT
        ).order_by("pk")
        return cls(
            authors={
                entry.object_id: actor_in_words(entry.actor_kind, entry.actor_label)
                for entry in authors
            },
            imports={str(each.public_id): each for each in imports},
            notes=dict(decisions.values_list("report__tracking_code", "note")),
        )

    def author(self, version: DoseVersion) -> str:
        return self.authors.get(version.pk, "")

    def origin(self, version: DoseVersion) -> str:
        """Where a dose was first known from."""
        if code := _named(version.origin, "report"):
            return gettext("Phản ánh %(code)s") % {"code": code}
        sheet = self.imports.get(_named(version.origin, "import"))
        if sheet is None:
            return gettext("Cơ sở tiêm chủng nhập")
        row = version.origin.partition("#")[2]
        where = sheet.lists.where(int(row)) if row else ""
        facts = {"facility": sheet.facility.name, "row": where}
        if row:
            return gettext("Tệp của %(facility)s, dòng %(row)s") % facts
        return gettext("Tệp của %(facility)s") % facts

    def reason(self, version: DoseVersion) -> str:
        """Why a dose got this version."""
        if _named(version.origin, "bulk"):
            if version.origin.endswith("/undone"):
                return gettext("hoàn tác lần sửa chung cho cả buổi tiêm")
            return gettext("sửa chung cho cả buổi tiêm, theo phản ánh của người cùng buổi")
        code = _named(version.origin, "report")
        if not code:
            return gettext("cơ sở tiêm chủng sửa")
        note = self.notes.get(code, "")
        if not note:
            return gettext("theo phản ánh %(code)s") % {"code": code}
        return gettext("theo phản ánh %(code)s: %(note)s") % {"code": code, "note": note}


def _named(origin: str, kind: str) -> str:
    """What an origin names: `import:<public id>#12`, `report:<tracking code>`."""
    found, _, rest = origin.partition(":")
    return rest.partition("#")[0] if found == kind else ""
