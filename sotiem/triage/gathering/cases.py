"""Which reports say the same: found by what they are about, hashed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final, Self

from django.db import connection
from xxhash import xxh3_64_intdigest

from sotiem.corrections.facts import ADDING_A_DOSE, KIND_SAID, DoseClaim, PersonChange, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import OPEN
from sotiem.foundation.bulk import as_array
from sotiem.identity import fold_tone_places
from sotiem.triage.facts import Told
from sotiem.triage.gathering.people import People
from sotiem.triage.gathering.whom import tell_of_one

# A telephone that reports for thousands is counted no further.
ENOUGH: Final = 1_000
FROM_PHONES: Final = """
SELECT asked.phone, (
    SELECT count(*) FROM (
        SELECT FROM corrections_correctionreport AS report
        WHERE report.reporter_phone = asked.phone AND report.status = ANY(%s) LIMIT %s
    ) AS counted
)
FROM unnest(%s::text[]) AS asked (phone)
"""
SHARING: Final = """
SELECT kept.key, kept.report_id FROM triage_casekey AS kept
JOIN corrections_correctionreport AS report ON report.id = kept.report_id
WHERE kept.key = ANY(%s::bigint[]) AND report.status = ANY(%s)
ORDER BY kept.report_id
"""


@dataclass(frozen=True, slots=True)
class Cases:
    """By report: under which keys it is found, and which earlier open one says the same."""

    keys: dict[int, list[int]] = field(default_factory=dict)
    earlier: dict[int, int] = field(default_factory=dict)
    from_phone: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        reports: Sequence[CorrectionReport],
        people: People,
        told: Mapping[int, Told],
    ) -> Self:
        keys = {report.pk: list(_keys(report, people, told.get(report.pk))) for report in reports}
        return cls(
            keys=keys,
            earlier=_earlier(reports, people, keys),
            from_phone=_from_phones(sorted({report.reporter_phone for report in reports} - {""})),
        )


def _keys(report: CorrectionReport, people: People, told: Told | None) -> Iterator[int]:
    """Of whom, and what: one who is not certain goes by her name with a number of hers."""
    about = _about(report, told)
    if about is None:
        return
    principal, person = people.principal(report.pk), report.said.person
    if principal is not None:
        yield _hash(principal, *about)
    elif person is not None:
        named = (fold_tone_places(person.full_name), person.birth_date)
        for number in filter(None, (person.phone, person.cccd, person.cmnd)):
            yield _hash(*named, number, *about)


def _about(report: CorrectionReport, told: Told | None) -> tuple[object, ...] | None:
    kind = ReportKind(report.kind)
    if kind not in ADDING_A_DOSE:
        return (kind, report.dose_id)
    return (kind_said(report), *sorted(told.vaccines), told.day) if told is not None else None


def kind_said(report: CorrectionReport) -> str:
    """What an earlier channel called the report; "" where that only asks for a dose."""
    said = str(report.claims.get(KIND_SAID) or "")
    return "" if said in {str(kind) for kind in ADDING_A_DOSE} else said


def _hash(*parts: object) -> int:
    told = "\x1f".join(map(str, parts))
    return xxh3_64_intdigest(told.encode()) - 2**63


def _earlier(
    reports: Sequence[CorrectionReport], people: People, keys: Mapping[int, Sequence[int]]
) -> dict[int, int]:
    """For each report the first open one before it that says the same, of these or others."""
    every = sorted({key for some in keys.values() for key in some})
    if not every:
        return {}
    sharing: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [as_array(every), list(map(str, OPEN))])
        for key, pk in cursor.fetchall():
            sharing[key].append(pk)
    mine = {report.pk: report for report in reports}
    strange = {pk for some in sharing.values() for pk in some} - mine.keys()
    known = mine | CorrectionReport.objects.in_bulk(sorted(strange)) if strange else mine
    found: dict[int, int] = {}
    for report in reports:
        for key in keys[report.pk]:
            before = (pk for pk in sharing[key] if pk < report.pk and pk not in found)
            same = next((pk for pk in before if _agree(known[pk], report)), None)
            if same is not None:
                found[report.pk] = same
                break
            if report.pk not in sharing[key]:
                sharing[key].append(report.pk)
    return found


def _agree(one: CorrectionReport, other: CorrectionReport) -> bool:
    """Whether both tell of one person, nothing that both say differs, and the later one says
    nothing new."""
    return (
        one.kind == other.kind
        and one.round == other.round == 1
        and _contains(one.said.dose, other.said.dose)
        and _contains(one.said.change, other.said.change)
        and one.said.same_as == other.said.same_as
        and tell_of_one(one.said.person, other.said.person)
    )


def _contains(one: DoseClaim | PersonChange, other: DoseClaim | PersonChange) -> bool:
    return all(
        getattr(one, each.name) == said
        for each in fields(other)
        if (said := getattr(other, each.name)) is not None
    )


def _from_phones(phones: Sequence[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(FROM_PHONES, [list(map(str, OPEN)), ENOUGH, list(phones)])
        return dict(cursor.fetchall())
