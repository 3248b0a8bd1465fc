from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "patients.LinkHasEnded": _(
        "Hai hồ sơ này đã được tách trước đó. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "patients.LinkNeedsTwoRecords": _(
        "Đây là cùng một hồ sơ, không có gì để ghép. Hãy chọn hai hồ sơ khác nhau."
    ),
    "patients.NothingToChange": _("Hồ sơ đã ghi đúng như vậy, không còn gì phải sửa."),
}
