"""`sotiem demo` with a country of two facilities: `python -m tests.stories.small_demo PORT`."""

import sys

from sotiem.runtime.demo import run_demo
from sotiem.sample import country

PEOPLE = 360

if __name__ == "__main__":
    country.PROVINCES = (("79", "079", 2, PEOPLE),)  # type: ignore[assignment, misc]
    run_demo(port=int(sys.argv[1]), reset=False)
