from datetime import datetime

from django.db import transaction

from sotiem.foundation.actors import Actor
from sotiem.matching.models import MatchPair
from sotiem.matching.states import Verdict
from sotiem.patients.facts import LinkReason
from sotiem.patients.models import LinkQuerySet, PatientLink
from sotiem.patients.operations import link_patients, lock_patients
from sotiem.patients.queries import wholes_of


@transaction.atomic
def link_pair(*, pair_id: int, by: Actor, at: datetime) -> PatientLink | None:
    """Join the two records of a certain pair, unless a person told apart who would be joined."""
    pair = hold_pair(pair_id)
    if pair.verdict or not pair.is_automatic:
        return None
    if _were_told_apart(pair):
        pair.is_automatic = False
        pair.save(update_fields=["is_automatic"])
        return None
    return link_patients(
        one_id=pair.one_id,
        other_id=pair.other_id,
        reason=LinkReason.MATCHED,
        evidence=evidence_of(pair),
        origin=origin_of(pair),
        by=by,
        at=at,
    )


def evidence_of(pair: MatchPair) -> dict[str, object]:
    """What the machine knew of a pair: codes and numbers only."""
    return {"probability": pair.probability, "model": pair.model_version, "levels": pair.levels}


def origin_of(pair: MatchPair) -> str:
    return f"match_pair:{pair.public_id}"


def hold_pair(pair_id: int) -> MatchPair:
    """Hold both records, then the pair: everyone takes them in this order."""
    pair = MatchPair.objects.get(pk=pair_id)
    lock_patients([pair.one_id, pair.other_id])
    return MatchPair.objects.select_for_update(of=("self",)).get(pk=pair_id)


def links_between(pair: MatchPair) -> LinkQuerySet:
    """All links the two records ever had with each other, oldest first."""
    links = PatientLink.objects.filter(one_id=pair.one_id, other_id=pair.other_id)
    return links.order_by("pk")


def _were_told_apart(pair: MatchPair) -> bool:
    """Whether the two were parted before, or a verdict parts some of those they would join."""
    wholes = wholes_of([pair.one_id, pair.other_id])
    one, other = wholes[pair.one_id], wholes[pair.other_id]
    apart = MatchPair.objects.filter(verdict=Verdict.DIFFERENT)
    return (
        links_between(pair).filter(ended_at__isnull=False).exists()
        or apart.filter(one_id__in=one, other_id__in=other).exists()
        or apart.filter(one_id__in=other, other_id__in=one).exists()
    )
