"""Whose is it? Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Case, Count, Q, Value, When

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import as_array
from sotiem.foundation.refusals import require
from sotiem.matching.candidates import Candidates
from sotiem.matching.facts import Candidate, Match, PersonClue, Zone
from sotiem.matching.judging import Judged, compared, judge_traits
from sotiem.matching.models import MatchModel, MatchPair, NameStatistics
from sotiem.matching.permissions import pairs_at_desk, seen_by
from sotiem.matching.rules.compare import Levels
from sotiem.matching.rules.judge import Judge, shipped, shipped_versions
from sotiem.matching.rules.keys import Kind, keys_to_ask
from sotiem.matching.rules.levels import Born, Name, Number, Phone
from sotiem.matching.rules.measured import BANDS, Looked
from sotiem.matching.rules.model import posterior
from sotiem.matching.rules.places import NOWHERE, PlaceReader, Unit
from sotiem.matching.rules.reading import Written, read_traits, traits_of
from sotiem.matching.rules.records import Records
from sotiem.matching.states import Verdict
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit, UnitSuccession

# Asked for every match.
IN_FORCE: Final = """
SELECT (SELECT version FROM matching_modelswitch ORDER BY id DESC LIMIT 1),
    (SELECT id FROM matching_namestatistics ORDER BY id DESC LIMIT 1)
"""
SHOWN: Final = 5
_HOLDERS: Final = """
SELECT DISTINCT asked.number, patient.id
FROM unnest(%s::text[], %s::bigint[]) AS asked (number, key)
JOIN matching_key AS kept ON kept.key = asked.key
JOIN patients_patient AS patient ON patient.id = kept.patient_id
JOIN patients_patientversion AS version ON version.id = patient.current_id
WHERE asked.number IN (version.cccd, version.cmnd)
ORDER BY asked.number, patient.id
"""


def match_many(clues: Sequence[Written]) -> list[Match]:
    """One answer per clue, in the same order, in a few statements whatever their number."""
    places = place_reader()
    return list(
        _matches(judge_traits([read_traits(clue, places) for clue in clues], active_judge()))
    )


def match_one(clue: Written) -> Match:
    return match_many([clue])[0]


def find_exact(
    *, full_name: str, birth_date: str, phone: str = "", cccd: str = "", cmnd: str = ""
) -> int | None:
    """The one person with this name, birth date and (phone or number); nobody when in doubt."""
    clue = PersonClue(full_name=full_name, birth_date=birth_date, phone=phone, cccd=cccd, cmnd=cmnd)
    candidates, levels = _compared(clue)
    held = (
        np.isin(levels["phone"], (Phone.EQUAL, Phone.OF_FEW, Phone.OF_FAMILY, Phone.OF_MANY))
        if phone
        else np.isin(levels["cccd"], (Number.EQUAL, Number.EQUAL_FOREIGN))
        | (levels["cmnd"] == Number.EQUAL)
    )
    found = candidates.patients[held & _same_name_and_birth(levels)].tolist()
    # Never an empty list: a look-up that finds nobody must ask as often as one that does.
    wholes = set(Patient.objects.filter(pk__in=[*found, 0]).values_list("principal_id", flat=True))
    return min(found) if len(wholes) == 1 else None


def find_alike(*, full_name: str, birth_date: str, cccd: str = "", cmnd: str = "") -> list[int]:
    """Everyone on record with this name and birth date, whatever their numbers, oldest first."""
    clue = PersonClue(full_name=full_name, birth_date=birth_date, cccd=cccd, cmnd=cmnd)
    candidates, levels = _compared(clue)
    found: list[int] = candidates.patients[_same_name_and_birth(levels)].tolist()
    return sorted(set(found))


def _compared(clue: PersonClue) -> tuple[Candidates, Levels]:
    return compared(Records.of([read_traits(clue, place_reader())]), active_judge())


def _same_name_and_birth(levels: Levels) -> npt.NDArray[np.bool_]:
    same: npt.NDArray[np.bool_] = np.isin(levels["name"], (Name.EQUAL, Name.UNMARKED)) & np.isin(
        levels["born"], (Born.EQUAL, Born.YEAR_ONLY)
    )
    return same


def alike(clue: Written) -> list[int]:
    """Whoever on record may be meant, each weighed alone, as if there were no other: also a
    namesake of somebody who is certainly on record. The likeliest first."""
    judge = active_judge()
    candidates, levels = compared(Records.of([read_traits(clue, place_reader())]), judge)
    number = len(candidates.patients)
    likely, _ = posterior(judge.weights.scores(levels), np.arange(number), number)
    probability = judge.calibrated(likely)
    order = np.lexsort((candidates.patients, -probability))
    found: list[int] = candidates.patients[order[probability[order] >= judge.least]].tolist()
    return found


def holders_of(numbers: Collection[str]) -> dict[str, list[int]]:
    """Who on record has each of these personal or old numbers now, in one statement."""
    asked = list(numbers)
    traits = [
        traits_of(full_name="", birth_date="", sex="", phone="", cccd=one, cmnd=one, home=NOWHERE)
        for one in asked
    ]
    whose, kinds, keys = keys_to_ask(Records.of(traits))
    some = np.isin(kinds, [Kind.CCCD, Kind.CMND])
    named = [asked[place] for place in whose[some].tolist()]
    found: defaultdict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [named, as_array(keys[some].tolist())])
        for number, patient in cursor.fetchall():
            found[number].append(patient)
    return dict(found)


def active_judge() -> Judge:
    """The model that judges now, with what is known of the names on record."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE)
        switch, statistics = cursor.fetchone()
    key = (switch or shipped_versions()[-1], statistics)
    if key not in _judges:
        _judges.clear()
        _judges[key] = judge_of(key[0], statistics_id=statistics)
    return _judges[key]


