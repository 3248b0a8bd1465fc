"""What registrations are called on the screen."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sotiem.registrations.facts import Condition, Known, PartOfDay, Relation
from sotiem.registrations.states import OrganizationKind, RegistrationState, WithdrawnBecause
from sotiem.vaccines.models import PriorityGroup

RELATIONS: Final[dict[str, Promise]] = {
    Relation.SELF: _("Cho tôi"),
    Relation.CHILD: _("Cho con tôi"),
    Relation.PARENT: _("Cho cha hoặc mẹ tôi"),
    Relation.OTHER: _("Cho người khác trong gia đình"),
}
PARTS: Final[dict[str, Promise]] = {
    PartOfDay.ANY: _("Cả ngày"),
    PartOfDay.MORNING: _("Buổi sáng, 7 giờ đến 11 giờ 30"),
    PartOfDay.AFTERNOON: _("Buổi chiều, 13 giờ đến 17 giờ 30"),
}
KNOWN: Final[dict[str, Promise]] = {
    Known.NO: _("Không"),
    Known.YES: _("Có"),
    Known.UNKNOWN: _("Không rõ"),
}
CONDITIONS: Final[dict[Condition, Promise]] = {
    Condition.SEVERE_ALLERGY: _("Từng bị phản vệ hoặc dị ứng nặng"),
    Condition.AFTER_A_DOSE: _("Từng có phản ứng nặng sau tiêm vắc xin"),
    Condition.CHRONIC: _("Đang điều trị bệnh mạn tính"),
    Condition.WEAK_IMMUNITY: _("Suy giảm miễn dịch, hoặc đang dùng thuốc ức chế miễn dịch"),
    Condition.BLEEDING: _("Rối loạn đông máu, hoặc đang dùng thuốc chống đông"),
    Condition.PREGNANT: _("Đang mang thai hoặc cho con bú"),
}
STATES: Final[dict[str, Promise]] = {
    RegistrationState.RECEIVED: _("Đã nhận, chờ duyệt"),
    RegistrationState.APPROVED: _("Đã duyệt, chờ giao cho cơ sở"),
    RegistrationState.ASSIGNED: _("Đã giao cho cơ sở tiêm"),
    RegistrationState.INVITED: _("Được mời tiêm, chờ bạn trả lời"),
    RegistrationState.CONFIRMED: _("Bạn đã báo sẽ đến"),
    RegistrationState.VACCINATED: _("Đã tiêm"),
    RegistrationState.WITHDRAWN: _("Đã rút đăng ký"),
}
TONES: Final[dict[str, str]] = {
    RegistrationState.RECEIVED: "waiting",
    RegistrationState.APPROVED: "waiting",
    RegistrationState.ASSIGNED: "good",
    RegistrationState.INVITED: "waiting",
    RegistrationState.CONFIRMED: "good",
    RegistrationState.VACCINATED: "good",
    RegistrationState.WITHDRAWN: "",
}
NEXT: Final[dict[str, Promise]] = {
    RegistrationState.RECEIVED: _(
        "Sở Y tế duyệt danh sách theo nhóm ưu tiên. Bạn nhận tin nhắn khi được duyệt."
    ),
    RegistrationState.APPROVED: _(
        "Sở Y tế giao danh sách cho cơ sở tiêm gần nơi bạn ở. Bạn nhận tin nhắn khi đã giao."
    ),
    RegistrationState.ASSIGNED: _(
        "Cơ sở mời theo thứ tự đăng ký trong từng nhóm. Bạn không cần đăng ký lại ở nơi khác."
    ),
    RegistrationState.INVITED: _(
        "Hãy trả lời trước giờ hẹn. Không trả lời kịp, chỗ này nhường cho người tiếp theo."
    ),
    RegistrationState.CONFIRMED: _("Hãy đến đúng giờ, mang giấy tờ tùy thân và mã đăng ký."),
    RegistrationState.VACCINATED: _("Mở Sổ Tiêm để xem mũi tiêm vừa ghi. Thấy sai, hãy báo ngay."),
    RegistrationState.WITHDRAWN: _("Bạn không còn trong danh sách. Đăng ký lại lúc nào cũng được."),
}
BECAUSE: Final[dict[str, Promise]] = {
    WithdrawnBecause.VACCINATED_ELSEWHERE: _("Đã tiêm ở nơi khác"),
    WithdrawnBecause.MOVED: _("Đã chuyển đi nơi khác"),
    WithdrawnBecause.ILL: _("Đang ốm hoặc chưa đủ sức khỏe"),
    WithdrawnBecause.NOT_WANTED: _("Chưa muốn tiêm lúc này"),
    WithdrawnBecause.BY_MISTAKE: _("Đăng ký nhầm"),
}
KINDS: Final[dict[str, Promise]] = {
    OrganizationKind.COMPANY: _("Doanh nghiệp, hợp tác xã"),
    OrganizationKind.SCHOOL: _("Trường học"),
    OrganizationKind.PUBLIC_OFFICE: _("Cơ quan nhà nước, đoàn thể"),
    OrganizationKind.HEALTH: _("Cơ sở y tế, cơ sở bảo trợ xã hội"),
    OrganizationKind.OTHER: _("Đơn vị khác"),
}
SAID_BY_ORGANIZATION: Final[dict[WithdrawnBecause, Promise]] = {
    WithdrawnBecause.MOVED: _("Không còn ở đơn vị"),
    WithdrawnBecause.NOT_WANTED: _("Người ấy không muốn đăng ký qua đơn vị"),
    WithdrawnBecause.BY_MISTAKE: _("Đơn vị ghi nhầm"),
}
# What an organization sees of its people: neither what they answered, nor whether they were
# vaccinated or why they left.
TO_ORGANIZATION: Final[dict[str, tuple[Promise, str]]] = {
    RegistrationState.RECEIVED: (_("Chờ Sở Y tế duyệt"), "waiting"),
    RegistrationState.APPROVED: (_("Đã duyệt, chờ giao cho cơ sở"), "waiting"),
    RegistrationState.ASSIGNED: (_("Đã giao cho cơ sở tiêm"), "good"),
    RegistrationState.INVITED: (_("Đã được mời"), "good"),
    RegistrationState.CONFIRMED: (_("Đã được mời"), "good"),
    RegistrationState.VACCINATED: (_("Không còn chờ"), ""),
    RegistrationState.WITHDRAWN: (_("Không còn chờ"), ""),
}
HER_OWN: Final = _("Tự quản lý đăng ký của mình")


def group_name(group: PriorityGroup) -> str:
    """A priority group by its number and name, in the language of the page."""
    name = group.name_en if get_language() == "en" else group.name_vi
    return f"{group.code}. {name}"
