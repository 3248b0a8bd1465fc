"""What fields, signs and deeds are called on the screen."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.reactions.facts import Deed, Group, Outcome, Reporter, Sign
from sotiem.readbacks.facts import Field
from sotiem.readbacks.states import ReadbackState

FIELDS: Final[dict[Field, Promise]] = {
    Field.FULL_NAME: _("Họ và tên"),
    Field.BIRTH_DATE: _("Ngày sinh"),
    Field.SEX: _("Giới tính"),
    Field.NUMBER: _("Số giấy tờ"),
    Field.PHONE: _("Số điện thoại"),
    Field.VACCINE: _("Vắc xin"),
    Field.LOT: _("Số lô"),
    Field.GIVEN_AT: _("Ngày, giờ tiêm"),
    Field.DOSE_NUMBER: _("Mũi thứ mấy"),
    Field.OTHER: _("Điều khác"),
}
STATES: Final[dict[ReadbackState, tuple[Promise, str]]] = {
    ReadbackState.WAITING: (_("Chưa trả lời"), "neutral"),
    ReadbackState.RIGHT: (_("Đã xác nhận đúng"), "good"),
    ReadbackState.WRONG: (_("Báo sai"), "problem"),
    ReadbackState.MENDED: (_("Đã sửa, chờ xem lại"), "waiting"),
    ReadbackState.KEPT: (_("Đã trả lời, chờ xem lại"), "waiting"),
    ReadbackState.HANDED_OVER: (_("Đã thành phản ánh"), "info"),
}
SIGNS: Final[dict[Sign, Promise]] = {
    Sign.BREATHING: _("Khó thở, thở khò khè"),
    Sign.SWOLLEN_FACE: _("Sưng mặt, môi, lưỡi hoặc họng"),
    Sign.HIVES: _("Nổi mề đay khắp người"),
    Sign.CHEST_PAIN: _("Đau hoặc tức ngực"),
    Sign.PALPITATIONS: _("Tim đập nhanh, hồi hộp kéo dài"),
    Sign.FAINTING: _("Ngất, lả đi, gọi không đáp rõ"),
    Sign.CONVULSION: _("Co giật"),
    Sign.NUMBNESS: _("Tê, yếu tay chân hoặc méo miệng"),
    Sign.HIGH_FEVER: _("Sốt từ 39 °C trở lên"),
    Sign.BLEEDING: _("Chảy máu khó cầm, bầm tím nhiều nơi"),
    Sign.PAIN: _("Đau chỗ tiêm"),
    Sign.REDNESS: _("Đỏ chỗ tiêm"),
    Sign.SWELLING: _("Sưng chỗ tiêm"),
    Sign.FEVER: _("Sốt dưới 39 °C"),
    Sign.HEADACHE: _("Đau đầu"),
    Sign.FATIGUE: _("Mệt mỏi"),
    Sign.MUSCLES: _("Đau cơ, đau khớp"),
    Sign.CHILLS: _("Ớn lạnh"),
    Sign.NAUSEA: _("Buồn nôn, tiêu chảy"),
    Sign.DIZZINESS: _("Chóng mặt"),
    Sign.RASH: _("Phát ban, ngứa"),
    Sign.OTHER: _("Dấu hiệu khác (xin ghi ở dưới)"),
}
GROUPS: Final[dict[Group, Promise]] = {
    Group.LOCAL: _("Tại chỗ tiêm"),
    Group.GENERAL: _("Toàn thân"),
    Group.ALLERGIC: _("Dị ứng"),
    Group.HEART: _("Tim mạch"),
    Group.NERVES: _("Thần kinh"),
    Group.OTHER: _("Khác"),
}
REPORTERS: Final[dict[Reporter, Promise]] = {
    Reporter.SELF: _("Chính người được tiêm"),
    Reporter.GUARDIAN: _("Người giám hộ"),
    Reporter.VACCINATOR: _("Nhân viên y tế"),
}
OUTCOMES: Final[dict[Outcome, Promise]] = {
    Outcome.UNKNOWN: _("Chưa rõ"),
    Outcome.RECOVERING: _("Đang đỡ dần"),
    Outcome.RECOVERED: _("Đã khỏi"),
    Outcome.HOSPITALISED: _("Phải nằm viện"),
    Outcome.SEQUELAE: _("Để lại di chứng"),
    Outcome.DIED: _("Đã mất"),
}
DEEDS: Final[dict[Deed, Promise]] = {
    Deed.CONTACTED: _("Đã liên hệ với người được tiêm"),
    Deed.TO_HOSPITAL: _("Đã chuyển đến bệnh viện"),
    Deed.NOTED: _("Ghi thêm theo dõi"),
    Deed.CLOSED: _("Kết thúc theo dõi"),
}


def signs_in_words(signs: list[str]) -> list[str]:
    """Signs in the order of the list, those that are urgent first."""
    known = set(signs)
    return [str(words) for sign, words in SIGNS.items() if sign in known]
