"""A facility's day on paper: whose doses were given, and what became of the vaccine."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from sotiem.campaigns.queries import slip_number
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.portals.components.templatetags.sotiem import day as written
from sotiem.portals.components.templatetags.sotiem import moment
from sotiem.portals.session.day_people import turnout_of
from sotiem.portals.session.paper.facts import Label, LotOfReport, Report, Slip, SlipLine
from sotiem.supply.models import StockMovement
from sotiem.supply.states import MovementKind

BASIC: Final = 3
BOOSTERS: Final = 3
# The words of the official form, in the language of the form.
SEXES: Final = {"male": "Nam", "female": "Nữ"}


def doses_of_day(facility: Facility, day: date) -> list[Dose]:
    """The doses on record of a facility's day, in the order in which they were recorded."""
    return list(_with_people(_given(facility, day, day)).order_by("pk"))


def dose_of(facility: Facility, public_id: UUID) -> Dose | None:
    """A dose that was given at a facility."""
    found = Dose.objects.counting().filter(current__facility=facility, public_id=public_id)
    return _with_people(found).first()


def slips_of(facility: Facility, doses: Sequence[Dose]) -> list[Slip]:
    """A slip for each of these doses' people, with all doses on their record."""
    told = _all_doses({dose.patient.principal_id for dose in doses})
    return [_slip(facility, dose, told[dose.patient.principal_id]) for dose in doses]


def labels_of(facility: Facility, doses: Sequence[Dose]) -> list[Label]:
    """A label for each of these doses' people, numbered through the day."""
    return [
        Label(
            full_name=dose.patient.current.full_name,
            birth_date=_birth_day(dose.patient.current.birth_date),
            place=f"STT {place}",
            code=code_of(facility, dose),
            facility=facility.name,
        )
        for place, dose in enumerate(doses, start=1)
    ]


def report_of(facility: Facility, since: date, until: date, *, at: datetime) -> Report:
    """What was given at a facility from one day to another, and what its stock says."""
    is_one_day = since == until
    return Report(
        title="Báo cáo ngày tiêm chủng" if is_one_day else "Báo cáo kết thúc đợt tiêm chủng",
        facility=facility.name,
        days=written(since) if is_one_day else f"{written(since)} – {written(until)}",
        vaccinated=_given(facility, since, until).count(),
        turnout=turnout_of(facility, since, until),
        lots=_lots(facility, since, until),
        printed_at=moment(at),
    )


def code_of(facility: Facility, dose: Dose) -> str:
    """What the QR says: the number of the slip and the public name of the dose."""
    return f"SOTIEM:{slip_number(facility, dose)}:{dose.public_id}"


def _given(facility: Facility, since: date, until: date) -> QuerySet[Dose]:
    return Dose.objects.counting().filter(
        current__facility=facility, current__administered_on__range=(since, until)
    )


def _with_people(doses: QuerySet[Dose]) -> QuerySet[Dose]:
    return doses.select_related("patient__current__commune__parent", "current__vaccine", "entry")


def _all_doses(principals: Iterable[int]) -> dict[int, list[Dose]]:
    """The doses of each whole, oldest first; what two records tell of one day stands once."""
    found = Dose.objects.counting().filter(patient__principal__in=list(principals))
    rows = found.select_related("patient", "current__vaccine", "current__facility")
    told: dict[int, dict[tuple[int, date], Dose]] = defaultdict(dict)
    for dose in rows.order_by("current__administered_on", "recorded_at", "pk"):
        key = (dose.current.vaccine.disease_id, dose.current.administered_on)
        told[dose.patient.principal_id].setdefault(key, dose)
    return {whole: list(doses.values()) for whole, doses in told.items()}


def _slip(facility: Facility, dose: Dose, told: Sequence[Dose]) -> Slip:
    known = dose.patient.current
    disease = dose.current.vaccine.disease_id
    commune = known.commune
    where = [known.address, commune.full_name if commune else ""]
    if commune is not None and commune.parent is not None:
        where.append(commune.parent.full_name)
    return Slip(
        number=slip_number(facility, dose),
        code=code_of(facility, dose),
        facility=facility.name,
        facility_address=facility.address,
        full_name=known.full_name,
        birth_date=_birth_day(known.birth_date),
        sex=SEXES.get(known.sex, ""),
        identity=known.cccd or known.cmnd,
        phone=known.phone,
        address=", ".join(part for part in where if part),
        lines=lines_of([each for each in told if each.current.vaccine.disease_id == disease]),
        printed_on=written(dose.current.administered_on),
    )


def lines_of(doses: Sequence[Dose]) -> list[SlipLine]:
    """The seven lines of the form: basic doses, an additional one, boosters.

    A dose after the course of the first vaccine is a booster. Nothing on record tells an
    additional dose, which only some patients need: its line is left to the hand.
    """
    course = doses[0].current.vaccine.doses_in_primary_course if doses else BASIC
    basic, boosters = doses[:course], doses[course:]
    return [
        *_numbered("Cơ bản", basic, BASIC),
        SlipLine(dose="Bổ sung"),
        *_numbered("Nhắc lại", boosters, BOOSTERS),
    ]


def _numbered(name: str, doses: Sequence[Dose], at_least: int) -> list[SlipLine]:
    given = [_line(f"{name} {number}", dose) for number, dose in enumerate(doses, start=1)]
    empty = range(len(doses) + 1, at_least + 1)
    return [*given, *(SlipLine(dose=f"{name} {number}") for number in empty)]


def _line(name: str, dose: Dose) -> SlipLine:
    facts = dose.current
    return SlipLine(
        dose=name,
        vaccine=facts.vaccine_text or facts.vaccine.name_vi,
        lot=facts.lot_number,
        day=written(facts.administered_on),
        place=facts.facility.name if facts.facility else facts.place,
    )


def _birth_day(partial: str) -> str:
    return "/".join(reversed(partial.split("-")))


def _lots(facility: Facility, since: date, until: date) -> list[LotOfReport]:
    recorded = {
        (row["current__vaccine__name_vi"], row["current__lot_number"]): row["doses"]
        for row in _given(facility, since, until)
        .values("current__vaccine__name_vi", "current__lot_number")
        .annotate(doses=Count("pk"))
        .order_by("current__vaccine__name_vi", "current__lot_number")
    }
    moved: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    movements = StockMovement.objects.filter(facility=facility, moved_on__range=(since, until))
    rows = movements.with_change().values_list("lot__vaccine__name_vi", "lot__number", "kind")
    for vaccine, lot, kind, doses in rows.annotate(doses_in_all=Sum("net")).order_by("lot__number"):
        moved[vaccine, lot][kind] = doses
    return [_lot(key, recorded.get(key, 0), moved[key]) for key in sorted({*recorded, *moved})]


def _lot(key: tuple[str, str], recorded: int, moved: dict[str, int]) -> LotOfReport:
    return LotOfReport(
        vaccine=key[0],
        lot=key[1],
        recorded=recorded,
        drawn=moved.get(MovementKind.DRAWN_UP, 0) + moved.get(MovementKind.USED, 0),
        put_back=moved.get(MovementKind.PUT_BACK, 0),
        wasted=moved.get(MovementKind.WASTED, 0),
    )
