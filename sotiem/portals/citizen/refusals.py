"""What people read when a report, a photo, a code or a decision is refused."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "accounts.CodeIsWrong": _(
        "Mã chưa đúng. Bạn còn %(left)s lần thử; hãy xem lại tin nhắn mới nhất."
    ),
    "accounts.CodeHasExpired": _(
        "Mã này không dùng được nữa. Hãy quay lại trang tra cứu để nhận mã mới."
    ),
    "corrections.ClaimIsIncomplete": _(
        "Phản ánh còn thiếu thông tin. Hãy ghi vắc xin, ngày tiêm, họ tên và ngày sinh."
    ),
    "corrections.DecisionNeedsANote": _(
        "Hãy ghi căn cứ để chấp nhận, ví dụ: ảnh phiếu khớp với sổ của cơ sở."
    ),
    "corrections.DoseNoLongerCounts": _(
        "Mũi tiêm này đã được đánh dấu là nhập nhầm nên không sửa được nữa. "
        "Nếu đã tiêm mũi này, hãy báo thiếu một mũi tiêm."
    ),
    "corrections.MoveNotAllowed": _(
        "Phản ánh này đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "corrections.NobodyDecidesTwice": _(
        "Bạn đã đồng ý với phản ánh này. Việc xác nhận cần một cán bộ khác."
    ),
    "corrections.NobodyReviewsTheirOwnEntry": _(
        "Chính bạn đã nhập mũi tiêm này, nên phản ánh phải do cán bộ khác xem xét."
    ),
    "corrections.NothingClaimed": _(
        "Thông tin bạn ghi giống hệt hồ sơ hiện có. Hãy sửa ô ghi sai rồi gửi lại."
    ),
    "corrections.PersonIsUnclear": _(
        "Trong hồ sơ có người rất giống người này. Hãy làm rõ có phải cùng một người không "
        "trước khi chấp nhận."
    ),
    "corrections.PhotoIsBroken": _(
        "Ảnh số %(number)s bị hỏng hoặc chưa tải lên hết. Hãy chụp lại hoặc chọn lại ảnh."
    ),
    "corrections.PhotoIsEmpty": _("Ảnh số %(number)s không có nội dung. Hãy chọn lại ảnh."),
    "corrections.PhotoIsTooBig": _(
        "Ảnh số %(number)s lớn hơn %(megabytes)s MB. Hãy chụp lại với cỡ nhỏ hơn."
    ),
    "corrections.PhotoIsTooManyPixels": _(
        "Ảnh số %(number)s lớn hơn %(megapixels)s triệu điểm ảnh. Hãy chụp lại với cỡ nhỏ hơn."
    ),
    "corrections.PhotoKindUnknown": _(
        "Tệp số %(number)s không phải ảnh JPEG, PNG hoặc WebP. "
        "Hãy chụp ảnh phiếu bằng điện thoại rồi chọn ảnh đó."
    ),
    "corrections.RecordAlreadySaysSo": _(
        "Hồ sơ đã ghi đúng như vậy, không còn gì phải sửa. Hãy xem lại các mũi tiêm trong hồ sơ."
    ),
    "corrections.SomebodyElseHasIt": _(
        "Cán bộ khác đang xem xét phản ánh này. Hãy chọn phản ánh khác trong hàng đợi."
    ),
    "corrections.TooManyPhotos": _("Mỗi phản ánh nhận nhiều nhất %(most)s ảnh. Hãy bỏ bớt ảnh."),
    "doses.DoseIsKnown": _(
        "Hồ sơ đã có một mũi tiêm phòng bệnh này trong ngày đó. Hãy xem lại ngày tiêm."
    ),
    "doses.GivenBeforeBirth": _("Ngày tiêm ở trước ngày sinh. Hãy xem lại ngày tiêm trên phiếu."),
    "doses.GivenBeforeTheVaccineExisted": _(
        "Ngày tiêm ở trước khi bắt đầu tiêm chủng (%(first_day)s). Hãy xem lại năm trên phiếu."
    ),
    "doses.GivenInTheFuture": _("Ngày tiêm ở sau ngày hôm nay. Hãy xem lại ngày tiêm trên phiếu."),
    "doses.NothingToAmend": _("Mũi tiêm đã được ghi đúng như vậy, không còn gì phải sửa."),
}
