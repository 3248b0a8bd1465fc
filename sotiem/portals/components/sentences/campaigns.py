from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "campaigns.BalanceNeedsAReason": _(
        "Còn thiếu %(missing)s mũi so với số liều đã rút. Hãy nhập tiếp, ghi số hủy, "
        "hoặc ghi lý do rồi đóng buổi tiêm."
    ),
    "campaigns.DayDoesNotFit": _("Ngày tiêm phải cách hôm nay không quá %(days)s ngày."),
    "campaigns.DoseIsInDoubt": _(
        "Mũi tiêm chưa được ghi. Hãy xem các điểm cần lưu ý, trả lời rồi ghi lại."
    ),
    "campaigns.FiguresHaveChanged": _(
        "Số liệu đã thay đổi sau khi bạn mở trang. Hãy xem lại số mới rồi xác nhận."
    ),
    "campaigns.LotDoesNotFit": _(
        "Lô %(lot)s không dùng được cho buổi tiêm này: khác loại vắc xin, hết hạn "
        "hoặc bị thu hồi. Hãy chọn lô khác."
    ),
    "campaigns.MoveNotPossible": _(
        "Không chuyển được sang trạng thái này. Hãy tải lại trang và chọn bước tiếp theo."
    ),
    "campaigns.NotTheDayYet": _("Buổi tiêm chỉ mở được từ ngày %(held_on)s."),
    "campaigns.PersonIsKnown": _(
        "Người này đã có hồ sơ từ trước buổi tiêm. Hãy để điều họ báo thành phản ánh; "
        "ở đây chỉ sửa số lô và giờ tiêm."
    ),
    "campaigns.ReasonIsNeeded": _("Việc này cần lý do. Hãy ghi lý do rồi làm lại."),
    "campaigns.SessionCannotMove": _(
        "Buổi tiêm đã được chuyển sang bước khác. Hãy tải lại trang để xem."
    ),
    "campaigns.SessionHasBegun": _(
        "Buổi tiêm đã rút vắc xin hoặc đã ghi mũi tiêm nên không hủy được. Hãy đóng buổi tiêm."
    ),
    "campaigns.SessionIsOver": _(
        "Buổi tiêm đang không mở nên chưa thay đổi gì. Hãy mở lại buổi tiêm rồi làm tiếp."
    ),
    "campaigns.SlipsDoNotFit": _(
        "Số phiếu phải đi từ nhỏ đến lớn, ghi cả số đầu và số cuối, nhiều nhất %(most)s phiếu."
    ),
    "campaigns.SlotIsFull": _(
        "Khung giờ %(time)s chỉ còn %(free)s chỗ. Hãy chọn khung giờ khác hoặc bớt người."
    ),
    "campaigns.SlotIsNeeded": _(
        "Đã mời người vào khung giờ %(time)s nên không bỏ được khung giờ này."
    ),
    "campaigns.SomebodyMovedThem": _(
        "Đồng nghiệp vừa đổi trạng thái của người này. Hãy xem trạng thái mới rồi làm tiếp."
    ),
    "campaigns.TaskHasEnded": _("Việc này đã được đồng nghiệp xử lý."),
    "campaigns.TasksAreOpen": _(
        "Còn %(number)s mũi đang chờ người xem. Hãy xử lý hết rồi làm lại."
    ),
    "campaigns.TooLateToWithdraw": _(
        "Mũi này đã ghi quá 24 giờ nên cơ sở không tự rút được. Hãy gửi phản ánh thông tin."
    ),
}
