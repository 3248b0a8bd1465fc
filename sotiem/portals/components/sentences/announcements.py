from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "announcements.AnnouncementCannotMove": _(
        "Công bố này đã chuyển sang bước khác. Hãy tải lại trang để xem."
    ),
    "announcements.AnnouncementHasChanged": _(
        "Cơ sở vừa gửi thêm sau khi bạn mở trang. Hãy xem lại nội dung mới rồi quyết định."
    ),
    "announcements.DocumentIsActive": _(
        "Tệp PDF này có mã chạy được hoặc chứa tệp khác nên không nhận. "
        "Hãy in lại thành tệp PDF thường, hoặc chụp ảnh từng trang."
    ),
    "announcements.DocumentIsBroken": _(
        "Tệp này không mở được: bị hỏng, có mật khẩu hoặc quá nhiều trang. Hãy lưu lại rồi gửi."
    ),
    "announcements.DocumentIsEmpty": _("Tệp này không có nội dung. Hãy chọn tệp khác."),
    "announcements.DocumentIsTooBig": _(
        "Tệp này quá lớn. Mỗi tệp không quá %(megabytes)s MB; hãy giảm cỡ ảnh hoặc chia nhỏ tệp."
    ),
    "announcements.DocumentKindUnknown": _(
        "Tệp này không phải PDF hay ảnh JPEG. Hãy lưu thành một trong hai loại đó rồi gửi."
    ),
    "announcements.FacilityCodeDoesNotFit": _(
        "Mã cơ sở gồm 3 đến 12 chữ cái không dấu, chữ số hoặc dấu nối. Hãy ghi lại."
    ),
    "announcements.FacilityCodeIsTaken": _("Mã %(code)s đã thuộc về cơ sở khác. Hãy chọn mã khác."),
    "announcements.FacilityIsElsewhere": _(
        "Cơ sở này đã có trong danh sách tại %(commune)s. "
        "Chuyển sang phường, xã khác thì công bố như một cơ sở mới."
    ),
    "announcements.NobodyDecidesOnTheirOwn": _(
        "Bạn đã gửi công bố này hoặc làm việc tại cơ sở nên không quyết định được. "
        "Hãy để đồng nghiệp xem."
    ),
    "announcements.TooManyDocuments": _(
        "Mỗi công bố nhận nhiều nhất %(most)s tệp. Hãy gộp các trang vào một tệp PDF."
    ),
    "announcements.WordsAreNeeded": _(
        "Hãy ghi rõ điều cần bổ sung hoặc lý do. Cơ sở đọc được phần này."
    ),
}
