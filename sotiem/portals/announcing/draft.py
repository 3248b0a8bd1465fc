"""What is written page by page, kept in the session until it is sent."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self

from django.http import HttpRequest

from sotiem.announcements.facts import Announced
from sotiem.facilities.models import Facility
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import province_of_today

KEPT: Final = "announcing"


@dataclass(slots=True)
class Draft:
    """An announcement that is being written.

    `province` is a code of today's list; `known` the code of a facility on the list; `answers` the
    code of the announcement that is sent again.
    """

    province: str
    known: str = ""
    answers: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    contact: str = ""
    email: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        kept = request.session.get(KEPT)
        return None if kept is None else cls(**kept)

    def keep(self, request: HttpRequest) -> None:
        request.session[KEPT] = {name: getattr(self, name) for name in self.__dataclass_fields__}

    @staticmethod
    def forget(request: HttpRequest) -> None:
        request.session.pop(KEPT, None)

    @property
    def unit(self) -> AdministrativeUnit | None:
        return province_of_today(self.province)

    @property
    def facility(self) -> Facility | None:
        return Facility.objects.filter(code=self.known).first() if self.known else None

    @property
    def is_begun(self) -> bool:
        """Whether the first page was filled in; of a facility on the list some is known before."""
        return "hours" in self.facts

    @property
    def is_whole(self) -> bool:
        """Whether both pages were filled in."""
        return self.is_begun and "items" in self.facts

    @property
    def said(self) -> Announced:
        return Announced.kept(self.facts)

    def initial(self) -> dict[str, Any]:
        """What the fields of the pages show at first."""
        shown: dict[str, Any] = {**self.facts, **self.facts.get("items", {})}
        if "commune_id" in shown:
            shown["commune"] = str(shown["commune_id"])
        if "licence_on" in shown:
            shown["licence_on"] = date.fromisoformat(shown["licence_on"])
        shown["days"] = [str(day) for day in shown.get("days", range(1, 6))]
        return shown


def of_facility(facility: Facility) -> dict[str, Any]:
    """What is known of a facility that was never announced."""
    return {
        "name": facility.name,
        "address": facility.address,
        "commune_id": facility.commune_id,
        "kind": facility.kind,
        "phone": facility.phone,
        "licence_number": facility.licence_number,
    }
