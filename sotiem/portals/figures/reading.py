"""Published figures as the pages lay them out: by today's provinces, or by the 63 before them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

from django.db.models import Max, Min, QuerySet

from sotiem.accounts.facts import Jurisdiction
from sotiem.indicators.facts import DOSE_MEASURES, FIRST_DAY, Numbers, PublicPlace
from sotiem.indicators.models import PublicDoses
from sotiem.places.facts import Level, Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import old_provinces_of_communes, populations, provinces
from sotiem.portals.figures.columns import share

COUNTRY: Final = Jurisdiction.country().path
COVID: Final = "840539006"


@dataclass(frozen=True, slots=True)
class Row:
    """A place of a table. `code` is empty for what belongs to no single province."""

    code: str
    name: str
    numbers: Numbers
    people: int | None
    has_page: bool = False

    def per_hundred(self, measure: str) -> float | None:
        """How many of a hundred inhabitants."""
        return share(self.numbers.get(measure), self.people)


def latest(path: str = COUNTRY) -> PublicDoses | None:
    return _of(path).order_by("-day").first()


def on(day: date, path: str = COUNTRY) -> PublicDoses | None:
    """What was published for a day; nothing was, on days before the first."""
    return _of(path).filter(day=day).first()


def days_published() -> tuple[date, date] | None:
    """The first and the last day of which something was published."""
    span = _of(COUNTRY).aggregate(first=Min("day"), last=Max("day"))
    return (span["first"], span["last"]) if span["first"] else None


def day_published(path: str, day: date | None = None) -> date | None:
    """That day if something was published for it, the last one where none is asked for; told
    without reading what was published."""
    found = _of(path) if day is None else _of(path).filter(day=day)
    return found.order_by("-day").values_list("day", flat=True).first()


def _of(path: str) -> QuerySet[PublicDoses]:
    return PublicDoses.objects.filter(disease=COVID, path=path)


def until(figures: PublicPlace, day: date) -> Numbers:
    """What the days up to one come to, as they are known where `figures` were published."""
    counted = Counter[str]()
    last = (day - FIRST_DAY).days
    for number, numbers in figures["days"].items():
        if int(number) <= last:
            counted.update(numbers)
    return {measure: counted[measure] for measure in DOSE_MEASURES}


def figures_of(published: PublicDoses) -> PublicPlace:
    return cast(PublicPlace, published.figures)


def rows_of(country: PublicDoses, version: Version) -> list[Row]:
    """Every province of a list, those without a dose too, and last what belongs to none."""
    counted = (
        figures_of(country)["parts"] if version is Version.NEW else _by_old_province(country.day)
    )
    people = populations()
    rows = [
        Row(
            code=unit.code,
            name=unit.full_name,
            numbers=counted.get(_path(version, unit.code), _nothing()),
            people=people.get(str(unit.unit_code)),
            has_page=version is Version.NEW,
        )
        for unit in provinces(version)
    ]
    elsewhere = counted.get(COUNTRY, _nothing())
    return [*rows, Row("", "", elsewhere, None)] if any(elsewhere.values()) else rows


def communes_of(province: PublicDoses) -> list[Row]:
    """The communes of a province in which doses were given, most first."""
    parts = figures_of(province)["parts"]
    codes = {path: path.rpartition(":")[2] for path in parts}
    units = AdministrativeUnit.objects.filter(
        version=Version.NEW, level=Level.COMMUNE, code__in=codes.values()
    )
    names = {unit.code: unit.full_name for unit in units}
    rows = [Row(code, names.get(code, code), parts[path], None) for path, code in codes.items()]
    return sorted(rows, key=lambda row: (-row.numbers.get("doses", 0), row.name))


def path_of(code: str) -> str:
    return _path(Version.NEW, code)


def _path(version: Version, code: str) -> str:
    return f"{COUNTRY}/{version}:{code}"


def _by_old_province(day: date) -> Mapping[str, Numbers]:
    """The published numbers of communes, by the province they lay in before 1 July 2025.

    Sums of what is published already: nothing more is told. A commune put together from several
    old provinces counts for none of them.
    """
    of = old_provinces_of_communes()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for province in PublicDoses.objects.filter(disease=COVID, day=day):
        figures = figures_of(province)
        if province.path == COUNTRY:
            found[COUNTRY].update(figures["parts"].get(COUNTRY, {}))
            continue
        for path, numbers in figures["parts"].items():
            code = of.get(path.rpartition(":")[2])
            found[_path(Version.OLD, code) if code else COUNTRY].update(numbers)
    return {path: dict(numbers) for path, numbers in found.items()}


def _nothing() -> Numbers:
    return dict.fromkeys(DOSE_MEASURES, 0)


def day_in_words(number: str) -> str:
    """A day as files have it: 2021-10-20."""
    return (FIRST_DAY + timedelta(days=int(number))).isoformat()
