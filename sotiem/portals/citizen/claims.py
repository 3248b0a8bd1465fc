"""What a report says against what the record says, side by side."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

from sotiem.corrections.facts import ADDING_A_DOSE, DoseClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility
from sotiem.portals.citizen.report_forms import place_of
from sotiem.portals.citizen.words import vaccine_name, vaccine_of
from sotiem.portals.components.claims import changes_of_person
from sotiem.portals.components.comparison import Comparison, compare
from sotiem.portals.components.templatetags.sotiem import masked
from sotiem.vaccines.models import Vaccine


def comparison_of(report: CorrectionReport) -> Comparison | None:
    """The dose as it was recorded when the report came, and as the sender says it was."""
    columns = [gettext("Hồ sơ ghi"), gettext("Bạn cho biết")]
    if report.kind == ReportKind.PERSON_WRONG:
        return compare(columns, changes_of_person(report, show=_masked))
    claim = report.said.dose
    before = None if report.kind in ADDING_A_DOSE else _version_reported(report)
    if claim == DoseClaim():
        return _as_recorded(before) if before is not None else None
    rows = [
        (gettext("Vắc xin"), _recorded_vaccine(before), _claimed_vaccine(claim)),
        (gettext("Ngày tiêm"), _day(before), _day(claim)),
        (gettext("Số lô"), before.lot_number if before else "", claim.lot_number),
        (gettext("Nơi tiêm"), place_of(before) if before else "", _claimed_place(claim)),
    ]
    return compare(
        columns,
        [(label, [old, old if new is None else new]) for label, old, new in rows],
    )


def _as_recorded(dose: DoseVersion) -> Comparison:
    """A dose of which nothing is claimed but that it should not stand there."""
    rows: list[tuple[str, list[str | None]]] = [
        (gettext("Vắc xin"), [vaccine_of(dose)]),
        (gettext("Ngày tiêm"), [_day(dose)]),
        (gettext("Số lô"), [dose.lot_number]),
        (gettext("Nơi tiêm"), [place_of(dose)]),
    ]
    return compare([gettext("Hồ sơ ghi")], rows)


def _masked(text: str, kind: Callable[[str], Any]) -> str:
    return masked(text) if text else ""


def _version_reported(report: CorrectionReport) -> DoseVersion | None:
    """The version in force when the report was sent; of a dose entered since, the first."""
    versions = DoseVersion.objects.filter(dose=report.dose).select_related("vaccine", "facility")
    known = versions.filter(recorded_at__lte=report.submitted_at).order_by("-number").first()
    return known or versions.order_by("number").first()


def _recorded_vaccine(version: DoseVersion | None) -> str:
    return vaccine_of(version) if version else ""


def _claimed_vaccine(claim: DoseClaim) -> str | None:
    if claim.vaccine_id is None:
        return None
    return vaccine_name(Vaccine.objects.get(pk=claim.vaccine_id))


def _claimed_place(claim: DoseClaim) -> str | None:
    if claim.facility_id is None:
        return claim.place
    return Facility.objects.values_list("name", flat=True).get(pk=claim.facility_id)


def _day(said: DoseVersion | DoseClaim | None) -> str | None:
    if said is None:
        return ""
    return f"{said.administered_on:%d/%m/%Y}" if said.administered_on else None
