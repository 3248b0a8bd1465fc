from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "supply.BookHasChanged": _(
        "Trong lúc kiểm kê, số trên sổ của lô %(lot)s đã thay đổi. Hãy đếm lại lô này rồi ghi lại."
    ),
    "supply.LotHasAnotherExpiry": _(
        "Lô %(lot)s đã có với hạn dùng %(expires_on)s. Hãy xem lại hạn dùng in trên hộp."
    ),
    "supply.LotHasExpired": _(
        "Lô %(lot)s đã hết hạn ngày %(expires_on)s, không được tiêm. Hãy chọn lô khác."
    ),
    "supply.LotIsNotRecalled": _("Lô này không bị thu hồi. Hãy tải lại trang để xem lại."),
    "supply.LotIsRecalled": _(
        "Lô %(lot)s đang bị thu hồi, không được tiêm. Hãy để riêng lô này và chọn lô khác."
    ),
    "supply.LotIsRecalledAlready": _("Lô này đã bị thu hồi từ trước. Không cần thu hồi lần nữa."),
    "supply.MoreThanDrawnUp": _(
        "Buổi tiêm chỉ còn %(there)s liều của lô %(lot)s, không đủ %(asked)s liều. "
        "Hãy xem lại số liều."
    ),
    "supply.MovedInTheFuture": _("Ngày này ở sau ngày hôm nay. Hãy xem lại ngày."),
    "supply.MovementIsReversed": _("Lần ghi này đã được hoàn tác. Không cần hoàn tác lần nữa."),
    "supply.NoDosesNamed": _("Hãy nhập số liều, ít nhất là 1."),
    "supply.NotEnoughInStore": _(
        "Trong kho chỉ còn %(there)s liều của lô %(lot)s, không đủ %(asked)s liều. "
        "Hãy xem lại số liều, hoặc kiểm kê kho nếu số trên sổ chưa đúng."
    ),
    "supply.ReasonIsMissing": _("Hãy ghi lý do, để người xem sổ sau này hiểu."),
    "supply.ReversalStands": _(
        "Đây là một lần hoàn tác, không hoàn tác được nữa. Hãy ghi lại cho đúng."
    ),
}
