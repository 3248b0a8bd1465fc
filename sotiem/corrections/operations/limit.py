from datetime import datetime, timedelta
from typing import Final

from sotiem.foundation import limits
from sotiem.foundation.refusals import TooManyRequests

REPORTS_PER_PHONE: Final = 30
CHECKS_PER_PHONE: Final = 100
LOOKS_PER_ADDRESS: Final = 600
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class TooManyReports(TooManyRequests):
    """So many reports come from one phone in a day; details: most, minutes."""


def spend_report(*, phone: str, at: datetime) -> None:
    """Count a report of a phone, by whatever channel, in the transaction that keeps it: of what is
    refused nothing is counted."""
    try:
        limits.spend("report", phone, limit=REPORTS_PER_PHONE, per=_DAY, at=at)
    except TooManyRequests as refusal:
        minutes = refusal.details["minutes"]
        raise TooManyReports(most=REPORTS_PER_PHONE, minutes=minutes) from None


def spend_photo_check(*, phone: str, at: datetime) -> bool:
    """Whether photos of a phone may be looked at once more today; outside a transaction."""
    try:
        limits.spend("photo_check", phone, limit=CHECKS_PER_PHONE, per=_DAY, at=at)
    except TooManyRequests:
        return False
    return True


def spend_look(*, address: str, at: datetime) -> None:
    """Count a look at the public page of a code: nobody finds one by trying. Many people share an
    address, so it is many looks an hour."""
    limits.spend("look", address, limit=LOOKS_PER_ADDRESS, per=_HOUR, at=at)
