"""Records a mother, her child with a second dose under a name mistyped, and an elder.

`python -m tests.stories.a_family` says, as JSON, the day of that dose and who the elder is.
"""

import json
import sys
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.utils import timezone

from sotiem.runtime import django

PHONE = "0905333444"
PEOPLE = (
    ("Đặng Thị Khánh Ly", "1988-02-09", PHONE, "079188005544"),
    ("Phùng Đặng Minh Anh", "2016-04-03", PHONE, ""),
    ("Phùng Đặng Minh Ah", "2016-04-03", "", ""),
    ("Đặng Văn Lão", "1941-07-08", "", "079041005533"),
)


def main() -> str:
    django.setup()
    now = timezone.now()
    today = timezone.localdate(now)
    made = registered(now)
    days = (today - timedelta(days=30), today - timedelta(days=5), today - timedelta(days=400))
    vaccinate(zip(made[1:], days, ("COMIRNATY", "COMIRNATY", "ASTRAZENECA"), strict=True), now)
    elder = {
        "name": PEOPLE[3][0],
        "born": "08/07/1941",
        "cccd": PEOPLE[3][3],
        "until": f"{today + timedelta(days=300):%d/%m/%Y}",
    }
    return json.dumps({"day": f"{days[1]:%d/%m/%Y}", "elder": elder})


def registered(now: Any) -> list[Any]:
    by = import_module("sotiem.foundation.actors").machine("test")
    facts = import_module("sotiem.patients.facts").PatientFacts
    people = [
        facts(full_name=name, birth_date=born, sex="female", phone=phone, cccd=cccd)
        for name, born, phone, cccd in PEOPLE
    ]
    made: list[Any] = import_module("sotiem.patients.operations").register_patients(
        people=people, origin="test", by=by, at=now
    )
    return made


def vaccinate(given: Any, now: Any) -> None:
    by = import_module("sotiem.foundation.actors").machine("test")
    words = import_module("sotiem.doses.facts")
    vaccine = import_module("sotiem.vaccines.models").Vaccine.objects
    facility = import_module("sotiem.facilities.models").Facility.objects.get(code="79001")
    doses = [
        words.NewDose(
            patient_id=person.pk,
            facts=words.DoseFacts(
                vaccine_id=vaccine.get(code=code).pk,
                administered_on=day,
                lot_number="PF0455",
                facility_id=facility.pk,
            ),
            origin="test",
        )
        for person, day, code in given
    ]
    import_module("sotiem.doses.operations").record_doses(
        doses=doses, reason=words.DoseReason.RECORDED, by=by, at=now
    )


if __name__ == "__main__":
    sys.stdout.write(main())
