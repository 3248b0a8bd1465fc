"""Opens today's session of the first facility, where one dose waits for a person; says where."""

import sys
from datetime import time
from importlib import import_module
from uuid import uuid4

from django.utils import timezone

from sotiem.runtime import django


def main() -> str:
    django.setup()
    operations = import_module("sotiem.campaigns.operations")
    facilities = import_module("sotiem.facilities.models").Facility.objects
    lots = import_module("sotiem.supply.models").Lot.objects
    number = import_module("sotiem.sample.stock").LATEST
    now, facility = timezone.now(), facilities.get(code="79001")
    clerk = import_module("sotiem.sample.staff").clerk_of(facility, at=now)
    lot = lots.select_related("vaccine").get(number=number)
    plan = operations.Plan(
        held_on=timezone.localdate(now),
        vaccine=lot.vaccine,
        lots=[lot],
        slots={time(7, 30): 20},
        place="Nhà văn hóa",
        slips_from=1,
        slips_to=30,
    )
    made = operations.plan_session(facility=facility, plan=plan, by=clerk, at=now)
    operations.open_session(session_id=made.pk, by=clerk, at=now)
    words = import_module("sotiem.campaigns.facts").EntrySaid(
        client_id=uuid4(),
        person=import_module("sotiem.patients.facts").PatientFacts(
            full_name="Đỗ Thị Chờ", birth_date="1961", sex="female"
        ),
        lot_number="KHONGCO",
        given_at=now,
        is_offline=True,
    )
    operations.enter_dose(session_id=made.pk, said=words, by=clerk, at=now)
    return f"/co-so/79001/buoi-tiem/{made.public_id}/"


if __name__ == "__main__":
    sys.stdout.write(main())
