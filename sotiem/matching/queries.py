"""Whose is it? Reads only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Case, Count, Q, Value, When
from numpy.typing import NDArray

from sotiem.accounts.facts import Staff
from sotiem.foundation.refusals import require
from sotiem.matching.candidates import Candidates, principals_among
from sotiem.matching.facts import Candidate, Match, PersonClue, Zone
from sotiem.matching.models import MatchModel, MatchPair, NameStatistics
from sotiem.matching.permissions import seen_by
from sotiem.matching.rules.compare import Levels, compare, is_borne_out
from sotiem.matching.rules.judge import Judge, shipped, shipped_versions
from sotiem.matching.rules.levels import Born, Name, Number, Phone
from sotiem.matching.rules.measured import BANDS, Looked
from sotiem.matching.rules.model import Scores, posterior
from sotiem.matching.rules.places import PlaceReader, Unit
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits, Whole
from sotiem.matching.states import Verdict
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit, UnitSuccession

# Asked for every match.
IN_FORCE: Final = """
SELECT (SELECT version FROM matching_modelswitch ORDER BY id DESC LIMIT 1),
    (SELECT id FROM matching_namestatistics ORDER BY id DESC LIMIT 1)
"""
SHOWN: Final = 5
# Less probable than this, a record of the same person adds nothing worth a look.
LEAST_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Judged:
    """All candidates of many claims, pair by pair; `claims` is sorted."""

    claims: NDArray[np.int64]
    patients: NDArray[np.int64]
    probability: Scores
    nobody: Scores  # per claim
    levels: Levels
    judge: Judge

    def zones(self, places: NDArray[np.int64], probability: Scores) -> list[Zone]:
        """What follows from pairs at these places, -1 for none.

        A machine links only what something bears out.
        """
        if not len(self.claims):
            return [Zone.NEW] * len(places)
        borne_out = is_borne_out({field: level[places] for field, level in self.levels.items()})
        return [
            Zone.NEW if at < 0 else self.judge.zone(likely, is_borne_out=known)
            for at, likely, known in zip(
                places.tolist(), probability.tolist(), borne_out.tolist(), strict=True
            )
        ]

    def levels_of(self, places: NDArray[np.int64]) -> Iterator[dict[str, int]]:
        """How far each field agrees in the pairs at these places; nothing for -1."""
        fields = tuple(self.levels)
        if not len(self.claims):
            yield from ({} for _ in places)
            return
        rows = np.stack([level[places] for level in self.levels.values()], axis=1).tolist()
        for place, row in zip(places.tolist(), rows, strict=True):
            yield {} if place < 0 else dict(zip(fields, row, strict=True))

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
    return list(_matches(judge_traits([read_traits(clue, places) for clue in clues])))


def match_one(clue: PersonClue) -> Match:
    return match_many([clue])[0]


def find_exact(
    *, full_name: str, birth_date: str, phone: str = "", cccd: str = "", cmnd: str = ""
) -> int | None:
    """The one person with this name, birth date and (phone or number); nobody when in doubt."""
    clue = PersonClue(full_name=full_name, birth_date=birth_date, phone=phone, cccd=cccd, cmnd=cmnd)
    candidates, levels = _compared([read_traits(clue, place_reader())], active_judge())
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
    found = candidates.patients[exact].tolist()
    # Never an empty list: a look-up that finds nobody must ask as often as one that does.
    wholes = set(Patient.objects.filter(pk__in=[*found, 0]).values_list("principal_id", flat=True))
    return min(found) if len(wholes) == 1 else None


def judge_traits(claims: Sequence[Traits], judge: Judge | None = None) -> Judged:
    """Find, compare and weigh the candidates of many claims together."""
    judge = judge or active_judge()
    found, levels = _compared(claims, judge)
    scores = judge.weights.scores(levels)
    probability, nobody = posterior(scores, found.claims, len(claims))
    probability = _of_wholes(found.claims, found.patients, probability)
    return Judged(found.claims, found.patients, probability, nobody, levels, judge)


def _compared(claims: Sequence[Traits], judge: Judge) -> tuple[Candidates, Levels]:
    claimed = Records.of(claims)
    found = Candidates.of(claimed)
    levels = compare(
        claimed.take(found.claims),
        found.people,
        phone_shared_by=found.phone_shared_by[found.claims],
        namesakes=judge.namesakes(found.people.name),
    )
    return found, levels


def _of_wholes(claims: Whole, patients: Whole, probability: Scores) -> Scores:
    """Give the most probable record of each linked whole what all its records share."""
    worth = np.flatnonzero(probability >= LEAST_SHARE)
    several = np.bincount(claims[worth], minlength=1)[claims[worth]] > 1
    worth = worth[several]
    if not len(worth):
        return probability
    wholes = np.stack([claims[worth], principals_among(patients[worth])], axis=1)
    _, whole = np.unique(wholes, axis=0, return_inverse=True)
    whole = whole.reshape(-1)
    shared = np.bincount(whole, probability[worth])
    # The best comes last and stays.
    order = np.lexsort((-patients[worth], probability[worth]))
    best = np.zeros(len(shared), dtype=np.int64)
    best[whole[order]] = worth[order]
    told = probability.copy()
    told[worth] = 0.0
    told[best] = shared
    return told


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
    first = np.searchsorted(judged.claims, np.arange(number + 1))
    probability = judge.calibrated(judged.probability)
    place, best = judged.best()
    zones = judged.zones(place, best)
    for claim, (zone, nobody) in enumerate(zip(zones, judged.nobody.tolist(), strict=True)):
        places = order[first[claim] : min(first[claim + 1], first[claim] + SHOWN)]
        places = places[probability[places] >= judge.least]
        told = zip(
            judged.patients[places].tolist(),
            probability[places].tolist(),
            judged.levels_of(places),
            strict=True,
        )
        candidates = tuple(Candidate(*each) for each in told)
        yield Match(
            zone,
            candidates[0].patient_id if zone == Zone.LINK else None,
            candidates,
            nobody,
            judge.version,
        )


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
