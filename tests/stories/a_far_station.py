"""A station of its own with its clerk, for the story of a consignment.

`python -m tests.stories.a_far_station open`, then
`python -m tests.stories.a_far_station dose LOT NAME` records that somebody got a lot there today.
"""

import sys
from importlib import import_module

from django.utils import timezone

from sotiem.runtime import django

CODE = "79950"
NAME = "Trạm Y tế Hòn Xa"
CLERK = "nhaplieu-xa"


def open_station() -> None:
    now, staff = timezone.now(), import_module("sotiem.sample.staff")
    places, facts = import_module("sotiem.places.queries"), import_module("sotiem.places.facts")
    commune = places.communes_of(places.unit(facts.UnitCode(facts.Version.NEW, "79")))[-1]
    station = import_module("sotiem.facilities.operations").register_facility(
        code=CODE, name=NAME, address="Hòn Xa", commune=commune, by=staff.BY, at=now
    )
    accounts = import_module("sotiem.accounts.operations")
    user = accounts.register_user(
        username=CLERK,
        full_name="Cù Thị Mẫu",
        unit_name=NAME,
        password=staff.PASSWORD,
        by=staff.BY,
        at=now,
    )
    role = import_module("sotiem.accounts.facts").Role.CLERK
    accounts.grant_role(
        user=user, role=role, jurisdiction=station.jurisdiction, by=staff.BY, at=now
    )
    totp = import_module("allauth.mfa.totp.internal.auth")
    totp.TOTP.activate(user, totp.generate_totp_secret())


def give(lot: str, name: str) -> None:
    now, by = timezone.now(), import_module("sotiem.foundation.actors").machine("test")
    facts = import_module("sotiem.patients.facts").PatientFacts(
        full_name=name, birth_date="1971-02-03", sex="male", phone="0908765439", cccd=""
    )
    patients = import_module("sotiem.patients.operations")
    person = patients.register_patients(people=[facts], origin="test", by=by, at=now)[0]
    given = import_module("sotiem.doses.facts")
    dose = given.DoseFacts(
        vaccine_id=import_module("sotiem.supply.models").Lot.objects.get(number=lot).vaccine_id,
        administered_on=timezone.localdate(now),
        lot_number=lot,
        facility_id=import_module("sotiem.facilities.models").Facility.objects.get(code=CODE).pk,
    )
    import_module("sotiem.doses.operations").record_doses(
        doses=[given.NewDose(patient_id=person.pk, facts=dose, origin="test")],
        reason=given.DoseReason.RECORDED,
        by=by,
        at=now,
    )


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "open":
        open_station()
    else:
        give(*sys.argv[2:])
