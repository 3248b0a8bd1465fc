"""A session's search and its saving as the entry page will call them, database included.

python -m benchmarks.with_django entry.online PEOPLE.parquet CLERKS SECONDS SEED EVERY

Clerks are threads of this process, as they are of one process of the web server. Each serves
somebody in EVERY seconds, at moments of their own; 0: without a pause.
"""

import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from benchmarks.entry.clerks import Timed
from benchmarks.entry.desk import SEXES
from benchmarks.entry.people import Comers, Person
from benchmarks.entry.table import table
from benchmarks.entry.world import open_one
from sotiem.accounts.facts import Staff
from sotiem.campaigns.facts import CautionCode, EntrySaid
from sotiem.campaigns.looking import look
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import (
    DoseIsInDoubt,
    enter_dose,
)
from sotiem.foundation.actors import machine
from sotiem.patients.facts import PatientFacts

BY: Final = machine("benchmark")
ACCEPTED: Final = frozenset(code.value for code in CautionCode)


def main(arguments: Sequence[str]) -> None:
    """Let the clerks enter doses for so long, and print how long each call took."""
    on_record, clerks, seconds, seed, every = arguments
    session, by, lot = open_one()
    comers, timed = Comers(Path(on_record), seed=int(seed)), Timed()
    started = time.perf_counter()
    until = started + float(seconds)

    def work(random: Random) -> None:
        time.sleep(random.uniform(0, float(every)))
        while time.perf_counter() < until:
            time.sleep(random.uniform(0.5, 1.5) * float(every))
            _serve(session, _said(next(comers), lot), by, timed)
            connection.close()  # back to the pool, as after a request

    threads = [threading.Thread(target=work, args=(Random(n),)) for n in range(int(clerks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timed.seconds = time.perf_counter() - started
    sys.stdout.write(table(timed))


def _serve(session: VaccinationSession, said: EntrySaid, by: Staff, timed: Timed) -> None:
    begun = time.perf_counter()
    look(session, said, at=timezone.now(), with_registry=True)
    seen = time.perf_counter()
    try:
        enter_dose(session_id=session.pk, said=said, by=by, at=timezone.now())
    except DoseIsInDoubt:
        timed.wrong.append("save in doubt")
    timed.times["look"].append(1000 * (seen - begun))
    timed.times["save"].append(1000 * (time.perf_counter() - seen))


def _said(person: Person, lot: str) -> EntrySaid:
    facts = person._asdict() | {"sex": SEXES.get(person.sex, "")}
    return EntrySaid(
        client_id=uuid4(),
        person=PatientFacts(**facts),
        lot_number=lot,
        given_at=timezone.now(),
        accepted=ACCEPTED,
    )
