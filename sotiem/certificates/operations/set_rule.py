from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.certificates import permissions
from sotiem.certificates.confirmation_queries import rules_in_force
from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.certificates.models import ConfirmationRule
from sotiem.certificates.rules import may_be
from sotiem.foundation import audit
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal, require


class SignatureIsSetSo(Refusal):
    """Doses that come this way are signed so already."""


class NotTheFacilitysWord(Refusal):
    """A facility can only review what it has not written itself."""


class RuleNeedsAReason(Refusal):
    """Who signs first is not changed without saying why."""


@transaction.atomic
def set_first_signature(
    *, way: DoseWay, step: FirstSignature, reason: str, by: Staff, at: datetime
) -> ConfirmationRule:
    """From now on doses that come this way are signed so before the centre signs.

    What is on record stays under the rule under which it came.
    """
    require(permissions.can_set_signatures(by))
    hold(Lock.SETTING_SIGNATURES)
    if not reason.strip():
        raise RuleNeedsAReason
    if not may_be(way, step):
        raise NotTheFacilitysWord
    if rules_in_force(at=at)[way][0] == step:
        raise SignatureIsSetSo
    rule = ConfirmationRule.objects.create(
        way=way, step=step, from_at=at, reason=reason.strip(), set_by=str(by)
    )
    audit.record(
        "confirmation_rule.set",
        rule,
        by=by,
        at=at,
        reason=rule.reason,
        way=str(way),
        step=str(step),
    )
    return rule
