"""A phone that is replaced at a desk, of invented people."""

from datetime import UTC, date, datetime

from sotiem.accounts.facts import Role, Staff
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from sotiem.phone_changes.facts import ChangeBecause, Found, Paper, Papers, Wanted
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.operations import ask_new_phone, find_by_papers, replace_phone
from tests.factories import accounts, doses, patients, reference

AT = datetime(2021, 10, 20, 2, tzinfo=UTC)
NEW_PHONE = "0907654321"


def papers(**said: object) -> Papers:
    """What stands on the papers of the person whom tests have on record."""
    told = {
        "full_name": "Nguyễn Thị Bảo Lộc",
        "birth_date": "1987-04-03",
        "numbers": {"cccd": "079187001234"},
        "administered_on": date(2021, 8, 12),
        "facility_id": reference.facility().pk,
        **said,
    }
    return Papers(**told)  # type: ignore[arg-type]


def vaccinated(phone: str = "0901234567") -> Patient:
    """Somebody on record with a dose."""
    person = patients.patient(patients.facts(phone=phone))
    doses.dose(person)
    return person


def clerk() -> Staff:
    return accounts.staff((Role.CLERK, reference.facility().path))


def code() -> str:
    return str(Message.objects.filter(purpose="one_time_code").latest("pk").values["code"])


def wanted(found: Found, phone: str = NEW_PHONE) -> Wanted:
    return Wanted(found=found, phone=phone, because=ChangeBecause.NO_LONGER_USED, paper=Paper.CCCD)


def replaced(*, by: Staff | None = None, phone: str = NEW_PHONE, at: datetime = AT) -> PhoneChange:
    """The number of the person on record is replaced, or waits for an officer."""
    who = by or clerk()
    found = find_by_papers(papers=papers(), by=who, at=at)
    sent = ask_new_phone(wanted=wanted(found, phone), address="127.0.0.1", by=who, at=at)
    return replace_phone(code_key=sent.public_id, code=code(), by=who, at=at)
