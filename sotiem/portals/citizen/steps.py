"""The way of a report as its tracking page shows it: what is done, what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import DECIDED, ReportStatus

NEXT: Final[dict[str, Promise]] = {
    ReportStatus.SUBMITTED: _(
        "Cán bộ xem phản ánh trước hạn trả lời. Bạn nhận tin nhắn khi có kết quả."
    ),
    ReportStatus.UNDER_REVIEW: _("Cán bộ đang xem. Bạn nhận tin nhắn khi có kết quả."),
    ReportStatus.WAITING_FOR_FACILITY: _(
        "Cơ sở tiêm chủng đang được hỏi. Hạn trả lời bạn không đổi."
    ),
    ReportStatus.AWAITING_SECOND: _("Một cán bộ đã đồng ý; cán bộ thứ hai đang xem lại."),
    ReportStatus.JOINED: _("Phản ánh này được trả lời cùng lúc với một phản ánh gửi trước."),
    ReportStatus.ACCEPTED: _("Hồ sơ đã đúng. Đăng nhập để xem hồ sơ và giấy chứng nhận."),
    ReportStatus.REFUSED: _(
        "Đăng nhập để xem lý do, rồi gửi lại hoặc đề nghị cấp trên xem xét lại."
    ),
    ReportStatus.WITHDRAWN: _("Phản ánh đã được rút, hồ sơ giữ nguyên. Bạn có thể gửi mới."),
}
NEXT_IF_ALREADY: Final = _(
    "Hồ sơ đã ghi như phản ánh, không phải sửa gì. Nếu vẫn chưa đúng, đăng nhập để gửi cán bộ xem."
)
_SEEN: Final = (
    ReportStatus.UNDER_REVIEW,
    ReportStatus.WAITING_FOR_FACILITY,
    ReportStatus.AWAITING_SECOND,
)


@dataclass(frozen=True, slots=True)
class Step:
    title: Promise
    tone: str
    state: Promise
    at: datetime | None = None


def of(report: CorrectionReport, *, is_already: bool) -> list[Step]:
    """What is done, what is done now, what is to come; where the record said so already, it was
    held against the record, by whoever did so."""
    status = ReportStatus(report.status)
    received = Step(_("Gửi phản ánh"), "good", _("Xong"), report.submitted_at)
    if status == ReportStatus.WITHDRAWN:
        return [received, Step(_("Rút phản ánh"), "", _("Xong"))]
    looked = Step(_("Đối chiếu với hồ sơ") if is_already else _("Cán bộ xem xét"), "", _("Sẽ làm"))
    answered = Step(_("Trả lời"), "", _("Sẽ làm"))
    if status in DECIDED:
        looked = Step(looked.title, "good", _("Xong"))
        answered = Step(answered.title, "good", _("Xong"), report.decided_at)
    elif status in _SEEN:
        looked = Step(looked.title, "waiting", _("Đang làm"))
    return [received, looked, answered]
