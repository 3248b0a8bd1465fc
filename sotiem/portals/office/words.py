"""What roles, actions and actors are called on the screen."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Role
from sotiem.foundation.actors import ActorKind


class KeyState(StrEnum):
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"


ROLES: Final[dict[Role, Promise]] = {
    Role.CLERK: _("Nhập liệu của cơ sở"),
    Role.HEAD: _("Phụ trách cơ sở"),
    Role.OFFICER: _("Xử lý phản ánh"),
    Role.AUDITOR: _("Kiểm tra nhật ký"),
    Role.ADMINISTRATOR: _("Quản lý tài khoản"),
}
ROLE_HINTS: Final[dict[str, Promise]] = {
    Role.CLERK.value: _("Ghi mũi tiêm và nhập tệp của một cơ sở tiêm chủng."),
    Role.HEAD.value: _("Xác nhận số liệu từng ngày của một cơ sở tiêm chủng."),
    Role.OFFICER.value: _("Xem giấy tờ và quyết định các phản ánh trong phạm vi."),
    Role.AUDITOR.value: _("Đọc nhật ký và kiểm chứng chuỗi niêm phong; chỉ ở phạm vi cả nước."),
    Role.ADMINISTRATOR.value: _("Thêm cán bộ, cấp và thu quyền trong phạm vi."),
}
ACTORS: Final[dict[str, Promise]] = {
    ActorKind.STAFF.value: _("Cán bộ"),
    ActorKind.CITIZEN.value: _("Người dân"),
    ActorKind.MACHINE.value: _("Hệ thống"),
}
ACTIONS: Final[dict[str, Promise]] = {
    "patient.viewed": _("Xem hồ sơ"),
    "patient.shown_in_full": _("Xem đầy đủ thông tin cá nhân"),
    "patient.searched": _("Phần mềm của cán bộ tra cứu, hồ sơ này có thể khớp"),
    "patient.registered": _("Lập hồ sơ"),
    "patient.amended": _("Sửa hồ sơ"),
    "patients.linked": _("Ghép hai hồ sơ của một người"),
    "patients.unlinked": _("Tách hai hồ sơ"),
    "match_pair.found": _("Thấy hai hồ sơ có thể trùng"),
    "match_pair.drawn": _("Rút một cặp đã tự ghép để xem lại"),
    "match_pair.decided": _("Kết luận về hai hồ sơ có thể trùng"),
    "match_pair.taken_back": _("Hoàn tác kết luận về hai hồ sơ"),
    "match_model.learned": _("Học mô hình đối chiếu mới"),
    "match_model.switched": _("Đổi mô hình đối chiếu"),
    "name_statistics.taken": _("Thống kê tần suất họ tên"),
    "dose.recorded": _("Ghi mũi tiêm"),
    "dose.amended": _("Sửa mũi tiêm"),
    "dose.withdrawn": _("Đánh dấu mũi tiêm nhập nhầm"),
    "correction_report.submitted": _("Đã gửi phản ánh"),
    "correction_report.viewed": _("Xem phản ánh"),
    "correction_report.under_review": _("Nhận xử lý phản ánh"),
    "correction_report.put_back": _("Trả phản ánh lại hàng chờ"),
    "correction_report.awaiting_second": _("Đồng ý, chờ người thứ hai"),
    "correction_report.accepted": _("Chấp nhận phản ánh"),
    "correction_report.refused": _("Từ chối phản ánh"),
    "correction_report.withdrawn": _("Người gửi rút phản ánh"),
    "decision.made": _("Ghi quyết định"),
    "certificate.issued": _("Cấp giấy chứng nhận"),
    "certificate.replaced": _("Thay giấy chứng nhận"),
    "certificate.revoked": _("Thu hồi giấy chứng nhận"),
    "certificate.not_issued": _("Không cấp được giấy chứng nhận"),
    "import.uploaded": _("Tải tệp lên"),
    "import.checked": _("Đã kiểm tra tệp"),
    "import.approved": _("Duyệt nhập tệp"),
    "import.committed": _("Nhập xong tệp"),
    "import.not_committed": _("Nhập tệp không thành"),
    "import.cancelled": _("Bỏ tệp"),
    "import.refused": _("Không nhận tệp"),
    "import_row.answered": _("Trả lời mũi trong tệp có phải mũi đã ghi"),
    "import_row.taken_back": _("Hoàn tác câu trả lời về mũi trong tệp"),
    "user.registered": _("Thêm cán bộ"),
    "user.signed_in": _("Cán bộ đăng nhập"),
    "user.password_chosen": _("Cán bộ đổi mật khẩu"),
    "user.sign_in_reset": _("Đặt lại đăng nhập của cán bộ"),
    "user.closed": _("Đóng tài khoản"),
    "user.reopened": _("Mở lại tài khoản"),
    "access_key.made": _("Tạo khóa truy cập"),
    "access_key.used": _("Phần mềm dùng khóa truy cập"),
    "access_key.revoked": _("Thu hồi khóa truy cập"),
    "membership.granted": _("Cấp quyền"),
    "membership.withdrawn": _("Thu quyền"),
    "facility.registered": _("Thêm cơ sở tiêm chủng"),
    "lot.registered": _("Thêm lô vắc xin"),
    "signing_key.created": _("Tạo khóa ký"),
}
KEY_STATES: Final[dict[KeyState, tuple[Promise, str]]] = {
    KeyState.IN_FORCE: (_("Còn hiệu lực"), "good"),
    KeyState.EXPIRED: (_("Đã hết hạn"), "neutral"),
    KeyState.REVOKED: (_("Đã thu hồi"), "problem"),
}
# What a model was measured by: in hundredths, and how many decimals matter.
MEASURES: Final[dict[str, tuple[Promise, int]]] = {
    "f1": (_("F1"), 2),
    "precision": (_("Độ chính xác"), 2),
    "recall": (_("Độ phủ"), 2),
    "automatic": (_("Tỷ lệ tự ghép"), 1),
    "automatic_precision": (_("Độ chính xác khi tự ghép"), 3),
    "strangers_named": (_("Nhận nhầm người chưa có hồ sơ"), 2),
    "ece": (_("Sai số hiệu chỉnh (ECE)"), 2),
}


class Measure(NamedTuple):
    """One measure of a model; what the model before it reached on the same, where that is known."""

    name: Promise
    value: str
    before: str


def measures_in_words(evaluation: Mapping[str, Any]) -> list[Measure]:
    """The measures of a model that we have words for, as shares of a hundred."""
    before = evaluation.get("before", {})
    return [
        Measure(words, _share(evaluation[name], places), _share(before.get(name), places))
        for name, (words, places) in MEASURES.items()
        if isinstance(evaluation.get(name), int | float)
    ]


def _share(value: float | None, places: int) -> str:
    if value is None:
        return ""
    return f"{formats.number_format(round(100 * value, places), decimal_pos=places)} %"
