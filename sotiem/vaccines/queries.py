"""Reading vaccines: by our code, by the name that someone wrote, and the priority groups."""

from collections.abc import Iterator, Mapping
from functools import cache

from sotiem.vaccines.facts import UNSPECIFIED, Ambiguous
from sotiem.vaccines.models import PriorityGroup, ScheduleLine, Vaccine
from sotiem.vaccines.rules import Names
from sotiem.vaccines.schedule import Scheduled


class UnknownVaccine(LookupError):
    """No vaccine has this code."""


def vaccine(code: str) -> Vaccine:
    """Get a vaccine by our code, or say that there is none."""
    found = Vaccine.objects.select_related("disease").filter(code=code).first()
    if found is None:
        raise UnknownVaccine(code)
    return found


def vaccines() -> list[Vaccine]:
    """List the vaccines in the order in which forms offer them."""
    named = (each for each in known_vaccines().values() if each.code != UNSPECIFIED)
    return sorted(named, key=lambda each: each.position)


@cache
def known_vaccines() -> Mapping[int, Vaccine]:
    """Every vaccine with its disease, read once by this process: they come with the program."""
    return Vaccine.objects.select_related("disease").in_bulk()


def vaccine_names() -> Names[Vaccine]:
    """Read all names once, for looking up the many rows of a sheet."""
    return Names((each, names_of(each)) for each in vaccines())


def names_of(vaccine: Vaccine) -> tuple[str, ...]:
    """Everything a vaccine is called."""
    return (
        vaccine.code, vaccine.name_vi, vaccine.name_en, vaccine.product_code, *vaccine.aliases,
    )  # fmt: skip


def find_vaccine(text: str) -> Vaccine | Ambiguous[Vaccine] | None:
    """Find what a written name means: one vaccine, several ("Vero Cell"), or none we know."""
    return vaccine_names().find(text)


def priority_groups() -> list[PriorityGroup]:
    """List the sixteen priority groups by number."""
    return list(_groups_in_hand())


def priority_group(code: int) -> PriorityGroup:
    """The priority group of this number, or KeyError."""
    return {group.code: group for group in _groups_in_hand()}[code]


@cache
def _groups_in_hand() -> tuple[PriorityGroup, ...]:
    """Read once by this process: the decree does not change while it runs."""
    return tuple(PriorityGroup.objects.order_by("code"))


def schedule_of(disease_id: int) -> list[Scheduled]:
    """The schedule against a disease, of all times."""
    lines = ScheduleLine.objects.of_disease(disease_id).order_by("dose_number", "code")
    return [each.line for each in lines]


def schedule_disagreements() -> Iterator[str]:
    """Name lines of the schedule that name no vaccine, or allow less than a vaccine's label."""
    labels = {each.code: each.min_interval_days for each in known_vaccines().values()}
    for line in ScheduleLine.objects.order_by("code"):
        for code in {*line.after, *line.give} - labels.keys():
            yield f"schedule line {line.code}: no vaccine is called {code}"
        for code in line.after:
            if line.min_days < (labels.get(code) or 0):
                yield f"schedule line {line.code}: sooner than the label of {code} allows"
