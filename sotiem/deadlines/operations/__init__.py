"""What can happen to deadlines and their figures, and what is refused."""

from sotiem.deadlines.operations.choose_phone import NotAPhone, choose_phone
from sotiem.deadlines.operations.count import count_open_deadlines, count_standings
from sotiem.deadlines.operations.follow import (
    count_dose_amended,
    count_doses_amended,
    count_doses_recorded,
    count_doses_withdrawn,
)
from sotiem.deadlines.operations.make_exception import (
    ExceptionIsNotLater,
    ExceptionNeedsAReason,
    make_exception,
)
from sotiem.deadlines.operations.rebuild import rebuild_figures
from sotiem.deadlines.operations.remind import remind_facilities
from sotiem.deadlines.operations.set_deadline import DaysAreNotInOrder, set_deadline
from sotiem.deadlines.operations.total import add_up

__all__ = [
    "DaysAreNotInOrder",
    "ExceptionIsNotLater",
    "ExceptionNeedsAReason",
    "NotAPhone",
    "add_up",
    "choose_phone",
    "count_dose_amended",
    "count_doses_amended",
    "count_doses_recorded",
    "count_doses_withdrawn",
    "count_open_deadlines",
    "count_standings",
    "make_exception",
    "rebuild_figures",
    "remind_facilities",
    "set_deadline",
]
