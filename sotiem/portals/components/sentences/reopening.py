from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "reopening.AnotherWasPublished": _(
        "Đã có phiên bản khác được công bố sau khi bản nháp này được lưu. "
        "Người soạn hãy lưu lại bản nháp để so với phiên bản mới, rồi xem lại."
    ),
    "reopening.DraftHasChanged": _(
        "Bản nháp đã được sửa sau khi bạn mở trang này. Hãy xem lại phần thay đổi rồi công bố."
    ),
    "reopening.DraftIsClosed": _(
        "Bản này không còn là bản nháp: đã được công bố hoặc đã bỏ. Hãy xem lại danh sách quy định."
    ),
    "reopening.DrafterMayNotPublish": _(
        "Người soạn không tự công bố. Hãy nhờ một cán bộ khác xem lại và công bố."
    ),
    "reopening.EndsBeforeItBegins": _(
        "Ngày cuối phải sau ngày bắt đầu và chưa qua. Hãy sửa lại thời gian áp dụng."
    ),
    "reopening.IdentifierIsFixed": _(
        "Bản nháp này thuộc bộ %(identifier)s. Hãy giữ nguyên mã, hoặc soạn một bộ mới từ tệp."
    ),
    "reopening.RulesHaveFaults": _(
        "Bộ quy định còn %(number)s lỗi nên chưa được lưu. Hãy sửa các lỗi đã nêu."
    ),
}
