"""What a person reads when something about accounts is refused."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "accounts.NobodyGrantsToThemselves": _(
        "Không ai tự cấp quyền cho mình. Hãy nhờ một người quản lý tài khoản khác."
    ),
    "accounts.CountryNeedsAnAdministrator": _(
        "Đây là người quản lý tài khoản cuối cùng của cả nước. "
        "Hãy cấp quyền này cho một người khác trước."
    ),
    "accounts.NobodyClosesTheirOwnAccount": _(
        "Bạn không thể đóng hay đặt lại tài khoản của chính mình. "
        "Hãy nhờ một người quản lý tài khoản khác."
    ),
    "accounts.UsernameIsTaken": _(
        "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác, ví dụ thêm tên đơn vị."
    ),
}
