"""What the page of a pair shows: two records side by side, and only their differences marked."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _

from sotiem.doses.models import Dose
from sotiem.identity import PartialDate
from sotiem.matching.models import MatchPair
from sotiem.matching.rules.measured import Looked
from sotiem.matching.states import Verdict
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.queries import are_one_person
from sotiem.population.models import PopulationCheck
from sotiem.population.queries import latest_checks
from sotiem.portals.components.comparison import UNKNOWN
from sotiem.portals.components.likeness import Kind, explain, said
from sotiem.portals.components.population import line_of
from sotiem.portals.components.templatetags.sotiem import masked
from sotiem.portals.review.words import LIKENESS, SEXES, VERDICTS

NEARLY_ALL: Final = 0.99


def facts_of(pair: MatchPair) -> dict[str, Any]:
    """Everything on the page except its form."""
    one, other = _values(pair.one), _values(pair.other)
    checks = latest_checks([pair.one_id, pair.other_id])
    doses = [_doses(pair.one), _doses(pair.other)]
    both = set(doses[0]) & set(doses[1])
    is_joined = are_one_person(pair.one_id, pair.other_id)
    links = PatientLink.objects.in_force().filter(one_id=pair.one_id, other_id=pair.other_id)
    return {
        "pair": pair,
        "code": code_of(pair),
        "percent": percent(pair.probability),
        "explanation": explain(pair.levels, pair.probability),
        "said": [
            {"field": each.field, "words": each.words, "kind": LIKENESS[each.kind]}
            for each in said(pair.levels)
        ],
        "cards": [
            _card(pair.one, _rows(one, other), doses[0], both, checks),
            _card(pair.other, _rows(other, one), doses[1], both, checks),
        ],
        "verdict": VERDICTS[Verdict(pair.verdict)] if pair.verdict else "",
        "is_joined": is_joined,
        "is_joined_through_others": is_joined and not links.exists(),
    }


def code_of(pair: MatchPair) -> str:
    """What people call a pair: the beginning of its public id."""
    text = pair.public_id.hex[:8].upper()
    return f"{text[:4]}-{text[4:]}"


def unlike(pair: MatchPair) -> str:
    """In what the two records do not agree, in short; what is missing when nothing differs."""
    told = said(pair.levels)
    differing = [each.words for each in told if each.kind in (Kind.NEAR, Kind.DIFFERS)]
    return "; ".join(differing or [each.words for each in told if each.kind is Kind.MISSING])


def percent(share: float) -> str:
    """A share as 97 % or, where hundredths decide, as 99,95 %. Never rounded up to certainty."""
    places = 2 if NEARLY_ALL <= share < 1 else 0
    # What is left beyond the places is cut off; without rounding 0,29 would be 28,999...
    return f"{formats.number_format(round(100 * share, 9), decimal_pos=places)} %"


def error_in_words(looked: Looked) -> str:
    """The share of wrong links among those looked at, and between what it may lie."""
    if looked.error is None or looked.interval is None:
        return UNKNOWN
    share, low, high = (
        formats.number_format(round(100 * each, 2), decimal_pos=2)
        for each in (looked.error, *looked.interval)
    )
    return _("%(share)s %% (từ %(low)s đến %(high)s %%)") % {
        "share": share,
        "low": low,
        "high": high,
    }


def _card(
    record: Patient,
    rows: list[tuple[str, str, str]],
    doses: Iterable[tuple[str, ...]],
    both: set[tuple[str, ...]],
    checks: Mapping[int, PopulationCheck],
) -> dict[str, Any]:
    return {
        "registered_at": record.registered_at,
        "rows": rows,
        "population": line_of(checks.get(record.pk)),
        "doses": [
            {"text": ", ".join(filter(None, dose)), "is_in_both": dose in both} for dose in doses
        ],
    }


def _values(record: Patient) -> dict[str, str]:
    current = record.current
    return {
        _("Họ và tên"): current.full_name,
        _("Ngày sinh"): PartialDate.from_iso(current.birth_date).vietnamese
        if current.birth_date
        else "",
        _("Giới tính"): str(SEXES.get(current.sex, "")),
        _("Số căn cước"): current.cccd,
        _("Số chứng minh nhân dân"): current.cmnd,
        _("Số thẻ bảo hiểm y tế"): current.bhyt,
        _("Điện thoại"): current.phone,
        _("Nơi ở"): current.commune.full_name if current.commune else current.address,
    }


def _rows(mine: dict[str, str], theirs: dict[str, str]) -> list[tuple[str, str, str]]:
    """(label, value, the other's value). Numbers that agree need not be read: they stay hidden."""
    hidden = {_("Số căn cước"), _("Số chứng minh nhân dân"), _("Số thẻ bảo hiểm y tế")}
    hidden.add(_("Điện thoại"))
    rows = []
    for label, value in mine.items():
        against = theirs[label]
        if not value and not against:
            continue
        if label in hidden and value == against:
            value = against = masked(value)
        rows.append((label, value or UNKNOWN, against or UNKNOWN))
    return rows


def _doses(record: Patient) -> list[tuple[str, ...]]:
    """The doses of one record alone, whatever it is joined with."""
    doses = Dose.objects.filter(patient=record).counting().oldest_first()
    return [
        (
            f"{dose.current.administered_on:%d/%m/%Y}",
            dose.current.vaccine.name_vi,
            dose.current.lot_number,
            dose.current.facility.name if dose.current.facility else dose.current.place,
        )
        for dose in doses.select_related("current__vaccine", "current__facility")
    ]
