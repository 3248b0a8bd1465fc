from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "supply.AmendedByAnotherVaccine": _(
        "Quyết định sửa đổi phải cùng nơi ban hành và cùng vắc xin với quyết định cũ. "
        "Hãy ghi một quyết định riêng cho vắc xin khác."
    ),
    "supply.BookHasChanged": _(
        "Trong lúc kiểm kê, số trên sổ của lô %(lot)s đã thay đổi. Hãy đếm lại lô này rồi ghi lại."
    ),
    "supply.DecidedBeforeItAmends": _(
        "Quyết định sửa đổi không thể ký trước quyết định mà nó sửa. Hãy xem lại ngày ký."
    ),
    "supply.DecidedInTheFuture": _("Ngày ký ở sau ngày hôm nay. Hãy xem lại ngày ký."),
    "supply.DecisionDoesNotHold": _(
        "Quyết định %(number)s đã được rút hoặc sửa đổi. Hãy tải lại trang để xem lại."
    ),
    "supply.DepotGivesNoDoses": _(
        "Kho chỉ giữ và xuất vắc xin, không tiêm cho ai. Hãy xuất đến cơ sở tiêm chủng."
    ),
    "supply.ExpectedTooEarly": _("Ngày dự kiến đến ở trước ngày xuất. Hãy xem lại hai ngày này."),
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
    "supply.NobodyAllocatedTo": _("Hãy ghi số liều cho ít nhất một nơi nhận."),
    "supply.NotEnoughInStore": _(
        "Trong kho chỉ còn %(there)s liều của lô %(lot)s, không đủ %(asked)s liều. "
        "Hãy xem lại số liều, hoặc kiểm kê kho nếu số trên sổ chưa đúng."
    ),
    "supply.NotEnoughOnTheWay": _(
        "Chuyến hàng này chỉ còn %(there)s liều của lô %(lot)s chưa đến, không đủ %(asked)s liều. "
        "Hãy xem lại số liều."
    ),
    "supply.NotOfTheDecision": _(
        "Quyết định %(number)s không còn hiệu lực, hoặc không phân bổ vắc xin này cho nơi nhận. "
        "Hãy chọn lại từ trang “Xuất kho”."
    ),
    "supply.NumberIsTaken": _(
        "Quyết định số %(number)s cho vắc xin này đã có. Hãy xem lại số quyết định."
    ),
    "supply.ReasonIsMissing": _("Hãy ghi lý do, để người xem sổ sau này hiểu."),
    "supply.ReversalStands": _(
        "Đây là một lần hoàn tác, không hoàn tác được nữa. Hãy ghi lại cho đúng."
    ),
    "supply.SentToItself": _("Nơi nhận phải là kho khác. Hãy chọn lại nơi nhận."),
    "supply.SourceIsMissing": _("Hãy chọn nguồn vắc xin nhập vào kho."),
    "supply.StoreIsNotBelow": _(
        "%(store)s không nằm trong phạm vi phân bổ của quyết định này. Hãy bỏ nơi này ra."
    ),
}
