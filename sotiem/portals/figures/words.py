"""What is counted, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEASURES: Final[dict[str, str | Promise]] = {
    "doses": _("Số mũi tiêm"),
    "first": _("Người đã tiêm ít nhất một mũi"),
    "full": _("Người đã tiêm đủ liều cơ bản"),
    "booster": _("Mũi tiêm thêm sau liều cơ bản"),
}
# For heads of columns and buttons.
SHORT: Final[dict[str, str | Promise]] = {
    "doses": _("Số mũi tiêm"),
    "first": _("Ít nhất một mũi"),
    "full": _("Đủ liều cơ bản"),
    "booster": _("Mũi thêm"),
}
# Doses by the days from dose to entry.
DELAYS: Final[dict[str, str | Promise]] = {
    "days_0_1": _("Ngày tiêm hoặc hôm sau"),
    "days_2_3": _("Sau 2 đến 3 ngày"),
    "days_4_7": _("Sau 4 đến 7 ngày"),
    "days_8": _("Sau hơn 7 ngày"),
}
NO_VACCINE: Final = _("Không rõ vắc xin")
TABLES: Final[dict[str, str | Promise]] = {
    "2021": _("Bảng chín cột của năm 2021"),
    "so": _("Sổ này đúng đến đâu"),
}
