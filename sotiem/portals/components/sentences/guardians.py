from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "guardians.ChildHasToAgree": _(
        "Người được giám hộ từ đủ 7 tuổi cần đồng ý. Hãy hỏi ý kiến rồi đánh dấu vào ô đồng ý."
    ),
    "guardians.GuardianIsNotOfAge": _("Người giám hộ phải từ đủ 18 tuổi."),
    "guardians.NoSuchChild": _(
        "Chưa thêm được. Không có hồ sơ trẻ em nào ghi đúng họ tên, ngày sinh này và số điện "
        "thoại của bạn. Hãy xem lại, hoặc mang giấy tờ của trẻ đến trạm y tế để được cấp quyền."
    ),
    "guardians.TermNotPossible": _("Ngày hết quyền phải sau hôm nay và không muộn hơn %(latest)s."),
}
