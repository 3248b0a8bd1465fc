from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "deadlines.DaysAreNotInOrder": _(
        "Các ngày chưa theo thứ tự: ngày tiêm đầu, ngày tiêm cuối, rồi đến hạn nhập. "
        "Hãy xem lại ba ngày này."
    ),
    "deadlines.ExceptionIsNotLater": _(
        "Ngày gia hạn phải sau hạn chung và không được là ngày đã qua. Hãy chọn một ngày khác."
    ),
    "deadlines.ExceptionNeedsAReason": _("Hãy ghi lý do gia hạn."),
    "deadlines.NotAPhone": _(
        "Số này không phải số di động Việt Nam. Hãy nhập đủ 10 chữ số, ví dụ 0901234567."
    ),
}
