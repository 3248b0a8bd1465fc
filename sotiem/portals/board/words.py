"""What people read on the board."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.facts import Way

WAYS: Final[dict[Way, Promise]] = {
    Way.MACHINE: _("Máy trả lời"),
    Way.ONE_KEY: _("Đồng ý bằng một phím"),
    Way.LOOK: _("Cán bộ xem đầy đủ"),
    Way.BULK: _("Sửa chung một lỗi"),
    Way.SHEET: _("Theo bảng tính"),
    Way.JOINED: _("Trả lời cùng phản ánh gửi trước"),
}
# As indicators.facts.AGES has them.
AGES: Final[tuple[Promise, ...]] = (
    _("Hôm nay"),
    _("Hôm qua"),
    _("2 đến 4 ngày"),
    _("5 đến 9 ngày"),
    _("10 đến 19 ngày"),
    _("Từ 20 ngày"),
)
