"""What every test country has: a commune, two facilities of it, lots."""

from datetime import UTC, date, datetime

from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_facility
from sotiem.foundation.actors import machine
from sotiem.places.models import AdministrativeUnit
from sotiem.supply.models import Lot
from sotiem.supply.operations import register_lot
from sotiem.vaccines.models import Vaccine

BY = machine("test")
AT = datetime(2021, 9, 1, tzinfo=UTC)


def commune(code: str = "27193") -> AdministrativeUnit:
    """A commune of today's list; any of its province when that code is not in it."""
    communes = AdministrativeUnit.objects.filter(version="2025", level="commune")
    return communes.filter(code=code).first() or communes.order_by("code")[0]


def facility(code: str = "79101", name: str = "Trạm Y tế Bình Minh") -> Facility:
    known = Facility.objects.filter(code=code).first()
    return known or register_facility(
        code=code, name=name, address="12 Đường Mẫu", commune=commune(), by=BY, at=AT
    )


def vaccine(code: str = "ASTRAZENECA") -> Vaccine:
    return Vaccine.objects.get(code=code)


def lot(number: str = "FK0112", *, of: str = "ASTRAZENECA") -> Lot:
    known = Lot.objects.filter(vaccine=vaccine(of), number=number).first()
    return known or register_lot(
        vaccine=vaccine(of), number=number, expires_on=date(2022, 6, 30), by=BY, at=AT
    )
