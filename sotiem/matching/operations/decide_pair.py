from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching import permissions
from sotiem.matching.models import MatchPair
from sotiem.matching.operations._link import evidence_of, hold_pair, links_between, origin_of
from sotiem.matching.states import Verdict
from sotiem.patients.facts import LinkReason, UnlinkReason
from sotiem.patients.operations import link_patients, unlink_patients


class SomebodyDecidedMeanwhile(Refusal):
    """The pair has another verdict than the one that was on the screen."""


@transaction.atomic
def decide_pair(
    *, pair_id: int, verdict: Verdict, note: str, known: str, by: Staff, at: datetime
) -> MatchPair:
    """Say whether two records are one person's: join them, part them, or leave them as they are.

    `known` is the verdict that was on the screen, empty for none. The same verdict again changes
    nothing. Another one is a correction: first what the earlier verdict did is taken back.
    """
    pair = _held(pair_id, by)
    if pair.verdict == verdict:
        return pair
    if pair.verdict != known:
        raise SomebodyDecidedMeanwhile
    _take_back_links(pair, by=by, at=at)
    if verdict == Verdict.SAME:
        link_patients(
            one_id=pair.one_id,
            other_id=pair.other_id,
            reason=LinkReason.REVIEWED,
            evidence=evidence_of(pair),
            origin=origin_of(pair),
            by=by,
            at=at,
        )
    elif verdict == Verdict.DIFFERENT:
        for link in links_between(pair).in_force():
            unlink_patients(link_id=link.pk, reason=UnlinkReason.ANOTHER_PERSON, by=by, at=at)
    _write(pair, verdict, note, by=by, at=at)
    return pair


@transaction.atomic
def take_back_verdict(*, pair_id: int, by: Staff, at: datetime) -> MatchPair:
    """Undo a verdict: the records are as they were before it, and the pair waits again."""
    pair = _held(pair_id, by)
    if pair.verdict:
        _take_back_links(pair, by=by, at=at)
        _write(pair, "", "", by=by, at=at)
    return pair


def _held(pair_id: int, by: Staff) -> MatchPair:
    pair = hold_pair(pair_id)
    require(permissions.can_decide_pair(by, pair))
    return pair


def _take_back_links(pair: MatchPair, *, by: Staff, at: datetime) -> None:
    """End the link that the verdict made; make again those that it ended."""
    if pair.decided_at is None:
        return
    if pair.verdict == Verdict.SAME:
        made = (
            links_between(pair)
            .in_force()
            .filter(reason=LinkReason.REVIEWED, origin=origin_of(pair), linked_at=pair.decided_at)
        )
        for link in made:
            unlink_patients(link_id=link.pk, reason=UnlinkReason.BY_MISTAKE, by=by, at=at)
    elif pair.verdict == Verdict.DIFFERENT:
        ended = links_between(pair).filter(
            ended_reason=UnlinkReason.ANOTHER_PERSON, ended_at=pair.decided_at
        )
        for link in ended:
            link_patients(
                one_id=link.one_id,
                other_id=link.other_id,
                reason=LinkReason(link.reason),
                evidence=link.evidence,
                origin=link.origin,
                by=by,
                at=at,
            )


def _write(pair: MatchPair, verdict: str, note: str, *, by: Staff, at: datetime) -> None:
    was = pair.verdict
    pair.verdict, pair.note = verdict, note
    pair.decided_by, pair.decided_at = (str(by), at) if verdict else ("", None)
    pair.save(update_fields=["verdict", "note", "decided_by", "decided_at"])
    _leave_traces(pair, was=was, by=by, at=at)


def _leave_traces(pair: MatchPair, *, was: str, by: Staff, at: datetime) -> None:
    """One on each record, so that whoever reads either's trail sees it."""
    verdict = str(pair.verdict)
    notes = [
        audit.Note(
            action="match_pair.decided" if verdict else "match_pair.taken_back",
            object_kind="matchpair",
            object_id=pair.pk,
            patient_id=patient_id,
            details={
                "pair": str(pair.public_id),
                "verdict": verdict,
                "was": str(was),
                "said": audit.digest_of({"verdict": verdict, "note": pair.note}),
            },
        )
        for patient_id in (pair.one_id, pair.other_id)
    ]
    audit.record_many(notes, by=by, at=at)
