from datetime import datetime

from django.db import transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching import permissions
from sotiem.matching.models import MatchModel, ModelSwitch
from sotiem.matching.queries import active_judge
from sotiem.matching.rules.judge import shipped_versions


class UnknownModel(Refusal):
    """No model has this version."""


class SwitchNeedsAReason(Refusal):
    """Why another model judges from now on must be said."""


class ModelJudgesAlready(Refusal):
    """This model is the one that judges now."""


@transaction.atomic
def switch_model(*, version: str, reason: str, by: Actor, at: datetime) -> ModelSwitch:
    """From now on this model judges. Earlier decisions keep the version that made them."""
    require(permissions.can_switch_model(by))
    reason = reason.strip()
    if not reason:
        raise SwitchNeedsAReason
    if (
        version not in shipped_versions()
        and not MatchModel.objects.filter(version=version).exists()
    ):
        raise UnknownModel
    if version == active_judge().version:
        raise ModelJudgesAlready
    switch = ModelSwitch.objects.create(
        version=version, reason=reason, switched_by=str(by), switched_at=at
    )
    audit.record("match_model.switched", switch, by=by, at=at, version=version)
    return switch
