"""What announcements and facilities are called on the screen."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sotiem.announcements import rules
from sotiem.announcements.facts import Item, Kind
from sotiem.announcements.queries import Alike
from sotiem.announcements.states import AnnouncementState, StepKind

STATES: Final[dict[str, Promise]] = {
    AnnouncementState.RECEIVED: _("Đã nhận, chờ Sở Y tế trả lời"),
    AnnouncementState.ASKED: _("Sở Y tế cần bổ sung"),
    AnnouncementState.APPROVED: _("Đã đăng công khai"),
    AnnouncementState.REFUSED: _("Chưa được chấp nhận"),
    AnnouncementState.WITHDRAWN: _("Đã rút công bố"),
}
TONES: Final[dict[str, str]] = {
    AnnouncementState.RECEIVED: "waiting",
    AnnouncementState.ASKED: "info",
    AnnouncementState.APPROVED: "good",
    AnnouncementState.REFUSED: "problem",
    AnnouncementState.WITHDRAWN: "neutral",
}
NEXT: Final[dict[str, Promise]] = {
    AnnouncementState.RECEIVED: _(
        "Sở Y tế đối chiếu và trả lời trước hạn. Kết quả được nhắn đến điện thoại đã gửi công bố."
    ),
    AnnouncementState.ASKED: _(
        "Hãy trả lời câu hỏi, bổ sung tài liệu rồi gửi lại. Hạn trả lời tính từ lúc gửi lại."
    ),
    AnnouncementState.APPROVED: _(
        "Cơ sở đã có trong danh sách công khai. Khi đổi người phụ trách, số bàn tiêm hay giờ làm "
        "việc, hãy công bố thay đổi."
    ),
    AnnouncementState.REFUSED: _("Hãy đọc lý do, sửa nội dung rồi gửi lại với cùng mã này."),
    AnnouncementState.WITHDRAWN: _("Công bố này không còn được xem xét. Có thể gửi công bố mới."),
}
STEPS: Final[dict[str, Promise]] = {
    StepKind.SENT: _("Cơ sở gửi công bố"),
    StepKind.SENT_AGAIN: _("Cơ sở gửi lại nội dung"),
    StepKind.DOCUMENT: _("Cơ sở thêm tài liệu"),
    StepKind.ASKED: _("Sở Y tế yêu cầu bổ sung"),
    StepKind.APPROVED: _("Sở Y tế chấp nhận và đăng công khai"),
    StepKind.REFUSED: _("Sở Y tế không chấp nhận"),
    StepKind.WITHDRAWN: _("Cơ sở rút công bố"),
}
ALIKE: Final[dict[str, Promise]] = {
    Alike.LICENCE: _("cùng số giấy phép"),
    Alike.PHONE: _("cùng số điện thoại"),
    Alike.NAME: _("cùng phường, xã và tên gần giống"),
}
PARTS: Final[dict[str, Promise]] = {
    "staff": _("Nhân lực"),
    "rooms": _("Phòng, khu vực"),
    "cold_chain": _("Dây chuyền lạnh"),
    "safety": _("An toàn tiêm chủng"),
}
DAYS: Final[dict[str, Promise]] = {
    "1": _("Thứ hai"),
    "2": _("Thứ ba"),
    "3": _("Thứ tư"),
    "4": _("Thứ năm"),
    "5": _("Thứ sáu"),
    "6": _("Thứ bảy"),
    "7": _("Chủ nhật"),
}


def named(thing: Item | Kind) -> str:
    """A line of a list, in the language of the page."""
    return thing.name_en if get_language() == "en" else thing.name_vi


def kind_name(code: str) -> str:
    """What a facility is; nothing where nobody said."""
    found = rules.kinds().get(code)
    return named(found) if found else ""


def parts() -> list[tuple[str, list[Item]]]:
    """The checklist by its parts, in the order of the page; unknown parts stand last."""
    order = [*PARTS, *(each.part for each in rules.checklist() if each.part not in PARTS)]
    grouped: dict[str, list[Item]] = {part: [] for part in order}
    for item in rules.checklist():
        grouped[item.part].append(item)
    return [(str(PARTS.get(part, part)), items) for part, items in grouped.items() if items]
