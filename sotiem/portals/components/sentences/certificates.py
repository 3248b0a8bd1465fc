from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "certificates.KeyCannotBeOpened": _(
        "Khóa ký giấy chứng nhận không mở được bằng bí mật của máy chủ này. "
        "Hãy báo cho người quản trị hệ thống."
    ),
    "certificates.NoSuchSigner": _(
        "Không có khóa ký giấy chứng nhận hay khóa của cơ sở mang mã %(kid)s. "
        "Hãy xem lại danh sách khóa."
    ),
    "certificates.NotTheFacilitysWord": _(
        "Cơ sở không tự ghi những mũi này nên không thể ký ngay khi lưu. "
        "Hãy chọn ký sau khi xem lại, hoặc không cần cơ sở ký."
    ),
    "certificates.OwnEntriesAreConfirmedByAnother": _(
        "Trong số này có mũi do chính bạn nhập. Hãy nhờ người phụ trách khác của cơ sở xác nhận."
    ),
    "certificates.RuleNeedsAReason": _("Hãy ghi lý do đổi cách ký xác nhận."),
    "certificates.SignatureIsSetSo": _(
        "Cách ký này đang được áp dụng rồi. Hãy chọn cách khác nếu muốn đổi."
    ),
    "certificates.TokenCannotBeUsed": _(
        "Thiết bị giữ khóa ký chưa dùng được (%(problem)s). Mũi tiêm vẫn được ghi; "
        "hãy báo cho người quản trị hệ thống."
    ),
    "certificates.WaitingDosesHaveChanged": _(
        "Danh sách mũi chờ xác nhận đã thay đổi so với lúc bạn mở trang. Hãy xem lại rồi xác nhận."
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
