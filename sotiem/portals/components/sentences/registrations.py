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
    "registrations.GroupIsHers": _(
        "Nhóm này nói lên bệnh tật, hoàn cảnh hay tôn giáo nên chỉ chính người ấy được chọn. "
        "Hãy chọn nhóm khác."
    ),
    "registrations.NotTheSamePerson": _(
        "Ngày sinh không đúng như đơn vị đã ghi. Hãy xem lại; nếu đơn vị ghi sai, hãy báo đơn vị."
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