def judge_of(version: str, *, statistics_id: int | None = None) -> Judge:
    """A model of any version, as it judged then."""
    if version in shipped_versions():
        judge = shipped(version)
    else:
        judge = Judge.from_json(version, MatchModel.objects.get(version=version).content)
    if statistics_id is None:
        return judge
    statistics = NameStatistics.objects.get(pk=statistics_id)
    return judge.knowing(statistics.people, statistics.shares)


def place_reader() -> PlaceReader:
    """Both national lists of units, read once by this process."""
    if not _places:
        units = AdministrativeUnit.objects.order_by("pk").values_list(
            "pk", "version", "code", "level", "kind", "name_key", "other_name_keys", "parent_id"
        )
        successors: defaultdict[int, list[int]] = defaultdict(list)
        for old, new in UnitSuccession.objects.order_by("pk").values_list("old_id", "new_id"):
            successors[old].append(new)
        known = [Unit(*row[:5], (row[5], *row[6]), row[7]) for row in units]
        reader = PlaceReader.of(known, successors)
        if not known:
            return reader
        _places.append(reader)
    return _places[0]


_judges: dict[tuple[str, int | None], Judge] = {}
_places: list[PlaceReader] = []


def _matches(judged: Judged) -> Iterator[Match]:
    """One answer per claim."""
    number, judge = len(judged.nobody), judged.judge
    order = np.lexsort((judged.patients, -judged.probability, judged.claims))
    probability = judge.calibrated(judged.probability)
    first = np.searchsorted(judged.claims, np.arange(number + 1))
    rank = np.arange(len(order)) - first[judged.claims[order]]
    shown = order[(rank < SHOWN) & (probability[order] >= judge.least)]
    candidates: defaultdict[int, list[Candidate]] = defaultdict(list)
    for claim, *told in zip(
        judged.claims[shown].tolist(),
        judged.patients[shown].tolist(),
        probability[shown].tolist(),
        judged.levels_of(shown),
        strict=True,
    ):
        candidates[claim].append(Candidate(*told))
    place, best = judged.best()
    zones = judged.zones(place, best)
    for claim, (zone, nobody) in enumerate(zip(zones, judged.nobody.tolist(), strict=True)):
        known = tuple(candidates.get(claim, ()))
        patient_id = known[0].patient_id if zone == Zone.LINK else None
        yield Match(zone, patient_id, known, nobody, judge.version)


def waiting_pairs(
    *, staff: Staff, after: UUID | None = None, limit: int = 50, unclear: bool = False
) -> list[MatchPair]:
    """The pairs an officer may decide, the most probable first; `after` is the last one seen."""
    pairs = MatchPair.objects.left_unclear() if unclear else MatchPair.objects.waiting()
    last = MatchPair.objects.filter(public_id=after).first() if after else None
    if last is not None:
        less = Q(probability__lt=last.probability)
        pairs = pairs.filter(less | Q(probability=last.probability, pk__gt=last.pk))
    return list(pairs.filter(seen_by(staff)).order_by("-probability", "pk")[:limit])


def pairs_to_look_again(*, staff: Staff, limit: int = 50) -> list[MatchPair]:
    """Automatic links drawn for a second look that an officer may judge, oldest first."""
    pairs = MatchPair.objects.to_look_again().filter(seen_by(staff))
    return list(pairs.order_by("pk")[:limit])


def pair_for_officer(*, staff: Staff, public_id: UUID) -> MatchPair:
    """A pair, with both records' versions of today; refused to whoever may not decide it."""
    people = ("one__current__commune", "other__current__commune")
    pairs = MatchPair.objects.filter(seen_by(staff), public_id=public_id).select_related(*people)
    pair = pairs.first()
    require(pair is not None)
    assert pair is not None
    return pair


def pairs_at_facility(
    facility: Facility, *, after: UUID | None = None, limit: int = 50
) -> list[MatchPair]:
    """The waiting pairs of which either record had a dose of this facility, oldest first."""
    pairs = MatchPair.objects.waiting().filter(facilities__facility=facility)
    last = MatchPair.objects.filter(public_id=after).first() if after else None
    if last is not None:
        pairs = pairs.filter(pk__gt=last.pk)
    return list(pairs.order_by("pk")[:limit])


def pair_at_desk(*, facility: Facility, staff: Staff, public_id: UUID) -> MatchPair:
    """A pair of a facility, with both records' versions of today; refused to whoever may not
    decide it."""
    people = ("one__current__commune", "other__current__commune")
    pairs = MatchPair.objects.filter(facilities__facility=facility, public_id=public_id)
    pair = pairs.select_related(*people).first()
    require(pair is not None and bool(pairs_at_desk(staff, [pair])))
    assert pair is not None
    return pair


def measured_error() -> list[Looked]:
    """What second looks found, by model and band of probability."""
    band = Case(*(When(probability__gte=least, then=Value(least)) for least in BANDS), default=0.0)
    drawn = MatchPair.objects.filter(is_automatic=True, is_sampled=True).annotate(band=band)
    rows = drawn.values("model_version", "band").annotate(
        drawn=Count("pk"),
        looked_at=Count("pk", filter=Q(verdict__in=[Verdict.SAME, Verdict.DIFFERENT])),
        wrong=Count("pk", filter=Q(verdict=Verdict.DIFFERENT)),
        unclear=Count("pk", filter=Q(verdict=Verdict.UNCLEAR)),
    )
    return [Looked(**row) for row in rows.order_by("-model_version", "-band")]
