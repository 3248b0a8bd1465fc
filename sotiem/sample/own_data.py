"""Some people replace a phone at the desk, some ask to have data deleted: what officers see."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sotiem.accounts.facts import Citizen, citizen
from sotiem.corrections.models import CorrectionReport
from sotiem.data_requests.facts import Item, Verdict
from sotiem.data_requests.operations import answer_request, submit_request
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from sotiem.phone_changes.facts import ChangeBecause, Paper, Papers, Wanted
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.operations import (
    ask_new_phone,
    find_by_papers,
    note_use,
    object_to_change,
    replace_phone,
)
from sotiem.sample.staff import clerk_of, officer

NEW_PHONES: Final = ("0905000101", "0905000102", "0905000103")
ASKED: Final = (
    ((Item.RECORD, Item.PHOTOS), "Tôi không muốn dữ liệu của mình bị lưu mãi."),
    ((Item.RECORD,), "Tôi ra nước ngoài sinh sống."),
    ((Item.EMAIL, Item.REGISTRATIONS), ""),
)


def look_after_own_data(facility: Facility, random: Random, *, now: datetime) -> None:
    """A change in force, one that waits, one that is objected to; requests open and answered."""
    people = _quiet_people(facility, len(NEW_PHONES), before=now - timedelta(days=10))
    at = now - timedelta(hours=30)
    note_use(by=_acting(people[1].patient), at=at - timedelta(days=2))
    changes = [
        _replaced(dose, facility, phone, at=at + timedelta(hours=place))
        for place, (dose, phone) in enumerate(zip(people, NEW_PHONES, strict=True))
    ]
    words = "Đây là số của tôi, tôi không nhờ ai đổi."
    object_to_change(code=changes[2].code, words=words, at=at + timedelta(hours=5))
    requests = [
        submit_request(
            items=items,
            words=said,
            submission_key=UUID(int=random.getrandbits(128), version=4),
            by=_acting(Patient.objects.get(pk=dose.patient_id)),
            at=at,
        )
        for dose, (items, said) in zip(people, ASKED, strict=True)
    ]
    verdicts = {Item.RECORD: Verdict(delete=False, basis="kept_by_law")}
    by = officer("canbo1", at=now)
    answer_request(request_id=requests[1].pk, verdicts=verdicts, words="", by=by, at=now)


def _quiet_people(facility: Facility, number: int, *, before: datetime) -> Sequence[Dose]:
    """The last doses of people with a number and a phone of whom nobody reported anything."""
    doses = Dose.objects.counting().filter(current__facility=facility, recorded_at__lt=before)
    doses = doses.exclude(patient__current__cccd="").exclude(patient__current__phone="")
    doses = doses.filter(patient__current__birth_date__regex=r"^.{10}$")
    reported = CorrectionReport.objects.filter(patient__isnull=False).values("patient")
    rows = doses.exclude(patient__in=reported).select_related("patient__current", "current")
    each_once = {dose.patient_id: dose for dose in rows.order_by("-pk")[: 10 * number]}
    return list(each_once.values())[:number]


def _acting(patient: Patient) -> Citizen:
    return citizen(
        phone=patient.current.phone,
        patient_id=patient.pk,
        patient_public_id=str(patient.public_id),
    )


def _replaced(dose: Dose, facility: Facility, phone: str, *, at: datetime) -> PhoneChange:
    by, known = clerk_of(facility, at=at), dose.patient.current
    papers = Papers(
        full_name=known.full_name,
        birth_date=known.birth_date,
        numbers={"cccd": known.cccd},
        administered_on=dose.current.administered_on,
        facility_id=facility.pk,
    )
    wanted = Wanted(
        found=find_by_papers(papers=papers, by=by, at=at),
        phone=phone,
        because=ChangeBecause.NO_LONGER_USED,
        paper=Paper.CCCD,
    )
    sent = ask_new_phone(wanted=wanted, address="127.0.0.1", by=by, at=at)
    told = Message.objects.filter(phone=phone, purpose="one_time_code").latest("pk")
    return replace_phone(code_key=sent.public_id, code=told.values["code"], by=by, at=at)
