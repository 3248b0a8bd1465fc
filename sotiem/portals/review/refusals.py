"""What an officer reads when a step with a report is refused."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "corrections.MoveNotAllowed": _(
        "Phản ánh này vừa chuyển sang bước khác. Hãy xem trạng thái hiện nay ở dưới."
    ),
    "corrections.SomebodyElseHasIt": _(
        "Một cán bộ khác đang xử lý phản ánh này. Hãy chọn phản ánh khác."
    ),
    "corrections.NobodyDecidesTwice": _(
        "Bạn đã đồng ý lần thứ nhất. Quyết định thứ hai phải là của một cán bộ khác."
    ),
    "corrections.NobodyReviewsTheirOwnEntry": _(
        "Bản ghi hiện nay của mũi tiêm này do chính bạn lập. Hãy để cán bộ khác xử lý phản ánh."
    ),
    "corrections.DecisionNeedsANote": _("Hãy ghi căn cứ của quyết định."),
    "corrections.RecordAlreadySaysSo": _(
        "Hồ sơ đã ghi đúng như phản ánh yêu cầu. "
        "Hãy kiểm tra các mũi tiêm ở dưới trước khi quyết định."
    ),
    "corrections.DoseNoLongerCounts": _(
        "Mũi tiêm này đã được đánh dấu là nhập nhầm. Hãy kiểm tra lại hồ sơ trước khi quyết định."
    ),
    "corrections.PersonIsUnclear": _(
        "Trong hồ sơ có người có thể chính là người này. "
        "Hãy làm rõ đó là ai trước, rồi quyết định phản ánh."
    ),
    "corrections.ClaimIsIncomplete": _(
        "Phản ánh thiếu tên vắc xin, ngày tiêm hoặc thông tin người được tiêm, "
        "nên chưa ghi được vào hồ sơ."
    ),
    "corrections.NothingClaimed": _("Phản ánh không nêu điều gì khác với hồ sơ."),
}
