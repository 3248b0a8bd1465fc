from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "mending.CommitNeedsAReason": _("Hãy ghi căn cứ sửa hồ sơ."),
    "mending.NothingToCorrect": _(
        "Không dòng nào của tệp làm thay đổi hồ sơ. "
        "Hãy xem lý do ở từng dòng, sửa trong tệp rồi tải lên lại."
    ),
    "mending.SameSheetCameBefore": _(
        "Bạn đã tải đúng tệp này lên lúc %(at)s. Hãy mở tệp đó, hoặc bỏ tệp đó rồi tải lên lại."
    ),
    "mending.SecondMustBeAnother": _(
        "Tệp này cần cán bộ thứ hai duyệt. Người đã tải lên hoặc đã đề nghị sửa không tự duyệt."
    ),
    "mending.SheetHasGoneOn": _(
        "Tệp này đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "mending.UndoNeedsWords": _("Hãy ghi lý do hoàn tác."),
}
