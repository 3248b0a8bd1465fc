"""What can happen to vaccines: the lists of the program are loaded, the schedule set."""

from sotiem.foundation.bulk import Loaded
from sotiem.vaccines.operations.load import load_vaccines
from sotiem.vaccines.operations.set_schedule import (
    ScheduleLineIsKept,
    ScheduleLineWrong,
    set_schedule,
)

__all__ = ["Loaded", "ScheduleLineIsKept", "ScheduleLineWrong", "load_vaccines", "set_schedule"]
