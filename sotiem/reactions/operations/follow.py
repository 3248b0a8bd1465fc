from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require
from sotiem.reactions import permissions, rules
from sotiem.reactions.events import ReactionFollowed
from sotiem.reactions.facts import SERIOUS, Deed, Outcome
from sotiem.reactions.models import Reaction, ReactionStep


class OutcomeIsNeeded(Refusal):
    """A reaction is closed with how it ended."""


@transaction.atomic
def follow_reaction(
    *, reaction_id: int, deed: Deed, outcome: Outcome, note: str, by: Staff, at: datetime
) -> Reaction:
    """Note what was done about a reaction. The same again changes nothing."""
    reactions = Reaction.objects.select_for_update(of=("self",))
    reaction = reactions.get(pk=reaction_id)
    require(permissions.can_follow(by, reaction))
    if deed == Deed.TO_HOSPITAL and outcome not in SERIOUS:
        outcome = Outcome.HOSPITALISED
    if deed == Deed.CLOSED and outcome == Outcome.UNKNOWN:
        raise OutcomeIsNeeded
    last = reaction.steps.order_by("-number").first()
    new = (str(deed), str(outcome), note.strip(), str(by))
    if last is not None and (last.deed, last.outcome, last.note, last.done_by) == new:
        return reaction
    _change(reaction, deed, outcome, at=at)
    ReactionStep.objects.create(
        reaction=reaction,
        number=last.number + 1 if last else 1,
        deed=deed,
        note=note.strip(),
        outcome=outcome,
        done_by=str(by),
        label=by.label,
        done_at=at,
    )
    audit.record(f"reaction.{deed}", reaction, by=by, at=at, patient_id=reaction.patient_id)
    events.publish(ReactionFollowed(reaction_id=reaction.pk, at=at))
    return reaction


def _change(reaction: Reaction, deed: Deed, outcome: Outcome, *, at: datetime) -> None:
    if outcome != Outcome.UNKNOWN:
        reaction.outcome = outcome
        reaction.is_serious = reaction.is_serious or outcome in SERIOUS
    reaction.is_open = deed != Deed.CLOSED
    reaction.due_at = rules.due_at(at, is_urgent=False) if reaction.is_open else None
    reaction.changed_at = at
    reaction.save()
