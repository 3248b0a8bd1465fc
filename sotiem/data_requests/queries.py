"""Reading requests about personal data."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from sotiem.accounts.facts import Citizen, Role, Staff
from sotiem.data_requests import permissions
from sotiem.data_requests.models import DataAnswer, DataRequest
from sotiem.foundation.proof import disagreements

ROWS = 100


def requests_of(citizen: Citizen) -> list[DataRequest]:
    """Her requests, the newest first."""
    own = (
        Q(patient_id=citizen.patient_id)
        if citizen.patient_id is not None
        else Q(patient_id=None, phone=citizen.phone)
    )
    return list(DataRequest.objects.filter(own).order_by("-pk")[:ROWS])


def request_of(citizen: Citizen, code: str) -> DataRequest | None:
    """One of her requests; of others it is as if there is none."""
    found = DataRequest.objects.filter(code=code).first()
    return found if found is not None and permissions.is_own(citizen, found) else None


def waiting_for(by: Staff) -> list[DataRequest]:
    """What officers of these units must answer, what is due first at the top."""
    requests = DataRequest.objects.open().within(*by.jurisdictions(Role.OFFICER))
    return list(requests.order_by("due_at", "pk")[:ROWS])


def request_for(by: Staff, public_id: UUID) -> DataRequest | None:
    """One request, for officers of its unit; of others there is none."""
    found = DataRequest.objects.filter(public_id=public_id)
    request = found.select_related("patient__current").first()
    return request if request is not None and permissions.can_read(by, request) else None


def disagreements_on_record() -> Iterator[str]:
    """Name each letter that the trail does not vouch for."""
    yield from disagreements(
        DataAnswer.objects.all(), kind="dataanswer", facts_of=lambda answer: answer.facts
    )
