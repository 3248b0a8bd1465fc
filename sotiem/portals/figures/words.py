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
