"""Run `main` of a benchmark's module that needs Django and the database of SOTIEM_HOME.

python -m benchmarks.with_django MODULE ARGUMENT ...
"""

import sys

from sotiem.runtime.cli.lazy import call_with_django

if __name__ == "__main__":
    call_with_django(f"benchmarks.{sys.argv[1]}:main", arguments=sys.argv[2:])
