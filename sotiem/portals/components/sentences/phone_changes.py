from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "phone_changes.ChangeIsDecided": _(
        "Việc đổi số này đã được quyết định. Hãy tải lại trang để xem."
    ),
    "phone_changes.ChangeIsOpen": _(
        "Hồ sơ này đang có một lần đổi số chờ cán bộ quyết định. Hãy chờ kết quả, hoặc liên hệ "
        "đơn vị quản lý."
    ),
    "phone_changes.ObjectionIsLate": _(
        "Đã hết thời gian phản đối, hoặc việc này đã được quyết định. Nếu số mới không phải của "
        "bạn, hãy mang giấy tờ tùy thân đến đơn vị tiêm chủng gần nhất."
    ),
    "phone_changes.PapersAreNotEnough": _(
        "Chưa đủ để biết chắc đây là hồ sơ nào. Hãy so lại từng ô với giấy tờ và phiếu tiêm. "
        "Nếu vẫn chưa được, hướng dẫn người dân gửi phản ánh kèm ảnh phiếu."
    ),
    "phone_changes.PhoneIsFrozen": _(
        "Số này vừa được đổi vào hồ sơ và có người phản đối, nên tạm thời chưa mở được. Cán bộ "
        "đang xem xét và sẽ nhắn tin; nếu cần, hãy mang giấy tờ tùy thân đến nơi đã đổi số."
    ),
    "phone_changes.PhoneIsTheSame": _(
        "Hồ sơ đã ghi đúng số này. Nếu người dân không nhận được mã, hãy kiểm tra điện thoại."
    ),
}
