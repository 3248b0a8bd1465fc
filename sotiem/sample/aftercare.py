"""What people of the sample's sessions say of their doses, and what they feel after them."""

from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sotiem.accounts.facts import Citizen, Staff
from sotiem.facilities.models import Facility
from sotiem.reactions.facts import About, Deed, Outcome, Reporter, Said, Sign
from sotiem.reactions.models import Reaction
from sotiem.reactions.operations import follow_reaction, report_reaction
from sotiem.readbacks.facts import Field, Wrong
from sotiem.readbacks.models import Readback
from sotiem.readbacks.operations import say_right, say_wrong
from sotiem.readbacks.queries import find_readback, person_of, seen_of, token_of
from sotiem.sample import staff

RIGHT: Final = 4


def say_how_it_was(facility: Facility, random: Random, *, now: datetime) -> None:
    """Of today's session some say right and one says wrong; three people felt something."""
    clerk = staff.clerk_of(facility, at=now)
    of_facility = Readback.objects.filter(session__facility=facility).order_by("pk")
    readbacks = [_whole(one) for one in of_facility]
    today = [one for one in readbacks if one.session.status == "open"]
    for one in today[:RIGHT]:
        say_right(readback_id=one.pk, seen=seen_of(one), at=now)
    wrong = Wrong({Field.BIRTH_DATE: "", Field.LOT: ""}, "Ngày sinh gõ nhầm tháng")
    say_wrong(readback_id=today[-1].pk, wrong=wrong, at=now)
    yesterday = [one for one in readbacks if one.session.status != "open"]
    begun = now - timedelta(hours=2)
    signs = (Sign.HIGH_FEVER, Sign.FATIGUE)
    _tell(yesterday[0], random, *signs, by=person_of(yesterday[0]), at=begun)
    calm = _tell(yesterday[1], random, Sign.PAIN, by=person_of(yesterday[1]), at=begun)
    follow_reaction(
        reaction_id=calm.pk,
        deed=Deed.CLOSED,
        outcome=Outcome.RECOVERED,
        note="Đã gọi điện, hết đau sau một ngày",
        by=clerk,
        at=now - timedelta(hours=1),
    )
    _tell(today[-2], random, Sign.DIZZINESS, by=clerk, at=now)


def _tell(
    readback: Readback, random: Random, *signs: Sign, by: Citizen | Staff, at: datetime
) -> Reaction:
    dose = readback.entry.dose
    assert dose is not None
    reporter = Reporter.VACCINATOR if isinstance(by, Staff) else Reporter.SELF
    key = UUID(int=random.getrandbits(128), version=4)
    about = About(patient_id=dose.patient_id, dose_id=dose.pk, day=dose.current.administered_on)
    said = Said(submission_key=key, reporter=reporter, signs=signs)
    return report_reaction(about=about, said=said, by=by, at=at)


def _whole(readback: Readback) -> Readback:
    found = find_readback(token_of(readback))
    assert found is not None
    return found
