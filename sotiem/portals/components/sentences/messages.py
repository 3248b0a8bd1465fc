from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "messages.LinkIsOver": _(
        "Đường dẫn xác nhận đã hết hạn hoặc không đúng. "
        "Hãy vào hồ sơ và ghi lại địa chỉ e-mail để nhận đường dẫn mới."
    ),
    "messages.PushServiceUnknown": _(
        "Trình duyệt này chưa nhận được thông báo từ Sổ Tiêm. Tin nhắn SMS vẫn được gửi như trước."
    ),
}
