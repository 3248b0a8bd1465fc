"""What sessions, states and cautions are called on the screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.campaigns.states import AppointmentState, Duty, PostponeReason, SessionStatus

STATUSES: Final[Mapping[str, tuple[Promise, str]]] = {
    SessionStatus.PLANNED.value: (_("Đã lập kế hoạch"), "info"),
    SessionStatus.OPEN.value: (_("Đang mở"), "good"),
    SessionStatus.CLOSED.value: (_("Đã đóng, chờ xác nhận"), "waiting"),
    SessionStatus.CONFIRMED.value: (_("Đã xác nhận"), "good"),
    SessionStatus.CANCELLED.value: (_("Đã hủy"), "neutral"),
}
NEXT: Final[Mapping[str, Promise]] = {
    SessionStatus.PLANNED.value: _("Mở buổi tiêm khi bắt đầu làm việc."),
    SessionStatus.OPEN.value: _("Nhập mũi tiêm; cuối ngày cân đối rồi đóng buổi tiêm."),
    SessionStatus.CLOSED.value: _("Phụ trách cơ sở xem số liệu rồi xác nhận."),
    SessionStatus.CONFIRMED.value: _("Không cần làm gì thêm."),
    SessionStatus.CANCELLED.value: _("Không cần làm gì thêm."),
}
STATES: Final[Mapping[str, tuple[Promise, str]]] = {
    AppointmentState.CALLED.value: (_("Được mời"), "neutral"),
    AppointmentState.CHECKED_IN.value: (_("Đã đến"), "info"),
    AppointmentState.SCREENED.value: (_("Đã khám sàng lọc"), "info"),
    AppointmentState.VACCINATED.value: (_("Đang theo dõi"), "waiting"),
    AppointmentState.OBSERVED.value: (_("Đã theo dõi đủ"), "good"),
    AppointmentState.LEFT.value: (_("Về sớm"), "problem"),
    AppointmentState.POSTPONED.value: (_("Hoãn tiêm"), "waiting"),
    AppointmentState.REFUSED.value: (_("Không tiêm"), "neutral"),
}
# What a button says, by the state it leads to; from where it leads back, other words.
TO: Final[Mapping[str, Promise]] = {
    AppointmentState.CALLED.value: _("Chưa đến"),
    AppointmentState.CHECKED_IN.value: _("Đã đến"),
    AppointmentState.SCREENED.value: _("Khám xong"),
    AppointmentState.VACCINATED.value: _("Theo dõi tiếp"),
    AppointmentState.OBSERVED.value: _("Cho về"),
    AppointmentState.LEFT.value: _("Đã tự về"),
    AppointmentState.POSTPONED.value: _("Hoãn tiêm"),
    AppointmentState.REFUSED.value: _("Không tiêm"),
}
GROUPS: Final[tuple[tuple[str, Promise, tuple[AppointmentState, ...]], ...]] = (
    ("moi", _("Được mời"), (AppointmentState.CALLED,)),
    ("den", _("Đã đến"), (AppointmentState.CHECKED_IN, AppointmentState.SCREENED)),
    ("theo-doi", _("Đang theo dõi"), (AppointmentState.VACCINATED,)),
    ("xong", _("Đã xong"), (AppointmentState.OBSERVED, AppointmentState.LEFT)),
    ("hoan", _("Hoãn, không tiêm"), (AppointmentState.POSTPONED, AppointmentState.REFUSED)),
)
POSTPONED_BECAUSE: Final[Mapping[str, Promise]] = {
    PostponeReason.FEVER.value: _("Đang sốt"),
    PostponeReason.ACUTE_ILLNESS.value: _("Đang mắc bệnh cấp tính"),
    PostponeReason.CHRONIC_ILLNESS.value: _("Bệnh mạn tính chưa ổn định"),
    PostponeReason.VITAL_SIGNS.value: _("Huyết áp, mạch hoặc nhịp thở bất thường"),
    PostponeReason.PREGNANT.value: _("Mang thai dưới 13 tuần"),
    PostponeReason.INFECTED.value: _("Đang hoặc vừa mắc chính bệnh này"),
    PostponeReason.CONTACT.value: _("Tiếp xúc gần ca bệnh, đang cách ly"),
    PostponeReason.OTHER_VACCINE.value: _("Mới tiêm vắc xin khác"),
    PostponeReason.WEAK_IMMUNITY.value: _("Suy giảm miễn dịch hoặc thuốc ức chế miễn dịch"),
    PostponeReason.TO_HOSPITAL.value: _("Chuyển tiêm tại bệnh viện"),
    PostponeReason.OTHER.value: _("Lý do khác"),
}
DUTIES: Final[Mapping[str, Promise]] = {
    Duty.CLERK.value: _("Nhập liệu"),
    Duty.SCREENER.value: _("Khám sàng lọc"),
    Duty.VACCINATOR.value: _("Tiêm"),
    Duty.OBSERVER.value: _("Theo dõi sau tiêm"),
}
LABELS: Final[Mapping[str, Promise]] = {
    "46x34": _("Nhãn 46 × 34 mm, giấy cuộn (PDF)"),
    "92x34": _("Nhãn 92 × 34 mm, giấy cuộn (PDF)"),
    "46x34-a4": _("Nhãn 46 × 34 mm, trên tờ A4 (PDF)"),
    "92x34-a4": _("Nhãn 92 × 34 mm, trên tờ A4 (PDF)"),
}
WHY_MISSING: Final[Mapping[str, Promise]] = {
    "task": _("Mũi đã nhập, đang chờ người xem"),
    AppointmentState.CHECKED_IN.value: _("Đã đến, chưa ghi mũi tiêm"),
    AppointmentState.SCREENED.value: _("Đã khám, chưa ghi mũi tiêm"),
}


def why_aside(because: str, note: str) -> str:
    """Why somebody got no dose, as those at the session read it."""
    return ": ".join(filter(None, (str(POSTPONED_BECAUSE.get(because, "")), note)))
