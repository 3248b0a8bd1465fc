from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "accounts.AccessKeyHasExpired": _(
        "Khóa truy cập đã hết hạn. Hãy tạo khóa mới ở mục Khóa truy cập trong trang của bạn."
    ),
    "accounts.AccessKeyIsRevoked": _(
        "Khóa truy cập đã bị thu hồi. Hãy tạo khóa mới ở mục Khóa truy cập trong trang của bạn."
    ),
    "accounts.AccessKeyIsUnknown": _(
        "Thiếu khóa truy cập, hoặc khóa không đúng. "
        "Hãy gửi dòng Authorization: Bearer, theo sau là khóa."
    ),
    "accounts.AccessKeyMustEnd": _(
        "Khóa phải có ngày hết hạn sau hôm nay và không quá %(days)s ngày nữa."
    ),
    "accounts.TooManyAccessKeys": _(
        "Bạn đang có %(most)s khóa còn hiệu lực. Hãy thu hồi khóa không dùng nữa trước."
    ),
    "accounts.CodeHasExpired": _(
        "Mã này không dùng được nữa. Hãy quay lại trang tra cứu để nhận mã mới."
    ),
    "accounts.CodeIsWrong": _(
        "Mã chưa đúng. Bạn còn %(left)s lần thử; hãy xem lại tin nhắn mới nhất."
    ),
    "accounts.CountryNeedsAnAdministrator": _(
        "Đây là người quản lý tài khoản cuối cùng của cả nước. "
        "Hãy cấp quyền này cho một người khác trước."
    ),
    "accounts.NobodyClosesTheirOwnAccount": _(
        "Bạn không thể đóng hay đặt lại tài khoản của chính mình. "
        "Hãy nhờ một người quản lý tài khoản khác."
    ),
    "accounts.NobodyGrantsToThemselves": _(
        "Không ai tự cấp quyền cho mình. Hãy nhờ một người quản lý tài khoản khác."
    ),
    "accounts.UsernameIsTaken": _(
        "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác, ví dụ thêm tên đơn vị."
    ),
}
