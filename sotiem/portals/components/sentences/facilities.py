from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "facilities.FacilityIsClosed": _(
        "Cơ sở đã ngừng tiêm chủng từ ngày %(since)s. Mũi tiêm trước ngày đó vẫn nhập và sửa được."
    ),
    "facilities.FacilityIsSuspended": _(
        "Cơ sở đang bị đình chỉ từ ngày %(since)s nên không tiêm, không mời ai vào ngày %(day)s. "
        "Hãy chọn ngày khác. Mũi tiêm trước ngày đình chỉ vẫn nhập và sửa được."
    ),
    "facilities.StopEndsBeforeItBegins": _(
        "Ngày cuối phải bằng hoặc sau ngày bắt đầu đình chỉ. Hãy xem lại hai ngày."
    ),
    "facilities.StopHasEnded": _("Lần đình chỉ này đã hết hoặc đã bỏ. Hãy tải lại trang để xem."),
    "facilities.StopNeedsAReason": _("Hãy ghi lý do. Cơ sở và người dân đọc được lý do này."),
}
