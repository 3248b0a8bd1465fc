"""Reports as an earlier channel exported them, and what would be right to answer to each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from benchmarks.corrections import words
from benchmarks.corrections.reality import Given, Reality
from benchmarks.people.doses import NAMES
from benchmarks.people.spelling import bare

PERSON: Final = (
    "full_name", "birth_date", "sex", "cccd", "cmnd", "province", "district", "ward",
)  # fmt: skip
COLUMNS: Final = (
    "source_id", "sent_at", "sender_phone", *PERSON,
    "kind", "vaccine", "given_on", "lot", "facility", "story", "photo",
)  # fmt: skip
TRUTH: Final = ("source_id", "person_id", "kind", "right", "why", "dose_id")
ACCEPT, REFUSE, ALREADY, JOINED, UNCLEAR = "accept", "refuse", "already", "joined", "unclear"

# Of a thousand reports, what happened before them.
SHARES: Final = {
    "late": 330, "late_remembered": 35, "never_entered": 335, "again": 110, "dose_wrong": 45,
    "person_wrong": 50, "relatives_dose": 30, "copied_slip": 15, "impossible": 15,
    "never_received": 15, "swarm": 20,
}  # fmt: skip
HELD_FACILITIES: Final = 20
_HELD: Final = 0.6  # of the doses missing there: their rows lie in a sheet
_SHARED_PHOTO: Final = 500
_SENT_AGAIN_WITHIN: Final = 3_000
_NO_PHOTO: Final = 0.08
_NEAR: Final = 14  # days
_TRIES: Final = 30
_NOT_THERE_YET: Final = date(2021, 1, 15)

Row = dict[str, str]


class Truth(NamedTuple):
    """What is true of a report, and what would be right to answer."""

    source_id: str
    person_id: str
    kind: str
    right: str
    why: str
    dose_id: str = ""


@dataclass
class Held:
    """A row that a facility sent in a sheet, and that was not taken."""

    person_id: str
    dose: Given


@dataclass
class Writer:
    """Writes the reports one by one; each changes what the registry holds as its story wants it."""

    world: Reality
    random: Random
    doses: Mapping[str, Sequence[Given]]
    on_record: Mapping[str, Row]
    swarm_most: int
    held: list[Held] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    spoken_for: set[str] = field(default_factory=set)
    swarm: int = 0

    def __post_init__(self) -> None:
        self._held_at = set(self.world.busy[: min(HELD_FACILITIES, len(self.world.busy) // 4 + 1)])
        self._any = [dose for some in self.doses.values() for dose in some]
        self._at: defaultdict[str, list[Given]] = defaultdict(list)
        for dose in self._any:
            self._at[dose.facility].append(dose)

    def write(self, typed: Row, person_id: str) -> None:
        """One report of the person who typed herself so."""
        kind = self._drawn(person_id)
        said, truth = getattr(self, f"_{kind}")(typed, person_id)
        sent = said.pop("sent", None) or self._sent(said, truth)
        row = dict.fromkeys(COLUMNS, "") | {name: typed[name] for name in PERSON}
        row |= {
            "source_id": f"HCM-{len(self.rows) + 1:07}",
            "sent_at": sent,
            "sender_phone": typed["phone"],
            "kind": "dose_missing" if self.random.random() < 0.7 else "",
            "story": words.story(self.random),
            "photo": "" if self.random.random() < _NO_PHOTO else f"{len(self.rows) + 1:07}.jpg",
        }
        self.rows.append(row | said)
        self.truths.append(truth._replace(source_id=row["source_id"]))

    def _drawn(self, person_id: str) -> str:
        if not person_id:
            return "unknown"
        kind: str = self.random.choices(list(SHARES), list(SHARES.values()))[0]
        if kind == "swarm" and self.swarm >= self.swarm_most:
            kind = "never_entered"
        if kind == "again" and len(self.rows) < 2:
            kind = "late"
        if person_id in self.spoken_for and kind in ("person_wrong", "dose_wrong", "never_entered"):
            kind = "late"
        free = [dose for dose in self.doses.get(person_id, ()) if dose.dose_id not in self.used]
        if not free and kind in ("late", "late_remembered", "never_entered", "dose_wrong"):
            kind = "relatives_dose"
        return kind

    def _take(self, person_id: str) -> Given:
        free = [dose for dose in self.doses[person_id] if dose.dose_id not in self.used]
        dose = self.random.choice(free)
        self.used.add(dose.dose_id)
        self.spoken_for.add(person_id)
        return dose

    def _late(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        dose = self._take(person_id)
        why = "it was entered after she had reported it"
        return words.claim(self.random, dose), Truth(
            "", person_id, "late", ALREADY, why, dose.dose_id
        )

    def _late_remembered(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        dose = self._take(person_id)
        truth = Truth(
            "", person_id, "late_remembered", UNCLEAR, "she remembers it otherwise", dose.dose_id
        )
        return words.remembered(self.random, dose), truth

    def _never_entered(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        dose = self._take(person_id)
        self.world.never_entered.add(dose.dose_id)
        kind, why = "missing", "given, and never entered"
        if dose.facility in self._held_at and self.random.random() < _HELD:
            self.held.append(Held(person_id, dose))
            kind, why = "held", "given; its row lies in a sheet of the facility"
        return words.claim(self.random, dose), Truth("", person_id, kind, ACCEPT, why, dose.dose_id)

    def _dose_wrong(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        dose = self._take(person_id)
        self.world.enter_otherwise(self.random, dose)
        said = words.claim(self.random, dose) | {"kind": "dose_wrong", "lot": dose.lot}
        why = "entered with another day, lot or vaccine"
        return said, Truth("", person_id, "dose_wrong", ACCEPT, why, dose.dose_id)

    def _person_wrong(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        true = self.on_record[person_id]
        self.world.misrecord(self.random, true)
        self.spoken_for.add(person_id)
        said = {name: true[name] for name in PERSON} | {"kind": "person_wrong"}
        why = "another name or birth date is on record"
        return said, Truth("", person_id, "person_wrong", ACCEPT, why)

    def _relatives_dose(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        """Somebody else was vaccinated then; in good faith she takes it for hers."""
        why = "she did not receive this dose"
        truth = Truth("", person_id, "relatives_dose", REFUSE, why)
        return words.claim(self.random, self._not_hers(person_id)), truth

    def _not_hers(self, person_id: str) -> Given:
        """A dose of somebody else where she was vaccinated, on no day near any of hers."""
        hers = self.doses.get(person_id, ())
        there = self._at[self.random.choice(hers).facility] if hers else self._any
        for some in (there, self._any):
            for _ in range(_TRIES):
                dose = self.random.choice(some)
                if all(abs((dose.day - own.day).days) > _NEAR for own in hers):
                    return dose
        raise LookupError("everybody was vaccinated on the same days")

    def _copied_slip(self, typed: Row, person_id: str) -> tuple[Row, Truth]:
        """Somebody else's slip under her name; one photo serves many."""
        said, truth = self._relatives_dose(typed, person_id)
        photo = f"slip-{self.random.randrange(1 + len(self.rows) // (50 * _SHARED_PHOTO))}.jpg"
        return said | {"photo": photo}, truth._replace(
            kind="copied_slip", why="a slip sold to many"
        )

    def _impossible(self, typed: Row, person_id: str) -> tuple[Row, Truth]:
        """A day to come, a day before there was a vaccine, or a product the place never had."""
        said, truth = self._relatives_dose(typed, person_id)
        sent = self._sent(said, truth)
        chance = self.random.random()
        if chance < 0.4:
            said |= {"given_on": f"{date.fromisoformat(sent[:10]) + timedelta(days=30):%d/%m/%Y}"}
        elif chance < 0.7:
            early = _NOT_THERE_YET - timedelta(days=self.random.randrange(300))
            said |= {"given_on": f"{early:%d/%m/%Y}"}
        else:
            said |= {"vaccine": self.random.choice(NAMES[4:]), "lot": "XX0000"}
        return said | {"sent": sent}, truth._replace(kind="impossible", why="cannot have been")

    def _never_received(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        known = self.doses.get(person_id) or [self.random.choice(self._any)]
        said = words.claim(self.random, self.random.choice(known)) | {"kind": "never_received"}
        return said, Truth("", person_id, "never_received", UNCLEAR, "only the facility can tell")

    def _swarm(self, typed: Row, person_id: str) -> tuple[Row, Truth]:
        """One telephone that reports for thousands."""
        self.swarm += 1
        said, truth = self._relatives_dose(typed, person_id)
        said |= {"sender_phone": "0901234567"}
        return said, truth._replace(kind="swarm", why="one telephone reports for everybody")

    def _unknown(self, _: Row, person_id: str) -> tuple[Row, Truth]:
        dose = self.random.choice(self._any)
        said = words.claim(self.random, dose)
        return said, Truth("", "", "unknown", ACCEPT, "she is not on record at all, and was there")

    def _again(self, _: Row, __: str) -> tuple[Row, Truth]:
        """She sends again what she, or her daughter, has sent before."""
        first = max(0, len(self.rows) - _SENT_AGAIN_WITHIN)
        at = self.random.randrange(first, len(self.rows))
        before, truth = self.rows[at], self.truths[at]
        if truth.right.startswith(JOINED):
            at = int(truth.right.removeprefix(f"{JOINED}:HCM-")) - 1
            before, truth = self.rows[at], self.truths[at]
        sent = date.fromisoformat(before["sent_at"][:10]) + timedelta(
            days=self.random.randrange(14)
        )
        again = {
            name: before[name] for name in (*PERSON, "sender_phone", "kind", "lot", "facility")
        }
        again |= {name: before[name] for name in ("vaccine", "given_on")}
        again["sent"] = f"{sent}T21:{self.random.randrange(60):02}"
        chance = self.random.random()
        if chance < 0.15:
            again["full_name"] = bare(before["full_name"])
        elif chance < 0.25:
            again["sender_phone"] = f"09{self.random.randrange(10**8):08}"
        elif chance < 0.35:
            again["cccd"] = again["cmnd"] = ""
        right = f"{JOINED}:{before['source_id']}"
        return again, Truth("", truth.person_id, "again", right, "sent before", truth.dose_id)

    def _sent(self, said: Row, truth: Truth) -> str:
        day = _day_of(said.get("given_on", "")) or date(2021, 10, 1)
        sent = max(day, date(2021, 8, 1)) + timedelta(days=self.random.randrange(3, 60))
        return f"{sent}T{self.random.randrange(6, 23):02}:{self.random.randrange(60):02}"


def _day_of(text: str) -> date | None:
    if not text:
        return None
    return date.fromisoformat("-".join(reversed(text.split("/"))))
