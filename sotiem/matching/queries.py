"""Whose is it? Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Case, Count, Q, Value, When
from numpy.typing import NDArray

from sotiem.accounts.facts import Staff
from sotiem.foundation.refusals import require
from sotiem.matching.facts import Candidate, Match, PersonClue, Zone
from sotiem.matching.models import MatchModel, MatchPair, ModelSwitch, NameStatistics
from sotiem.matching.permissions import seen_by
from sotiem.matching.rules.compare import Level, Levels, compare, is_borne_out
from sotiem.matching.rules.judge import Judge, shipped, shipped_versions
from sotiem.matching.rules.keys import Kind, keys_to_ask
from sotiem.matching.rules.levels import Born, Name, Number, Phone
from sotiem.matching.rules.measured import BANDS, Looked
from sotiem.matching.rules.model import Scores, posterior
from sotiem.matching.rules.places import PlaceReader, Unit
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits
from sotiem.matching.states import Verdict
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit, UnitSuccession

# A key shared by more people than this says nothing of any of them (a hotline's number).
LARGEST_BLOCK: Final = 60
# Of the wide keys only small blocks are worth reading.
LARGEST_WIDE_BLOCK: Final = 25
WIDE: Final = frozenset({Kind.NAME_AND_PROVINCE, Kind.DAY_AND_SURNAME, Kind.DAY_AND_COMMUNE})
SHOWN: Final = 5

CANDIDATES = """
SELECT wanted.key, found.patient_id
FROM unnest(%s::bigint[]) AS wanted (key)
CROSS JOIN LATERAL (
    SELECT patient_id FROM matching_key AS kept
    WHERE kept.key = wanted.key ORDER BY patient_id LIMIT %s
) AS found
"""
TRAITS = """
SELECT patient_id, name, newborn, born, sex, phone, cccd, cmnd, bhyt, commune, province
FROM matching_patienttrait WHERE patient_id = ANY(%s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """All candidates of many claims, pair by pair; `claims` is sorted."""

    claims: NDArray[np.int64]
    patients: NDArray[np.int64]
    probability: Scores
    nobody: Scores  # per claim
    levels: Levels
    judge: Judge

    def zone(self, place: int, probability: float) -> Zone:
        """What follows from the pair at a place: a machine links only what something bears out."""
        zone = self.judge.zone(probability)
        if zone == Zone.LINK and not is_borne_out(self.levels, place):
            return Zone.REVIEW
        return zone

    def best(self) -> tuple[NDArray[np.int64], Scores]:
        """Per claim the place of its best pair (-1 without any), and that pair's probability."""
        number = len(self.nobody)
        place = np.full(number, -1, dtype=np.int64)
        order = np.lexsort((-self.patients, self.probability))
        place[self.claims[order]] = order
        probability = np.zeros(number)
        found = place >= 0
        probability[found] = self.judge.calibrated(self.probability[place[found]])
        return place, probability


def match_many(clues: Sequence[PersonClue]) -> list[Match]:
    """One answer per clue, in the same order, in two statements whatever their number."""
    places = place_reader()
    judged = judge_traits([read_traits(clue, places) for clue in clues])
    return [_match(judged, claim) for claim in range(len(clues))]


def match_one(clue: PersonClue) -> Match:
    return match_many([clue])[0]


def find_exact(
    *, full_name: str, birth_date: str, phone: str = "", cccd: str = "", cmnd: str = ""
) -> int | None:
    """The one person with this name, birth date and (phone or number); nobody when in doubt."""
    clue = PersonClue(full_name=full_name, birth_date=birth_date, phone=phone, cccd=cccd, cmnd=cmnd)
    judged = judge_traits([read_traits(clue, place_reader())])
    levels = judged.levels
    held = (
        np.isin(levels["phone"], (Phone.EQUAL, Phone.OF_FEW, Phone.OF_FAMILY, Phone.OF_MANY))
        if phone
        else np.isin(levels["cccd"], (Number.EQUAL, Number.EQUAL_FOREIGN))
        | (levels["cmnd"] == Number.EQUAL)
    )
    exact = (
        held
        & np.isin(levels["name"], (Name.EQUAL, Name.UNMARKED))
        & np.isin(levels["born"], (Born.EQUAL, Born.YEAR_ONLY))
    )
    found = judged.patients[exact].tolist()
    # Never an empty list: a look-up that finds nobody must ask as often as one that does.
    wholes = set(Patient.objects.filter(pk__in=[*found, 0]).values_list("principal_id", flat=True))
    return min(found) if len(wholes) == 1 else None


def judge_traits(claims: Sequence[Traits], judge: Judge | None = None) -> Judged:
    """Find, compare and weigh the candidates of many claims together."""
    judge = judge or active_judge()
    asked = [keys_to_ask(claim) for claim in claims]
    blocks = _blocks({key for some in asked for _, key in some})
    pairs, shared = _pairs(asked, blocks)
    traits = _traits({patient for some in pairs for patient in some})
    whose = [claim for claim, some in enumerate(pairs) for patient in some if patient in traits]
    patients = [patient for some in pairs for patient in some if patient in traits]
    claim_of = np.array(whose, dtype=np.int64)
    people = Records.of(traits[patient] for patient in patients)
    levels = compare(
        Records.of(claims).take(claim_of),
        people,
        phone_shared_by=np.array(shared, dtype=np.int64)[claim_of],
        namesakes=judge.namesakes(people.name),
    )
    scores = judge.weights.scores(levels)
    probability, nobody = posterior(scores, claim_of, len(claims))
    return Judged(claim_of, np.array(patients, dtype=np.int64), probability, nobody, levels, judge)


def active_judge() -> Judge:
    """The model that judges now, with what is known of the names on record."""
    switch = ModelSwitch.objects.order_by("-pk").values_list("version", flat=True).first()
    statistics = NameStatistics.objects.order_by("-pk").values_list("pk", flat=True).first()
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


def _match(judged: Judged, claim: int) -> Match:
    first, last = np.searchsorted(judged.claims, (claim, claim + 1))
    places = sorted(
        range(first, last), key=lambda at: (-judged.probability[at], judged.patients[at])
    )
    probabilities = judged.judge.calibrated(judged.probability[places])
    candidates = tuple(
        Candidate(int(judged.patients[at]), float(probability), _levels_at(judged.levels, at))
        for at, probability in zip(places[:SHOWN], probabilities, strict=False)
    )
    best = candidates[0].probability if candidates else 0.0
    zone = judged.zone(places[0], best) if candidates else Zone.NEW
    return Match(
        zone,
        candidates[0].patient_id if zone == Zone.LINK else None,
        tuple(each for each in candidates if each.probability >= judged.judge.least),
        float(judged.nobody[claim]),
        judged.judge.version,
    )


def _levels_at(levels: Mapping[str, Level], place: int) -> dict[str, int]:
    return {field: int(level[place]) for field, level in levels.items()}


def _pairs(
    asked: Sequence[Sequence[tuple[Kind, int]]], blocks: Mapping[int, list[int]]
) -> tuple[list[list[int]], list[int]]:
    """Per claim its candidates, and how many people on record have its phone."""
    pairs, shared = [], []
    for keys in asked:
        found: set[int] = set()
        phones = 1
        for kind, key in keys:
            block = blocks.get(key)
            if block is None:
                continue
            if kind is Kind.PHONE:
                phones = len(block)
            if len(block) <= (LARGEST_WIDE_BLOCK if kind in WIDE else LARGEST_BLOCK):
                found.update(block)
        pairs.append(sorted(found))
        shared.append(phones)
    return pairs, shared


def _traits(patients: Iterable[int]) -> dict[int, Traits]:
    rows = _rows(TRAITS, [list(patients)])
    return {row[0]: Traits(*row[1:]) for row in rows}


def _blocks(keys: Iterable[int]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, patient_id in _rows(CANDIDATES, [list(keys), LARGEST_BLOCK + 1]):
        found[key].append(patient_id)
    return found


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


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
