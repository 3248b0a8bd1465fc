"""A row's person beside those on record who may be meant: only what differs is marked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from sotiem.doses.facts import DoseOnRecord
from sotiem.doses.queries import doses_by_person
from sotiem.identity import PartialDate
from sotiem.imports.facts import RowProblem
from sotiem.imports.models import ImportRow
from sotiem.imports.rules.decisions import filled
from sotiem.matching.facts import Candidate
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit
from sotiem.population.queries import latest_checks
from sotiem.portals.components.comparison import UNKNOWN
from sotiem.portals.components.likeness import FIELDS, explain, said
from sotiem.portals.components.population import PopulationLine, line_of
from sotiem.portals.components.templatetags.sotiem import day, masked
from sotiem.portals.facility.words import PERSON_FIELDS, SEXES
from sotiem.vaccines.models import Vaccine

# So many answers have a key each: two a person, and one for somebody new.
MOST_PEOPLE: Final = 4
_HIDDEN: Final = ("cccd", "cmnd", "bhyt", "phone")


@dataclass(frozen=True, slots=True)
class Card:
    """Someone on record, as the page of a row shows her."""

    patient_id: int
    rows: list[tuple[str, str, str, str]]  # label, value, what the row says, how they agree
    doses: list[str]
    explanation: str
    can_be_chosen: bool  # not when the dose were given before her birth
    population: PopulationLine
    fills: list[str]  # what is empty on record and stands in the row


def cards_of(row: ImportRow, candidates: Sequence[Candidate]) -> list[Card]:
    """The people shown, the likeliest first."""
    shown = candidates[:MOST_PEOPLE]
    ids = [candidate.patient_id for candidate in shown]
    people = Patient.objects.select_related("current__commune").in_bulk(ids)
    doses, names = doses_by_person(ids), dict(Vaccine.objects.values_list("pk", "name_vi"))
    checks = latest_checks(ids)
    return [
        _card(
            row,
            people[one.patient_id],
            one,
            doses=_told(doses.get(one.patient_id, ()), names),
            population=line_of(checks.get(one.patient_id)),
        )
        for one in shown
    ]


def rows_of_file(row: ImportRow) -> list[tuple[str, str]]:
    """What the row says of its person, in the words of the page."""
    values = _values(_person(row))
    return [(str(PERSON_FIELDS[key]), _shown(key, value)) for key, value in values.items() if value]


def shown_values(person: PatientFacts) -> dict[str, str]:
    """What is known of a person, as pages show it: numbers masked."""
    return {key: _shown(key, value) for key, value in _values(person).items()}


def dose_in_words(row: ImportRow, names: Mapping[int, str]) -> str:
    """The dose of the row in one line."""
    dose = row.facts["dose"]
    given_on = PartialDate.from_iso(dose["administered_on"]).vietnamese
    return ", ".join((given_on, names[dose["vaccine_id"]], _("lô %s") % dose["lot_number"]))


def _card(
    row: ImportRow,
    known: Patient,
    one: Candidate,
    *,
    doses: list[str],
    population: PopulationLine,
) -> Card:
    person = _person(row)
    theirs, mine = _values(known.current.facts), _values(person)
    words = _likeness(one.levels)
    rows = [
        (str(PERSON_FIELDS[key]), _shown(key, value), _shown(key, mine[key]), words.get(key, ""))
        for key, value in theirs.items()
        if value or mine[key]
    ]
    before, after = asdict(known.current.facts), asdict(filled(known.current.facts, by=person))
    names = {"address": "place", "commune_id": "place"}
    fills = {names.get(key, key): None for key in after if after[key] != before[key]}
    given_on, born = row.facts["dose"]["administered_on"], known.current.birth_date
    return Card(
        patient_id=known.pk,
        rows=rows,
        doses=doses,
        population=population,
        explanation=explain(one.levels, one.probability) if one.levels else "",
        can_be_chosen=given_on[: len(born)] >= born,
        fills=[str(PERSON_FIELDS[key]).lower() for key in fills],
    )


def _person(row: ImportRow) -> PatientFacts:
    return PatientFacts(**row.facts["person"])


def _values(person: PatientFacts) -> dict[str, str]:
    born = PartialDate.from_iso(person.birth_date).vietnamese if person.birth_date else ""
    commune = AdministrativeUnit.objects.filter(pk=person.commune_id or 0).first()
    return {
        "full_name": person.full_name,
        "birth_date": born,
        "sex": str(SEXES.get(person.sex, "")),
        "cccd": person.cccd,
        "cmnd": person.cmnd,
        "bhyt": person.bhyt,
        "phone": person.phone,
        "place": commune.full_name if commune else person.address,
    }


def _shown(key: str, value: str) -> str:
    """Numbers are masked; whether they agree is said beside them."""
    return masked(value) if value and key in _HIDDEN else value or UNKNOWN


def _likeness(levels: Mapping[str, int]) -> dict[str, str]:
    """How each number agrees: what a mask hides must be said."""
    if not levels:
        return {}
    fields = {str(label): key for key, label in FIELDS.items()}
    return {fields[one.field]: one.words for one in said(levels) if fields[one.field] in _HIDDEN}


def _told(doses: Sequence[DoseOnRecord], names: Mapping[int, str]) -> list[str]:
    return [
        ", ".join(
            filter(
                None,
                (
                    day(dose.administered_on),
                    dose.vaccine_text or names[dose.vaccine_id],
                    dose.lot_number,
                    dose.facility_name or dose.place,
                ),
            )
        )
        for dose in doses
    ]


def choices_of(
    cards: Sequence[Card], *, without_number: bool
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The answers that can be given, and what follows from each."""
    choices, hints = [], {}
    for number, card in enumerate(cards, 1):
        if not card.can_be_chosen:
            continue
        choices.append((f"keep-{number}", _("Là người %s: giữ thông tin đang lưu") % number))
        hints[f"keep-{number}"] = (
            _("Ghi mũi này cho người %s. Chỗ nào khác nhau thì giữ như đang lưu.") % number
        )
        if card.fills:
            choices.append((f"use-{number}", _("Là người %s: bổ sung từ tệp") % number))
            hints[f"use-{number}"] = _(
                "Ghi mũi này và điền phần còn trống: %s. "
                "Thông tin đang lưu mà khác tệp thì không bị ghi đè."
            ) % ", ".join(card.fills)
    choices.append(("both", _("Không phải ai ở trên: đây là người mới")))
    hints["both"] = _(
        "Lập hồ sơ mới như trong tệp. Sau này nếu thấy là một người, hai hồ sơ ghép lại được."
    )
    if not cards:
        choices = [("both", _("Đúng như giấy tờ: ghi như trong tệp"))]
        hints = {"both": _("Lập hồ sơ mới như trong tệp rồi ghi mũi này.")}
    if without_number:
        hints["both"] = _(
            "Lập hồ sơ mới, chưa ghi số căn cước: số này đã thuộc về một người khác trong tệp."
        )
    return choices, hints


def is_without_number(row: ImportRow) -> bool:
    """Whether the row's number is another person's of the sheet."""
    asked = row.decision.asked if row.standing_decision else row.problems
    return RowProblem.NUMBER_OF_ANOTHER_ROW in {one["code"] for one in asked}


def facts_of(row: ImportRow, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """Everything of the comparison that a template needs."""
    names = dict(Vaccine.objects.values_list("pk", "name_vi"))
    cards = cards_of(row, candidates)
    return {
        "mine": rows_of_file(row),
        "my_dose": dose_in_words(row, names),
        "cards": cards,
        "is_without_number": is_without_number(row),
        "has_too_young": any(not card.can_be_chosen for card in cards),
    }
