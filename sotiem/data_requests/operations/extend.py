from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.data_requests import permissions, rules
from sotiem.data_requests.models import DataRequest
from sotiem.data_requests.operations._move import held
from sotiem.data_requests.operations._tell import tell
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require


class ExtendedAlready(Refusal):
    """The law gives more time once, to what is not answered yet."""


@transaction.atomic
def extend_request(*, request_id: int, reason: str, by: Staff, at: datetime) -> DataRequest:
    """Take more time, once, and say why."""
    request = held(request_id)
    require(permissions.can_answer(by, request))
    if not request.is_open or request.extended_at is not None:
        raise ExtendedAlready
    request.due_at = rules.extended(request.due_at)
    request.extended_at, request.extended_because = at, reason
    request.save(update_fields=["due_at", "extended_at", "extended_because"])
    audit.record(
        "data_request.extended", request, by=by, at=at, patient_id=request.patient_id,
        reason=reason, request=request.code,
    )  # fmt: skip
    tell(request, "extended", at=at)
    return request
