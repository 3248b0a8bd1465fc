"""Receipts to print: for who sent a report, and for who sits across the desk from an officer."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.corrections import queries
from sotiem.corrections.facts import Duty
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations.tell import tracking_address
from sotiem.foundation import audit
from sotiem.portals.citizen import words
from sotiem.portals.components.access import acting_citizen, acting_staff, citizens, staff
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.templatetags.sotiem import masked, moment
from sotiem.portals.receipts.paper import Receipt, drawn

PDF: Final = "application/pdf"


@citizens
@require_safe
@never_cache
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of one of her reports."""
    return _answer(queries.report_for_citizen(citizen=acting_citizen(request), code=code))


@staff(Role.OFFICER)
@require_safe
@never_cache
def at_the_desk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The receipt of a report, printed for its sender; recorded."""
    who = acting_staff(request)
    report = queries.report_for_officer(staff=who, public_id=public_id)
    audit.record(
        "receipt.printed",
        report,
        by=who,
        at=timezone.now(),
        patient_id=report.patient_id,
        code=report.tracking_code,
    )
    return _answer(report)


def _answer(report: CorrectionReport) -> HttpResponse:
    return file_answer(f"{report.tracking_code}.pdf", drawn(_receipt(report)), PDF)


def _receipt(report: CorrectionReport) -> Receipt:
    dues = [due for due in report.deadlines if due.name != Duty.ACKNOWLEDGE]
    return Receipt(
        title=_("Giấy biên nhận phản ánh"),
        code=report.tracking_code,
        lines=(
            (_("Nội dung"), str(words.KINDS[report.kind])),
            (_("Gửi lúc"), moment(report.submitted_at)),
            *(
                (_("Hạn: %(duty)s") % {"duty": words.DUTIES[due.name]}, moment(due.due_at))
                for due in dues
            ),
            (_("Nơi giải quyết"), words.unit_in_words(report.path)),
            (_("Tin nhắn báo đến"), masked(report.reporter_phone)),
        ),
        address=tracking_address(report.tracking_code),
        printed_at=moment(timezone.now()),
    )
