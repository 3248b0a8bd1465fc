"""What can happen to a request about personal data, and what is refused."""

from sotiem.data_requests.operations.answer import (
    AnswerIsIncomplete,
    RequestIsAnswered,
    answer_request,
)
from sotiem.data_requests.operations.appeal import NothingToAppeal, appeal_request
from sotiem.data_requests.operations.extend import ExtendedAlready, extend_request
from sotiem.data_requests.operations.note_export import note_export
from sotiem.data_requests.operations.submit import NothingAsked, submit_request

__all__ = [
    "AnswerIsIncomplete",
    "ExtendedAlready",
    "NothingAsked",
    "NothingToAppeal",
    "RequestIsAnswered",
    "answer_request",
    "appeal_request",
    "extend_request",
    "note_export",
    "submit_request",
]
