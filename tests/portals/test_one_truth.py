"""One truth: whoever asks, wherever, hears of the same doses of the same people.

Each history is asked for at seven places: the citizen's book, the file of her data, the officer's
desk, a facility's desk, her certificate at a door, a program, and what is counted.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.doses.queries import doses_by_person, doses_of
from sotiem.foundation.actors import machine
from sotiem.indicators.models import CountedDose
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.schedule import DueState
from tests.factories import certificates, doses, keys, links, patients, reference
from tests.portals.review import desk

pytestmark = pytest.mark.django_db

BY: Final = machine("test")
FIRST, SECOND, THIRD = (date(2021, 8, 12) + timedelta(days=20 * step) for step in range(3))
NOW: Final = datetime(2021, 10, 6, 3, tzinfo=UTC)
History = Callable[[Patient], None]
Told = list[tuple[str, date, str]]  # name of the vaccine, day, lot; oldest first

BOOK: Final = "/so-tiem/ho-so/"
MINE: Final = "/so-tiem/du-lieu-cua-toi/tai-ve/"
CARD: Final = re.compile(
    r'st-card__title">\s*Mũi (\d+): ([^<]+?)\s*<.*?Ngày tiêm.*?(\d\d)/(\d\d)/(\d{4})'
    r".*?Số lô.*?<dd[^>]*>\s*(?:<[^>]*>)*([^<]*?)\s*<",
    re.S,
)


def nothing_more(person: Patient) -> None:
    """Two doses, as they were given."""


def amended(person: Patient) -> None:
    """The first was on another day, and another vaccine."""
    dose = doses_of(person.pk)[0]
    facts = replace(
        dose.current.facts,
        administered_on=FIRST + timedelta(days=3),
        vaccine_id=reference.vaccine("COMIRNATY").pk,
    )
    amend_dose(
        dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="t", by=BY, at=doses.AT
    )


def withdrawn(person: Patient) -> None:
    """The second was typed by mistake."""
    withdraw_dose(dose_id=doses_of(person.pk)[1].pk, origin="t", by=BY, at=doses.AT)


def joined(person: Patient) -> None:
    """A third stands in another record of hers, which holds the second once more."""
    other = patients.patient(patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""))
    doses.dose(other, SECOND, lot_number="ABX500")
    doses.dose(other, THIRD, vaccine="COMIRNATY", lot_number="FD9234")
    links.link(person.pk, other.pk)


def parted(person: Patient) -> None:
    """The other record was somebody else's after all."""
    other = patients.patient(patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""))
    doses.dose(other, THIRD, lot_number="FD9234")
    links.unlink(links.link(person.pk, other.pk))


# What happened, and how many doses count after it.
HISTORIES: Final[dict[History, int]] = {
    nothing_more: 2,
    amended: 2,
    withdrawn: 1,
    joined: 3,
    parted: 2,
}


@pytest.fixture(params=HISTORIES, ids=lambda history: history.__name__)
def history(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> History:
    """Asked for on a day on which her certificate is in time."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def person(history: History) -> Patient:
    certificates.signing_key()
    found = patients.patient(replace(patients.facts(), commune_id=reference.commune().pk))
    doses.dose(found, FIRST)
    doses.dose(found, SECOND, lot_number="FK0200")
    history(found)
    return found


@pytest.fixture
def citizen(person: Patient, client: Client) -> Client:
    session = client.session
    session["citizen"] = {
        "phone": "0901234567",
        "patient_id": person.pk,
        "patient_public_id": str(person.public_id),
        "until": (timezone.now() + timedelta(minutes=30)).isoformat(),
    }
    session.save()
    return client


def in_the_book(citizen: Client) -> Told:
    cards = CARD.findall(citizen.get(BOOK).text)
    assert [int(number) for number, *_ in cards] == list(range(1, len(cards) + 1))
    return [
        (unescape(vaccine), date(int(year), int(month), int(day)), lot)
        for _, vaccine, day, month, year, lot in cards
    ]


def in_her_file(citizen: Client) -> tuple[Told, set[str]]:
    """The doses that count, those entered twice left out; and her certificates in force."""
    told = json.loads(citizen.post(MINE, {"form": "json"}).content)
    last = [chain["versions"][-1] for chain in told["immunization"]]
    found: dict[date, tuple[str, date, str]] = {}
    for dose in sorted(
        last, key=lambda each: (each["occurrenceDate"], each["provenance"]["recorded"])
    ):
        day = date.fromisoformat(dose["occurrenceDate"])
        if dose["status"] == "completed":
            found.setdefault(day, (dose["vaccine"], day, dose["lotNumber"]))
    in_force = {
        each["content"] for each in told["documentReference"] if each["status"] == "current"
    }
    return list(found.values()), in_force


def at_the_officers_desk(person: Patient) -> Told:
    return [_told(dose.current) for dose in doses_of(person.pk)]


def at_a_facility(person: Patient) -> Told:
    names = dict(Vaccine.objects.values_list("pk", "name_vi"))
    return [
        (names[dose.vaccine_id], dose.administered_on, dose.lot_number)
        for dose in doses_by_person([person.pk])[person.pk]
    ]


def counted(person: Patient) -> Told:
    """What figures are made of, by the place that each dose has there."""
    of_hers = Dose.objects.of_person(person.pk).values_list("pk", flat=True)
    rows = CountedDose.objects.filter(dose_id__in=list(of_hers), nth__gt=0).order_by("nth")
    assert [row.nth for row in rows] == list(range(1, len(rows) + 1))
    current = Dose.objects.select_related("current__vaccine").in_bulk([row.pk for row in rows])
    for row in rows:
        version = current[row.pk].current
        assert row.given_day == (version.administered_on - date(1970, 1, 1)).days
        assert row.vaccine_id == version.vaccine_id
    return [_told(current[row.pk].current) for row in rows]


def at_a_door(text: str) -> Any:
    answer = Client().post(
        "/api/v1/certificates/verify", {"text": text}, content_type="application/json"
    )
    assert answer.json()["verdict"] == "valid"
    return answer.json()["payload"]["vaccination"]


def due_in_the_book(citizen: Client) -> int | None:
    """The number of the dose to come."""
    found = re.search(r"<strong>Mũi (\d+):", citizen.get(BOOK).text)
    return int(found[1]) if found else None


def due_to_a_program(person: Patient) -> int | None:
    token = keys.token_of(desk.officer("vn"), at=NOW)
    known = person.current
    asked = {"full_name": known.full_name, "birth_date": known.birth_date, "cccd": known.cccd}
    answer = Client().post(
        "/api/v1/match",
        json.dumps(asked),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    of_her = [each for each in answer.json()["candidates"] if each["id"] == str(person.public_id)]
    (due,) = of_her[0]["next_doses"]
    return due["dose_number"] if due["state"] == DueState.DUE else None


def _told(version: DoseVersion) -> tuple[str, date, str]:
    return version.vaccine.name_vi, version.administered_on, version.lot_number


def test_everybody_is_told_the_same(history: History, person: Patient, citizen: Client) -> None:
    book = in_the_book(citizen)
    hers, in_force = in_her_file(citizen)
    assert len(book) == HISTORIES[history]
    assert book == hers == at_the_officers_desk(person) == at_a_facility(person) == counted(person)
    (text,) = in_force
    vaccine, day, _ = book[-1]
    at_door = at_a_door(text)
    assert (at_door["given_on"], at_door["dose_number"]) == (day.isoformat(), len(book))
    assert Vaccine.objects.get(product_code=at_door["product"]).name_vi == vaccine
    assert due_in_the_book(citizen) == due_to_a_program(person)
