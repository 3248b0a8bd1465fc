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
    "certificates.ListOlderThanTaken": _(
        "Danh sách số %(number)s cũ hơn danh sách số %(taken)s đã nhận. "
        "Hãy tải danh sách mới nhất từ nơi công bố."
    ),
    "certificates.ListRemovesTooMany": _(
        "Danh sách này bỏ %(removed)s khóa ký, hơn một phần ba số khóa của nguồn %(source)s. "
        "Hãy xem lại danh sách; nếu đúng là vậy, hãy xác nhận việc bỏ khóa."
    ),
    "certificates.WithdrawalNeedsAReason": _("Hãy ghi lý do thu hồi khóa ký."),
}
