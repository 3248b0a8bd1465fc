"""What each side says of the same thing: the record, the sender, the slip, the facility."""

import itertools
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from sotiem.corrections.facts import ADDING_A_DOSE, Answer, Claims, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.facilities.models import Facility
from sotiem.identity import Cccd
from sotiem.population.facts import Verdict
from sotiem.population.queries import latest_checks
from sotiem.portals.components.claims import changes_of_person
from sotiem.portals.components.comparison import Comparison, compare
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.review import slip_facts
from sotiem.portals.review.person import shown
from sotiem.slips.facts import FieldName, ReadPhoto
from sotiem.vaccines.models import Vaccine

Read = Mapping[int, ReadPhoto]
Side = tuple[str, Sequence[str | None]]
OF_A_DOSE: Final = (FieldName.VACCINE, FieldName.GIVEN_ON, FieldName.LOT, FieldName.PLACE)


def comparison_of(
    report: CorrectionReport, read: Read, waiting: Sequence[Mapping[str, Any]], *, is_full: bool
) -> Comparison | None:
    """All sides beside one another; for a decided report, the record as it was before."""
    if report.kind == ReportKind.PERSON_WRONG:
        return _of_person(report, read, is_full=is_full)
    first = _first_sides(report)
    if not first:
        return None
    further = (_on_slip(report, read), _at_facility(report, waiting))
    sides = [*first, *(side for side in further if side)]
    rows = zip(labels(), zip(*(said for _name, said in sides), strict=True), strict=True)
    return compare([name for name, _said in sides], list(rows))


def _first_sides(report: CorrectionReport) -> list[Side]:
    """The record and the sender; the sender alone where nothing is on record yet."""
    claimed = [value for _label, value in claimed_dose(report.said)]
    if report.kind in ADDING_A_DOSE:
        return [(_("Người dân khai"), claimed)]
    recorded = _recorded(report)
    if recorded is None:
        return []
    old = values(recorded)
    if report.kind == ReportKind.DOSE_TWICE:
        kept = Dose.objects.select_related("current__vaccine", "current__facility")
        other = values(kept.get(pk=report.said.same_as or 0).current)
        return [(_("Lần ghi sẽ bỏ"), old), (_("Lần ghi giữ lại"), other)]
    if report.kind == ReportKind.NEVER_RECEIVED:
        claimed = [_("Không tiêm mũi này")] * len(old)
    elif report.kind == ReportKind.NOT_MINE:
        claimed = [_("Của người khác")] * len(old)
    said = [before if new is None else new for before, new in zip(old, claimed, strict=True)]
    return [(_("Hồ sơ đang ghi"), old), (_("Người dân khai"), said)]


def _on_slip(report: CorrectionReport, read: Read) -> Side | None:
    """The dose of the photos that fits best, as far as a machine could read it."""
    claim, now = report.said.dose, report.dose.current if report.dose else None
    vaccine_id = claim.vaccine_id or (now.vaccine_id if now else None)
    given_on = claim.administered_on or (now.administered_on if now else None)
    dose = slip_facts.dose_meant(
        read,
        day=given_on.isoformat() if given_on else "",
        lot=claim.lot_number or (now.lot_number if now else ""),
        vaccine_id=vaccine_id,
    )
    if dose is None:
        return None
    return _("Máy đọc trên phiếu"), [slip_facts.told(dose, name) for name in OF_A_DOSE]


def _at_facility(report: CorrectionReport, waiting: Sequence[Mapping[str, Any]]) -> Side | None:
    """What the facility answered; else what stands in its sheet and could not be recorded."""
    for question in reversed(report.asked):
        if question.answer in (Answer.YES, Answer.YES_BUT):
            given_on = question.actual_on or question.administered_on
            lot = question.actual_lot or question.lot_number
            vaccine = question.vaccine.name_vi if question.vaccine_id and question.vaccine else None
            told = day(given_on) if given_on else None
            return _("Cơ sở trả lời"), [vaccine, told, lot, question.facility.name]
        if question.answer == Answer.NO:
            return _("Cơ sở trả lời"), [_("Không tiêm mũi này")] * len(OF_A_DOSE)
    if not waiting:
        return None
    row = waiting[0]
    return _("Tệp cơ sở đã gửi"), [row["vaccine"], day(row["given_on"]), None, row["facility"]]


def _of_person(report: CorrectionReport, read: Read, *, is_full: bool) -> Comparison:
    show = partial(shown, is_full=is_full)
    changes = changes_of_person(report, show=show)
    columns = [_("Hồ sơ đang ghi"), _("Người dân khai")]
    slip, registry = _person_on_slip(read, is_full=is_full), _in_registry(report)
    columns += [_("Máy đọc trên phiếu")] if slip else []
    columns += [_("CSDL dân cư")] if registry else []
    rows = [
        (
            label,
            (
                *said,
                *([slip.get(label)] if slip else []),
                *([registry.get(label)] if registry else []),
            ),
        )
        for label, said in changes
    ]
    return compare(columns, rows)


def _person_on_slip(read: Read, *, is_full: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for photo in read.values():
        fields = photo.reading.fields
        if name := photo.reading.value(FieldName.FULL_NAME):
            found.setdefault(_("Họ và tên"), name)
        if FieldName.BIRTH_DATE in fields:
            told = slip_facts.words_of(FieldName.BIRTH_DATE, fields[FieldName.BIRTH_DATE])
            found.setdefault(_("Ngày sinh"), told)
        if number := photo.reading.value(FieldName.IDENTITY):
            found.setdefault(_("Số căn cước"), shown(number, Cccd, is_full=is_full))
    return found


def _in_registry(report: CorrectionReport) -> dict[str, str]:
    """Whether the population registry knows each thing as the record has it."""
    if report.patient_id is None:
        return {}
    check = latest_checks([report.patient_id]).get(report.patient_id)
    if check is None or check.verdict == Verdict.NO_ANSWER:
        return {}
    names = {
        _("Họ và tên"): "full_name",
        _("Ngày sinh"): "birth_date",
        _("Giới tính"): "sex",
        _("Số căn cước"): "number",
    }
    return {
        label: _("Khác hồ sơ") if name in check.differs else _("Như hồ sơ")
        for label, name in names.items()
    }


def claimed_dose(said: Claims) -> list[tuple[str, str | None]]:
    """What the sender says the dose was; None where nothing is claimed."""
    claim = said.dose
    vaccine = Vaccine.objects.filter(pk=claim.vaccine_id).first() if claim.vaccine_id else None
    facility = Facility.objects.filter(pk=claim.facility_id).first() if claim.facility_id else None
    values = (
        vaccine.name_vi if vaccine else None,
        day(claim.administered_on) if claim.administered_on else None,
        claim.lot_number,
        facility.name if facility else claim.place,
    )
    return list(zip(labels(), values, strict=True))


def labels() -> list[str]:
    return [_("Vắc xin"), _("Ngày tiêm"), _("Số lô"), _("Nơi tiêm")]


def values(version: DoseVersion) -> list[str]:
    return [
        version.vaccine_text or version.vaccine.name_vi,
        day(version.administered_on),
        version.lot_number,
        version.facility.name if version.facility else version.place,
    ]


def _recorded(report: CorrectionReport) -> DoseVersion | None:
    if report.dose is None or report.kind in ADDING_A_DOSE:
        return None
    if report.status != ReportStatus.ACCEPTED:
        return report.dose.current
    versions = list(report.dose.versions.select_related("vaccine", "facility").order_by("number"))
    for before, version in itertools.pairwise(versions):
        if version.origin == report.origin and version.recorded_at == report.decided_at:
            return before
    return report.dose.current
