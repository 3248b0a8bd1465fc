"""Pairs of invented people who may be one."""

from dataclasses import replace
from datetime import UTC, datetime

from sotiem.foundation.actors import machine
from sotiem.matching.facts import Zone
from sotiem.matching.models import MatchModel, MatchPair
from sotiem.matching.operations import JudgedPair, record_pairs
from sotiem.matching.rules.judge import shipped, shipped_versions
from sotiem.matching.rules.levels import Born, Name, Number, Part, Phone, Place, Sex
from sotiem.patients.models import Patient
from tests.factories import patients, reference

AT = datetime(2021, 10, 5, 3, tzinfo=UTC)
LEVELS = {
    "name": int(Name.TONES_DIFFER),
    "given": int(Part.TONES_DIFFER),
    "surname": int(Part.EQUAL),
    "born": int(Born.SWAPPED),
    "cccd": int(Number.LACKED),
    "cmnd": int(Number.MISSING),
    "bhyt": int(Number.MISSING),
    "phone": int(Phone.EQUAL),
    "sex": int(Sex.EQUAL),
    "place": int(Place.COMMUNE),
    "rarity": 3,
}


def twice(number: int = 0) -> tuple[Patient, Patient]:
    """One person with two records that differ in a tone, the birth day, and a number."""
    known = replace(
        patients.facts(phone=f"09012345{number:02}", cccd=f"0791870012{number:02}"),
        commune_id=reference.commune().pk,
    )
    again = replace(known, full_name="Nguyễn Thị Bão Lộc", birth_date="1987-03-04", cccd="")
    return patients.patient(known), patients.patient(again)


def judged(
    one: Patient, other: Patient, *, probability: float = 0.97, zone: Zone = Zone.REVIEW
) -> JudgedPair:
    return JudgedPair(one.pk, other.pk, probability, LEVELS, zone)


def keep(*pairs: JudgedPair, link: bool = False, version: str = "2026-1") -> list[MatchPair]:
    """What a run of a model found, as kept."""
    record_pairs(
        pairs=pairs,
        model_version=version,
        origin="test",
        by=machine("test"),
        at=AT,
        link=link,
    )
    return [MatchPair.objects.get(one_id=min(pair[:2]), other_id=max(pair[:2])) for pair in pairs]


def waiting(number: int = 0, *, probability: float = 0.97) -> MatchPair:
    """A pair that somebody must look at."""
    return keep(judged(*twice(number), probability=probability))[0]


def linked(number: int = 0, *, probability: float = 0.9995) -> MatchPair:
    """A pair that the machine has linked."""
    return keep(judged(*twice(number), probability=probability, zone=Zone.LINK), link=True)[0]


def model(version: str = "2026-thu") -> MatchModel:
    """A learned model."""
    return MatchModel.objects.create(
        version=version,
        content=shipped(shipped_versions()[-1]).to_json(),
        evaluation={"f1": 0.9957, "ece": 0.003, "automatic": 0.871},
        made_by="machine:test",
        made_at=AT,
    )
