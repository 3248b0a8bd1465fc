from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "rosters.IsListed": _("Người này đã có trong danh sách của đơn vị."),
    "rosters.NobodyToSend": _(
        "Không dòng nào của tệp đăng ký được cho ai. "
        "Hãy xem lý do ở từng dòng, sửa trong tệp rồi tải lên lại."
    ),
    "rosters.RosterHasGoneOn": _(
        "Tệp này đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "rosters.RowIsWrong": _("Có ô chưa đúng. Hãy xem lại từng ô."),
    "rosters.SameRosterCameBefore": _(
        "Danh sách trong đúng tệp này đã được gửi lúc %(at)s. Hãy chọn tệp khác."
    ),
}
