"""What requests about personal data are called on the screen and in letters."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.data_requests.facts import Item, RequestState

ITEMS: Final[dict[str, Promise]] = {
    Item.EMAIL: _("Địa chỉ e-mail nhận tin"),
    Item.PUSH: _("Trình duyệt nhận thông báo"),
    Item.REGISTRATIONS: _("Đăng ký tiêm chưa tiêm, cùng sự đồng ý đã cho"),
    Item.PHOTOS: _("Ảnh giấy tờ đã gửi kèm phản ánh đã trả lời"),
    Item.RECORD: _("Hồ sơ tiêm chủng, giấy chứng nhận và nhật ký"),
}
HINTS: Final[dict[str, Promise]] = {
    Item.EMAIL: _("Bạn cũng bỏ được ngay ở trang Tin đã gửi."),
    Item.PUSH: _("Bạn cũng bỏ được ngay ở trang Tin đã gửi."),
    Item.REGISTRATIONS: _("Bạn ra khỏi danh sách chờ; muốn tiêm thì đăng ký lại."),
    Item.PHOTOS: _("Phản ánh và kết quả vẫn còn, chỉ ảnh bị xóa."),
    Item.RECORD: _(
        "Pháp luật yêu cầu lưu giữ, nên thường không xóa được; công văn sẽ nêu căn cứ. "
        "Nếu hồ sơ ghi sai, hãy gửi phản ánh để được sửa."
    ),
}
STATES: Final[dict[str, Promise]] = {
    RequestState.RECEIVED: _("Đã tiếp nhận, chờ trả lời"),
    RequestState.ANSWERED: _("Đã có công văn trả lời"),
    RequestState.APPEALED: _("Cấp trên đang xem xét lại"),
}
TONES: Final[dict[str, str]] = {
    RequestState.RECEIVED: "waiting",
    RequestState.ANSWERED: "good",
    RequestState.APPEALED: "waiting",
}
REASONS: Final[dict[str, Promise]] = {
    "registered": _("lập hồ sơ"),
    "recorded": _("cơ sở nhập"),
    "sent": _("phần mềm của cơ sở gửi"),
    "withdrawn": _("bỏ khi hủy việc nhập"),
    "report": _("theo phản ánh"),
    "loaded": _("nạp từ hệ thống khác"),
    "completed": _("điền chỗ trống từ tệp của cơ sở"),
    "emptied": _("bỏ phần đã điền"),
    "sheet": _("sửa theo tệp của cán bộ"),
    "undone": _("hoàn tác một lần sửa"),
    "phone": _("đổi số điện thoại"),
}
SEXES: Final[dict[str, Promise]] = {"female": _("nữ"), "male": _("nam"), "other": _("khác")}


def reason_in_words(code: str) -> str:
    return str(REASONS.get(code, _("sửa")))
