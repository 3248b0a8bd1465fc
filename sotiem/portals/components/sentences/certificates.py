from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "certificates.KeyCannotBeOpened": _(
        "Khóa ký giấy chứng nhận không mở được bằng bí mật của máy chủ này. "
        "Hãy báo cho người quản trị hệ thống."
    ),
    "certificates.NoSuchSigner": _(
        "Không có khóa ký giấy chứng nhận mang mã %(kid)s. Hãy xem lại danh sách khóa."
    ),
    "certificates.WithdrawalNeedsAReason": _("Hãy ghi lý do thu hồi khóa ký."),
}
