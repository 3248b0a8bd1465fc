"""The proof that the record agrees with itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from sotiem.announcements import queries as announcements
from sotiem.archive import queries as archive
from sotiem.certificates import confirmation_queries as confirmations
from sotiem.certificates import queries as certificates
from sotiem.corrections import channel_queries
from sotiem.corrections import queries as corrections
from sotiem.data_requests import queries as data_requests
from sotiem.deadlines import queries as deadlines
from sotiem.doses.models import Dose, DoseVersion
from sotiem.facilities import queries as facilities
from sotiem.foundation import audit, files
from sotiem.foundation.models import AuditEntry, StoredFile
from sotiem.foundation.proof import disagreements
from sotiem.guardians import queries as guardians
from sotiem.indicators import proof as indicators
from sotiem.patients import queries as patients
from sotiem.patients.models import Patient, PatientVersion
from sotiem.reactions import queries as reactions
from sotiem.reopening import queries as reopening
from sotiem.runtime.terminal import console
from sotiem.supply import proof as supply
from sotiem.vaccines.queries import schedule_disagreements

SHOWN: Final = 20


def trail() -> Iterator[str]:
    audit.seal_trail(at=timezone.now())
    for seal in audit.broken_seals():
        yield f"link {seal.number} of the trail: {seal.why}"


def told_twice() -> Iterator[str]:
    """What is written once is told once: a later entry cannot make good a forged row."""
    rows = AuditEntry.objects.exclude(digest="").values("object_kind", "object_id")
    several = rows.annotate(ways=Count("digest", distinct=True)).filter(ways__gt=1)
    for row in several.order_by("object_kind", "object_id"):
        yield f"{row['object_kind']} {row['object_id']}: the trail tells it in more than one way"


def versions() -> Iterator[str]:
    for model, kind in ((PatientVersion, "patientversion"), (DoseVersion, "doseversion")):
        rows = model._default_manager.all()
        yield from disagreements(rows, kind=kind, facts_of=lambda row: asdict(row.facts))


def current_versions() -> Iterator[str]:
    """Every dose and every person points at its last version."""
    latest_dose = DoseVersion.objects.filter(dose=OuterRef("pk")).order_by("-number")
    latest_person = PatientVersion.objects.filter(patient=OuterRef("pk")).order_by("-number")
    for kind, things in (
        ("dose", Dose.objects.annotate(last=Subquery(latest_dose.values("pk")[:1]))),
        ("patient", Patient.objects.annotate(last=Subquery(latest_person.values("pk")[:1]))),
    ):
        stale = things.filter(Q(last__isnull=True) | ~Q(current_id=F("last")))
        for pk in stale.order_by("pk").values_list("pk", flat=True):
            yield f"{kind} {pk}: what is shown is not its last version"


def owners() -> Iterator[str]:
    """Every dose belongs to the person for whom it was recorded."""
    told = AuditEntry.objects.filter(object_kind="doseversion", object_id=OuterRef("current_id"))
    moved = Dose.objects.filter(Exists(told.exclude(patient_id=OuterRef("patient_id"))))
    for pk in moved.order_by("pk").values_list("pk", flat=True):
        yield f"dose {pk}: it was recorded for another person"


def first_signatures() -> Iterator[str]:
    yield from confirmations.disagreements_on_record(at=timezone.now())


def archives() -> Iterator[str]:
    yield from archive.disagreements_on_record(at=timezone.now())


def stored_files() -> Iterator[str]:
    for stored in StoredFile.objects.order_by("pk").iterator():
        if not files.is_intact(stored):
            yield f"file {stored.sha256[:12]}: it is missing or was changed"


CHECKS: Final[dict[str, Callable[[], Iterable[str]]]] = {
    "the trail's hash chain": trail,
    "the trail against itself": told_twice,
    "versions of people and doses against the trail": versions,
    "what is shown against the last version": current_versions,
    "whose doses they are": owners,
    "links against people and the trail": patients.disagreements_on_record,
    "certificates against doses, keys and the trail": certificates.disagreements_on_record,
    "rules of reopening against the trail": reopening.disagreements_on_record,
    "rights of guardians against the trail": guardians.disagreements_on_record,
    "facilities' signatures against doses, keys and the trail": first_signatures,
    "decisions against the trail": corrections.disagreements_on_record,
    "what is public of facilities against the trail": facilities.disagreements_on_record,
    "what facilities announced against the trail": announcements.disagreements_on_record,
    "letters about data against the trail": data_requests.disagreements_on_record,
    "what was said of reactions against the trail": reactions.disagreements_on_record,
    "figures of channels against the reports": channel_queries.tallies_that_disagree,
    "figures against what they count": indicators.figures_that_disagree,
    "archives of published days against keys, each other and the trail": archives,
    "stock against its movements and the trail": supply.disagreements_on_record,
    "figures of facilities against the doses": deadlines.disagreements_on_record,
    "the schedule against the vaccines' labels": schedule_disagreements,
    "stored files against their names": stored_files,
}


def run_checks() -> bool:
    """Make every check, print what was found, and tell whether all agree."""
    clean = True
    for name, check in CHECKS.items():
        with console.status(f"Checking {name}"):
            found = _found_by(check)
        console.print(f"{'[red]✗' if found else '[green]✓'}[/] {name}", soft_wrap=True)
        for problem in found[:SHOWN]:
            console.print(f"    {problem}", markup=False, soft_wrap=True)
        if len(found) > SHOWN:
            console.print(f"    and {len(found) - SHOWN} more")
        clean = clean and not found
    return clean


def _found_by(check: Callable[[], Iterable[str]]) -> list[str]:
    """What a check finds. That it cannot go on is a finding too, and stops no other check."""
    found: list[str] = []
    try:
        found.extend(check())
    except Exception as problem:
        found.append(f"the check could not go on: {type(problem).__name__}")
    return found
