from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "registrations.ConsentIsOld": _(
        "Nội dung đồng ý vừa được cập nhật. Hãy mở lại trang, đọc nội dung mới rồi gửi lại."
    ),
    "registrations.FacilityIsElsewhere": _(
        "Cơ sở này không thuộc tỉnh, thành phố của danh sách. Hãy chọn cơ sở khác."
    ),
    "registrations.RegistrationIsOver": _(
        "Đăng ký này không còn trong danh sách chờ. Hãy tải lại trang để xem."
    ),
}
