"""Who may ask, see and answer."""

from sotiem.accounts.facts import Citizen, Role, Staff
from sotiem.data_requests.models import DataRequest


def is_own(by: Citizen, request: DataRequest) -> bool:
    """About her own record, whatever phone she holds now; without one, from the same phone."""
    if request.patient_id is not None:
        return request.patient_id == by.patient_id
    return by.patient_id is None and by.phone == request.phone


def can_read(by: Staff, request: DataRequest) -> bool:
    return by.may(Role.OFFICER, request.path)


def can_answer(by: Staff, request: DataRequest) -> bool:
    """An officer of the unit; an appeal is never answered by who answered first."""
    earlier = set(request.answers.values_list("answered_by_id", flat=True))
    return by.may(Role.OFFICER, request.path) and by.user_id not in earlier
