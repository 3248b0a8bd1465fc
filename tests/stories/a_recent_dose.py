"""Records the first dose of somebody new, given so many days ago, and says her certificate.

`python -m tests.stories.a_recent_dose DAYS [NAME BORN PHONE CCCD]`

Not between 8 and 12 days: there the story of a deadline needs a facility that entered nothing.
"""

import sys
from datetime import timedelta
from importlib import import_module

from django.utils import timezone

from sotiem.runtime import django


def main(
    days: int,
    name: str = "Đinh Thị Vừa Tiêm",
    born: str = "1979-05-06",
    phone: str = "",
    cccd: str = "",
) -> str:
    django.setup()
    now = timezone.now()
    by = import_module("sotiem.foundation.actors").machine("test")
    facts = import_module("sotiem.patients.facts").PatientFacts(
        full_name=name, birth_date=born, sex="female", phone=phone, cccd=cccd
    )
    patients = import_module("sotiem.patients.operations")
    person = patients.register_patients(people=[facts], origin="test", by=by, at=now)[0]
    given = import_module("sotiem.doses.facts")
    dose = given.DoseFacts(
        vaccine_id=import_module("sotiem.vaccines.models")
        .Vaccine.objects.get(code="ASTRAZENECA")
        .pk,
        administered_on=timezone.localdate(now) - timedelta(days=days),
        lot_number="FK0112",
        facility_id=import_module("sotiem.facilities.models").Facility.objects.get(code="79001").pk,
    )
    import_module("sotiem.doses.operations").record_doses(
        doses=[given.NewDose(patient_id=person.pk, facts=dose, origin="test")],
        reason=given.DoseReason.RECORDED,
        by=by,
        at=now,
    )
    held = import_module("sotiem.certificates.queries").certificate_in_force(person.pk)
    return str(held.text)


if __name__ == "__main__":
    sys.stdout.write(main(int(sys.argv[1]), *sys.argv[2:]))
