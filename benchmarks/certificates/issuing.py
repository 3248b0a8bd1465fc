"""Issue certificates into the database, to people with doses and none yet.

SOTIEM_HOME=DIR/home python -m benchmarks.with_django certificates.issuing --people N --processes N

The registry is one that `benchmarks.corrections --folder DIR --only fill` or
`benchmarks.entry --folder DIR` filled.
"""

import argparse
import sys
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Final, NamedTuple

from django.db import connection
from django.utils import timezone

from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import refresh_certificates
from sotiem.foundation.actors import machine
from sotiem.foundation.processes import side_by_side

AT_ONCE: Final = 1_000
LACKING: Final = """
SELECT DISTINCT dose.patient_id FROM doses_dose AS dose
WHERE NOT EXISTS (
    SELECT FROM certificates_certificate AS known WHERE known.patient_id = dose.patient_id
) ORDER BY 1 LIMIT %s
"""


class Took(NamedTuple):
    seconds: float
    processor: float  # of Python alone


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.certificates.issuing", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args(list(arguments))
    with connection.cursor() as cursor:
        cursor.execute(LACKING, [asked.people])
        people = [pk for (pk,) in cursor.fetchall()]
    before = Certificate.objects.count()
    shares = [people[number :: asked.processes] for number in range(asked.processes)]
    with side_by_side(processes=asked.processes) as each:
        took = list(each(issue, shares))
    issued = Certificate.objects.count() - before
    rate = sum(issued / asked.processes / one.seconds for one in took)
    each_took = 1_000_000 * sum(one.processor for one in took) / max(1, issued)
    sys.stdout.write(
        f"{issued:,} certificates, processes: {asked.processes}; {rate:,.0f} a second; "
        f"Python's processor {each_took:.0f} microseconds each\n"
    )


def issue(people: Sequence[int]) -> Took:
    """Issue to these people, a thousand in each transaction."""
    wall, processor = perf_counter(), process_time()
    for begin in range(0, len(people), AT_ONCE):
        refresh_certificates(
            patient_ids=people[begin : begin + AT_ONCE], by=machine("benchmark"), at=timezone.now()
        )
    return Took(perf_counter() - wall, process_time() - processor)
