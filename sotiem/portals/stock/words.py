"""What a clerk reads about lots and movements."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.supply.states import MovementKind, Source, WhyNot

MOVED: Final[dict[str, Promise]] = {
    MovementKind.RECEIVED: _("Nhập kho"),
    MovementKind.RETURNED: _("Trả nơi cấp"),
    MovementKind.LOST: _("Hao hụt trong kho"),
    MovementKind.COUNTED_MORE: _("Kiểm kê: thừa"),
    MovementKind.COUNTED_LESS: _("Kiểm kê: thiếu"),
    MovementKind.DRAWN_UP: _("Xuất cho buổi tiêm"),
    MovementKind.PUT_BACK: _("Buổi tiêm trả về"),
    MovementKind.WASTED: _("Hủy trong buổi tiêm"),
    MovementKind.USED: _("Đã dùng ngoài buổi tiêm"),
    MovementKind.SENT: _("Xuất đi"),
    MovementKind.ARRIVED: _("Nhận về"),
    MovementKind.LOST_ON_WAY: _("Thiếu hoặc vỡ dọc đường"),
    MovementKind.CAME_BACK: _("Hàng quay lại kho"),
}
WHY_NOT: Final[dict[str, Promise]] = {
    WhyNot.RECALLED: _("Đang bị thu hồi"),
    WhyNot.EXPIRED: _("Đã hết hạn"),
}
NEXT: Final[dict[str, Promise]] = {
    WhyNot.RECALLED: _("Để riêng, không tiêm. Trả nơi cấp theo thông báo thu hồi."),
    WhyNot.EXPIRED: _("Để riêng, không tiêm. Trả nơi cấp hoặc ghi hao hụt."),
}
SOON: Final = _("Sắp hết hạn")
SOON_NEXT: Final = _("Dùng lô này trước.")
SOURCES: Final[dict[str, Promise]] = {
    Source.PURCHASE: _("Mua"),
    Source.COVAX: _("COVAX"),
    Source.GIFT: _("Viện trợ, tặng"),
    Source.OTHER: _("Nguồn khác"),
}
