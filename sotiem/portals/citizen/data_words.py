"""What the trail tells her of her phone and of requests about her data."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOLD_OF_DATA: Final[dict[str, Promise]] = {
    "phone_change.searched": _(
        "Cán bộ tìm theo giấy tờ ở quầy để đổi số điện thoại, có thể là của bạn"
    ),
    "phone_change.made": _("Đổi số điện thoại của bạn ở quầy"),
    "phone_change.waits": _("Yêu cầu đổi số điện thoại của bạn, chờ cán bộ thứ hai"),
    "phone_change.agreed": _("Cán bộ thứ hai đồng ý đổi số điện thoại của bạn"),
    "phone_change.refused": _("Không đổi số điện thoại của bạn"),
    "phone_change.objected": _("Số điện thoại cũ phản đối; số mới tạm khóa"),
    "phone_change.kept": _("Cán bộ xem phản đối và giữ số điện thoại mới"),
    "phone_change.returned": _("Cán bộ xem phản đối và trả lại số điện thoại cũ"),
    "phone_change.used": _("Hồ sơ được mở bằng số điện thoại vừa đổi"),
    "phone_change.viewed": _("Cán bộ xem lại việc đổi số điện thoại của bạn"),
    "data.exported": _("Bạn tải dữ liệu của mình"),
    "data_request.received": _("Bạn yêu cầu xóa dữ liệu"),
    "data_request.viewed": _("Cán bộ xem yêu cầu xóa dữ liệu của bạn"),
    "data_request.extended": _("Gia hạn trả lời yêu cầu xóa dữ liệu của bạn"),
    "data_request.answered": _("Công văn trả lời yêu cầu xóa dữ liệu của bạn"),
    "data_request.appealed": _("Bạn đề nghị xem xét lại công văn"),
    "data_request.printed": _("In công văn trả lời yêu cầu xóa dữ liệu của bạn"),
    "registration.erased": _("Xóa đăng ký tiêm của bạn theo yêu cầu"),
    "appointment.erased": _("Xóa thông tin của bạn trong danh sách buổi tiêm, theo yêu cầu"),
    "evidence.erased": _("Xóa ảnh bạn đã gửi kèm phản ánh, theo yêu cầu"),
}
