"""What a model is learned from: the registry compared with itself, and what officers decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self
from uuid import UUID

import numpy as np
from django.db import connection

from sotiem.matching.candidates import Candidates
from sotiem.matching.models import MatchPair
from sotiem.matching.rules.compare import SIZES, Levels, compare
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.learn import Labelled
from sotiem.matching.rules.records import Records, Traits
from sotiem.matching.states import Verdict

# Of a hundred verdicts so many are fitted to, so many calibrated with; the others stay unseen.
FITTED: Final = 60
CALIBRATED: Final = 20
PEOPLE_COMPARED: Final = 20_000
SOME_PEOPLE: Final = f"""
SELECT patient_id, {", ".join(Traits._fields)} FROM matching_patienttrait
ORDER BY md5(patient_id::text) LIMIT %s
"""

Row = tuple[Mapping[str, int], bool]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What officers said of pairs, in three parts that a pair falls into by its number alone."""

    fitted: Labelled
    calibrated: Labelled
    unseen: Labelled
    left_out: int  # judged before a field existed that is compared now

    @classmethod
    def on_record(cls) -> Self:
        """All pairs of which somebody said that they are, or are not, one person's."""
        decided = MatchPair.objects.filter(verdict__in=[Verdict.SAME, Verdict.DIFFERENT])
        rows = decided.order_by("pk").values_list("public_id", "levels", "verdict")
        parts: tuple[list[Row], ...] = ([], [], [])
        left_out = 0
        for public_id, levels, verdict in rows.iterator():
            if all(0 <= levels.get(field, -1) < size for field, size in SIZES.items()):
                parts[cls.part_of(public_id)].append((levels, verdict == Verdict.SAME))
            else:
                left_out += 1
        fitted, calibrated, unseen = map(_labelled, parts)
        return cls(fitted, calibrated, unseen, left_out)

    @staticmethod
    def part_of(public_id: UUID) -> int:
        """0, 1 or 2: fitted, calibrated, unseen."""
        drawn = int.from_bytes(blake2b(public_id.bytes, digest_size=4).digest()) % 100
        return (drawn >= FITTED) + (drawn >= FITTED + CALIBRATED)

    @property
    def parts(self) -> tuple[Labelled, Labelled, Labelled]:
        return self.fitted, self.calibrated, self.unseen

    @property
    def same(self) -> int:
        return sum(int(part.is_person.sum()) for part in self.parts)

    @property
    def different(self) -> int:
        return sum(part.number for part in self.parts) - self.same

    def counts(self) -> dict[str, int]:
        return {
            "fitted": self.fitted.number,
            "calibrated": self.calibrated.number,
            "unseen": self.unseen.number,
            "same": self.same,
            "different": self.different,
            "left_out": self.left_out,
        }


def registry_levels(judge: Judge) -> Levels:
    """Some people on record, compared with all who resemble them: what no person has judged."""
    with connection.cursor() as cursor:
        cursor.execute(SOME_PEOPLE, [PEOPLE_COMPARED])
        rows = cursor.fetchall()
    ids = np.array([row[0] for row in rows])
    people = Records.of(Traits(*row[1:]) for row in rows)
    found = Candidates.of(people)
    others = np.flatnonzero(ids[found.claims] != found.patients) if rows else found.claims
    claims, records = found.claims[others], found.people.take(others)
    return compare(
        people.take(claims),
        records,
        phone_shared_by=found.phone_shared_by[claims],
        namesakes=judge.namesakes(records.name),
    )


def _labelled(rows: Iterable[Row]) -> Labelled:
    """Each pair is a question of its own: this one, or nobody."""
    told = list(rows)
    levels = {
        field: np.array([levels[field] for levels, _ in told], dtype=np.uint8) for field in SIZES
    }
    is_person = np.array([is_same for _, is_same in told], dtype=np.bool_)
    return Labelled(levels, np.arange(len(told)), is_person, len(told))
