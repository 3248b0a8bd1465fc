from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.corrections.rules import unit_above
from sotiem.data_requests import permissions, rules
from sotiem.data_requests.facts import Item, RequestState
from sotiem.data_requests.models import DataRequest
from sotiem.data_requests.operations._move import held
from sotiem.data_requests.operations._tell import tell
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require


class NothingToAppeal(Refusal):
    """Only an answer is appealed, and once."""


@transaction.atomic
def appeal_request(*, request_id: int, words: str, by: Citizen, at: datetime) -> DataRequest:
    """Ask the unit above to answer once more, by a clock of its own."""
    request = held(request_id)
    require(permissions.is_own(by, request))
    if request.state != RequestState.ANSWERED or request.appealed_at is not None:
        raise NothingToAppeal
    request.state, request.path = RequestState.APPEALED, unit_above(request.path)
    request.appealed_at, request.appeal = at, words
    request.extended_at, request.extended_because = None, ""
    request.due_at = rules.due_at([Item(each) for each in request.items], at)
    request.save()
    audit.record(
        "data_request.appealed", request, by=by, at=at, patient_id=request.patient_id,
        request=request.code,
    )  # fmt: skip
    tell(request, "received", at=at)
    return request
