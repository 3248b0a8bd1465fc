from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.rules import VIETNAM
from sotiem.data_requests import permissions, rules
from sotiem.data_requests.facts import BASES, Item, RequestState, Verdict
from sotiem.data_requests.models import DataAnswer, DataRequest
from sotiem.data_requests.operations._erase import erase
from sotiem.data_requests.operations._move import held
from sotiem.data_requests.operations._tell import tell
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.foundation.sequences import next_ids


class RequestIsAnswered(Refusal):
    """Nothing waits for an answer here."""


class AnswerIsIncomplete(Refusal):
    """Each item is deleted, or kept on a basis; the record itself is always kept."""


@transaction.atomic
def answer_request(
    *, request_id: int, verdicts: Mapping[Item, Verdict], words: str, by: Staff, at: datetime
) -> DataAnswer:
    """Answer by a numbered letter; what is agreed to is deleted in the same transaction."""
    request = held(request_id)
    require(permissions.can_answer(by, request))
    if not request.is_open:
        raise RequestIsAnswered
    if not rules.is_complete(request.items, verdicts):
        raise AnswerIsIncomplete
    told = [_carried_out(request, item, verdicts[item], by, at) for item in sorted(verdicts)]
    (number,) = next_ids(DataAnswer, 1)
    answer = DataAnswer(
        pk=number,
        request=request,
        number=f"{number}/{at.astimezone(VIETNAM).year}/TL-DLCN",
        addressee=request.patient.current.full_name if request.patient else "",
        path=request.path,
        verdicts=told,
        words=words.strip(),
        answered_by_id=by.user_id,
        answered_at=at,
    )
    answer.save(force_insert=True)
    request.state = RequestState.ANSWERED
    request.save(update_fields=["state"])
    audit.record(
        "data_request.answered", answer, by=by, at=at, patient_id=request.patient_id,
        digest=audit.digest_of(answer.facts), request=request.code,
        deleted=[one["item"] for one in told if one["deleted"]],
    )  # fmt: skip
    tell(request, "answered", at=at)
    return answer


def _carried_out(
    request: DataRequest, item: Item, verdict: Verdict, by: Staff, at: datetime
) -> dict[str, object]:
    if verdict.delete:
        number = erase(item, request, by=by, at=at)
        return {"item": item.value, "deleted": True, "number": number}
    basis = BASES[verdict.basis]
    return {
        "item": item.value,
        "deleted": False,
        "law": basis.law,
        "words_vi": basis.words_vi,
        "words_en": basis.words_en,
    }
