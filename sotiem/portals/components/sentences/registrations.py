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
    "registrations.NoSeatsAreTimed": _(
        "Buổi tiêm chưa có khung giờ, hoặc không còn ở trạng thái chuẩn bị. Hãy đặt khung giờ và "
        "số chỗ trong kế hoạch rồi mời lại."
    ),
    "registrations.NotInvited": _(
        "Lời mời này không còn chờ trả lời: đã quá giờ, hoặc cơ sở đã ghi nhận bạn đến. "
        "Hãy tải lại trang để xem."
    ),
    "registrations.RegistrationIsOver": _(
        "Đăng ký này không còn trong danh sách chờ. Hãy tải lại trang để xem."
    ),
}
