"""For what personal data are asked, on what basis, for how long, and who sees them: one register.

Shown as a line on every form that asks, and as a whole on the page about privacy. The bases and
times are our proposal; the ministry's lawyers have the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Purpose:
    """A set of personal data."""

    name: Promise
    purpose: Promise
    basis: Promise
    kept: Promise
    seen_by: Promise


_STATE_TASK: Final = _(
    "Nhiệm vụ của cơ quan nhà nước về tiêm chủng: Nghị định 104/2016/NĐ-CP; "
    "Luật 91/2025/QH15, Điều 19."
)
_OWN_RIGHT: Final = _("Quyền của bạn theo Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP.")
_CONSENT: Final = _("Sự đồng ý của bạn, rút lại lúc nào cũng được: Luật 91/2025/QH15.")
_STAFF_IN_CHARGE: Final = _("Bạn, và cán bộ có việc trong địa bàn hoặc cơ sở của mình.")
_LONG: Final = _("Lâu dài; chỗ sai được thay bằng phiên bản mới.")

PURPOSES: Final[Mapping[str, Purpose]] = {
    "record": Purpose(
        _("Hồ sơ tiêm chủng"),
        _("Biết ai đã được tiêm gì, cấp giấy chứng nhận, sửa khi ghi sai."),
        _STATE_TASK,
        _LONG,
        _STAFF_IN_CHARGE,
    ),
    "look_up": Purpose(
        _("Tra cứu hồ sơ"),
        _("Tìm đúng hồ sơ của bạn và chắc rằng chỉ bạn mở được."),
        _OWN_RIGHT,
        _("Không lưu điều bạn nhập; mã xác thực xóa sau một ngày."),
        _("Không ai."),
    ),
    "report": Purpose(
        _("Phản ánh và giấy tờ kèm theo"),
        _("Đối chiếu và sửa hồ sơ ghi sai."),
        _OWN_RIGHT,
        _("Cùng hồ sơ; ảnh xóa được theo yêu cầu sau khi đã trả lời."),
        _("Bạn, cán bộ xử lý, và cơ sở tiêm khi được hỏi."),
    ),
    "registering": Purpose(
        _("Việc đăng ký tiêm"),
        _("Lập danh sách, mời tiêm, chuẩn bị buổi tiêm an toàn."),
        _CONSENT,
        _("Đến khi tiêm; chưa tiêm thì xóa được theo yêu cầu."),
        _("Bạn, Sở Y tế và cơ sở mời bạn."),
    ),
    "session": Purpose(
        _("Danh sách và phiếu của buổi tiêm"),
        _("Tiêm đúng người, ghi mũi tiêm, in phiếu xác nhận."),
        _STATE_TASK,
        _LONG,
        _("Bạn và cơ sở tiêm."),
    ),
    "family": Purpose(
        _("Hồ sơ của con và người được giám hộ"),
        _("Để cha mẹ, người giám hộ giữ hồ sơ thay đến khi người ấy đủ tuổi."),
        _OWN_RIGHT,
        _("Đến khi quyền giám hộ chấm dứt; nhật ký thì giữ lâu dài."),
        _("Hai bên, và cán bộ cấp quyền theo giấy tờ."),
    ),
    "announcement": Purpose(
        _("Việc công bố cơ sở tiêm chủng"),
        _("Biết ai đứng đầu cơ sở và liên hệ được khi xem xét công bố."),
        _STATE_TASK,
        _LONG,
        _("Sở Y tế; tên người đứng đầu và số điện thoại của cơ sở thì công khai."),
    ),
    "contact": Purpose(
        _("Cách nhận tin"),
        _("Báo tin cho bạn ngoài tin nhắn SMS."),
        _CONSENT,
        _("Đến khi bạn bỏ."),
        _("Không ai; chỉ máy gửi tin."),
    ),
    "phone_change": Purpose(
        _("Đổi số điện thoại"),
        _("Để người không còn số cũ vẫn mở được hồ sơ, và để kẻ gian không đổi được."),
        _OWN_RIGHT,
        _LONG,
        _("Bạn, người làm ở quầy, và cán bộ xem xét khi có phản đối."),
    ),
    "data_request": Purpose(
        _("Yêu cầu về dữ liệu"),
        _("Trả lời yêu cầu của bạn đúng hạn."),
        _OWN_RIGHT,
        _("Cùng công văn trả lời."),
        _("Bạn và cán bộ trả lời."),
    ),
}
