"""What the page of a sheet of corrections shows of each row: who, what now, what then."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from sotiem.corrections.models import CorrectionReport
from sotiem.doses.facts import DoseFacts
from sotiem.facilities.models import Facility
from sotiem.identity import Cccd, PartialDate, PhoneNumber
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.queries import Effect, every_row
from sotiem.mending.states import Fate
from sotiem.patients.facts import PatientFacts
from sotiem.portals.components.comparison import UNKNOWN
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.review.person import shown
from sotiem.portals.review.sheet_words import BUCKETS, told
from sotiem.portals.review.words import SEXES
from sotiem.vaccines.queries import known_vaccines


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is, or would be, corrected."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the sheet as the page shows it."""

    number: int
    full_name: str
    person: str
    report: CorrectionReport | None
    changes: list[Change]
    told: list[dict[str, str]]


def shown_rows(effects: Sequence[Effect]) -> list[ShownRow]:
    """The rows of a page, the dose and the person of each together."""
    places = _facilities(effects)
    return [
        _shown(list(each), places) for _, each in groupby(effects, lambda effect: effect.row.number)
    ]


def results_of(sheet: MendingSheet) -> dict[int, str]:
    """What became of each row, in words, for the downloaded file."""
    titles = {bucket.fate: str(bucket.title) for bucket in BUCKETS}
    results: dict[int, list[str]] = {}
    for row in every_row(sheet):
        words = [one["sentence"] for one in told(row.findings)]
        said = ": ".join([titles[Fate(row.fate)], *[" ".join(words)] * bool(words)])
        results.setdefault(row.number, []).append(said)
    return {number: "; ".join(dict.fromkeys(said)) for number, said in results.items()}


def _shown(effects: Sequence[Effect], places: dict[int, str]) -> ShownRow:
    row: MendingRow = effects[0].row
    changes = [change for effect in effects for change in _changes(effect, places)]
    findings = [finding for effect in effects for finding in effect.row.findings]
    cells: dict[str, Any] = row.raw
    return ShownRow(
        number=row.number,
        full_name=cells.get("full_name", ""),
        person=cells.get("person", ""),
        report=row.report,
        changes=changes,
        told=told([dict(each) for each in {tuple(one.items()): one for one in findings}.values()]),
    )


def _changes(effect: Effect, places: dict[int, str]) -> list[Change]:
    """What differs between before and after, each thing in words."""
    before, after = effect.before, effect.after
    if isinstance(before, DoseFacts) and isinstance(after, DoseFacts):
        pairs = zip(_of_dose(before, places), _of_dose(after, places), strict=True)
    elif isinstance(before, PatientFacts) and isinstance(after, PatientFacts):
        pairs = zip(_of_person(before), _of_person(after), strict=True)
    else:
        return []
    return [
        Change(label, old or UNKNOWN, new or UNKNOWN)
        for (label, old, raw), (_label, new, raw_new) in pairs
        if raw != raw_new
    ]


def _of_dose(facts: DoseFacts, places: dict[int, str]) -> list[tuple[str, str, object]]:
    vaccine = facts.vaccine_text or known_vaccines()[facts.vaccine_id].name_vi
    place = places.get(facts.facility_id or 0, facts.place)
    return [
        (_("Vắc xin"), vaccine, vaccine),
        (_("Ngày tiêm"), day(facts.administered_on), facts.administered_on),
        (_("Số lô"), facts.lot_number, facts.lot_number),
        (_("Nơi tiêm"), place, (facts.facility_id, facts.place)),
    ]


def _of_person(facts: PatientFacts) -> list[tuple[str, str, object]]:
    show = partial(shown, is_full=False)
    born = PartialDate.from_iso(facts.birth_date).vietnamese if facts.birth_date else ""
    return [
        (_("Họ và tên"), facts.full_name, facts.full_name),
        (_("Ngày sinh"), born, facts.birth_date),
        (_("Giới tính"), str(SEXES.get(facts.sex, "")), facts.sex),
        (_("Số căn cước"), show(facts.cccd, Cccd), facts.cccd),
        (_("Điện thoại"), show(facts.phone, PhoneNumber), facts.phone),
    ]


def _facilities(effects: Sequence[Effect]) -> dict[int, str]:
    facts = [each for effect in effects for each in (effect.before, effect.after)]
    ids = [each.facility_id or 0 for each in facts if isinstance(each, DoseFacts)]
    return dict(Facility.objects.filter(pk__in=ids).values_list("pk", "name"))
