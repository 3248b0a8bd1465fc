from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "data_requests.AnswerIsIncomplete": _(
        "Mỗi mục cần một câu trả lời: xóa, hoặc giữ kèm căn cứ. Hồ sơ tiêm chủng luôn được giữ."
    ),
    "data_requests.ExtendedAlready": _(
        "Yêu cầu này đã được gia hạn một lần, hoặc đã trả lời. Hãy tải lại trang để xem."
    ),
    "data_requests.NothingAsked": _("Hãy chọn ít nhất một mục muốn xóa."),
    "data_requests.NothingToAppeal": _(
        "Chỉ khiếu nại được câu trả lời đã có, và một lần. Hãy tải lại trang để xem."
    ),
    "data_requests.RequestIsAnswered": _(
        "Yêu cầu này đã được trả lời. Hãy tải lại trang để xem công văn."
    ),
}
