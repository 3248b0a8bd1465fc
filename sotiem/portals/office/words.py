"""What roles, actions and actors are called on the screen."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Role
from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.foundation.actors import ActorKind
from sotiem.guardians.facts import EndedBecause


class KeyState(StrEnum):
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"


ROLES: Final[dict[Role, Promise]] = {
    Role.CLERK: _("Nhập liệu của cơ sở"),
    Role.HEAD: _("Phụ trách cơ sở"),
    Role.KEEPER: _("Thủ kho vắc xin"),
    Role.OFFICER: _("Xử lý phản ánh"),
    Role.REGULATOR: _("Quy định mở cửa lại"),
    Role.AUDITOR: _("Kiểm tra nhật ký"),
    Role.ADMINISTRATOR: _("Quản lý tài khoản"),
}
ROLE_HINTS: Final[dict[str, Promise]] = {
    Role.CLERK.value: _("Ghi mũi tiêm và nhập tệp của một cơ sở tiêm chủng."),
    Role.HEAD.value: _("Xác nhận số liệu từng ngày của một cơ sở tiêm chủng."),
    Role.KEEPER.value: _("Nhập, xuất, nhận và kiểm kê vắc xin của một kho quốc gia hoặc kho tỉnh."),
    Role.OFFICER.value: _("Xem giấy tờ và quyết định các phản ánh trong phạm vi."),
    Role.REGULATOR.value: _("Soạn và công bố quy định thẻ xanh, thẻ vàng; chỉ ở phạm vi cả nước."),
    Role.AUDITOR.value: _("Đọc nhật ký và kiểm chứng chuỗi niêm phong; chỉ ở phạm vi cả nước."),
    Role.ADMINISTRATOR.value: _("Thêm cán bộ, cấp và thu quyền trong phạm vi."),
}
ENDED: Final[dict[str, Promise]] = {
    EndedBecause.RETURNED: _("Người giám hộ đã thôi giữ"),
    EndedBecause.WARD: _("Người được giám hộ đã chấm dứt"),
    EndedBecause.OTHER_GUARDIAN: _("Người giám hộ khác đã chấm dứt"),
    EndedBecause.OFFICER: _("Cán bộ đã chấm dứt"),
    EndedBecause.OF_AGE: _("Đã đủ 18 tuổi"),
    EndedBecause.TERM_OVER: _("Đã hết hạn"),
}
DOSE_WAYS: Final[dict[DoseWay, Promise]] = {
    DoseWay.ENTRY: _("Cơ sở nhập từng mũi"),
    DoseWay.SHEET: _("Cơ sở nhập theo tệp"),
    DoseWay.PROGRAM: _("Phần mềm của cơ sở gửi"),
    DoseWay.LOADED: _("Chuyển từ hệ thống trước"),
    DoseWay.DECISION: _("Cán bộ quyết định sau phản ánh"),
}
FIRST_SIGNATURES: Final[dict[FirstSignature, Promise]] = {
    FirstSignature.AT_ENTRY: _("Cơ sở ký ngay khi lưu"),
    FirstSignature.AFTER_REVIEW: _("Cơ sở ký sau khi người phụ trách xem lại"),
    FirstSignature.NOBODY: _("Không cần cơ sở ký"),
}
ACTORS: Final[dict[str, Promise]] = {
    ActorKind.STAFF.value: _("Cán bộ"),
    ActorKind.CITIZEN.value: _("Người dân"),
    ActorKind.MACHINE.value: _("Hệ thống"),
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
