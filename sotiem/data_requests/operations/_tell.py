from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.corrections.rules import VIETNAM
from sotiem.data_requests.models import DataRequest
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once

# Her page of a request: its address stands in messages that outlive a release.
PAGE: Final = "/so-tiem/du-lieu-cua-toi/yeu-cau/"


def tell(request: DataRequest, what: str, *, at: datetime) -> None:
    """Tell who asked; the page itself opens by a code."""
    draft = Draft(
        phone=request.phone,
        purpose=f"data_request_{what}",
        once=f"data_request_{what}:{request.code}:{at:%Y%m%dT%H%M%S}",
        values={
            "code": request.code,
            "due": f"{request.due_at.astimezone(VIETNAM):%d/%m/%Y}",
            "address": f"{settings.PUBLIC_ADDRESS}{PAGE}{request.code}/",
        },
    )
    send_once(drafts=[draft], at=at)
