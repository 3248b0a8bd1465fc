from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.permissions import can_see
from sotiem.desk.models import DeskChoice, OpenPage
from sotiem.desk.rules import PAGE_IS_CLOSED_AFTER
from sotiem.foundation.refusals import require


@transaction.atomic
def note_open_page(*, report: CorrectionReport, by: Staff, at: datetime) -> None:
    """An officer has the page of this report open, now."""
    require(can_see(by, report))
    OpenPage.objects.update_or_create(report=report, user_id=by.user_id, defaults={"seen_at": at})


@transaction.atomic
def note_closed_page(*, report: CorrectionReport, by: Staff, at: datetime) -> None:
    """An officer has left the page of this report."""
    OpenPage.objects.filter(report=report, user_id=by.user_id).delete()


@transaction.atomic
def forget_closed_pages(*, at: datetime) -> int:
    """Forget who was at which page once."""
    return OpenPage.objects.filter(seen_at__lt=at - PAGE_IS_CLOSED_AFTER).delete()[0]


@transaction.atomic
def choose_keys(*, has_keys: bool, by: Staff, at: datetime) -> None:
    """An officer wants single keys on her desk, or does not."""
    DeskChoice.objects.update_or_create(user_id=by.user_id, defaults={"has_keys": has_keys})
