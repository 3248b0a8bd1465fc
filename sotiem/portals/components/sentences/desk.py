from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "desk.BulkHasGoneOn": _(
        "Quyết định này đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "desk.BulkNeedsANote": _("Hãy ghi căn cứ: người được tiêm sẽ đọc dòng này."),
    "desk.ReportWasPlaced": _(
        "Phản ánh của mũi tiêm này vừa được xếp lại cho đúng nội dung, nên để riêng."
    ),
    "desk.DoseChangedSince": _(
        "Mũi tiêm đã được sửa theo cách khác từ lúc chạy thử. Hãy xử lý riêng mũi này."
    ),
    "desk.ErrorIsBeingDecided": _(
        "Lỗi này đang có một quyết định khác chưa xong. Hãy xem quyết định đó trước."
    ),
    "desk.NobodyAgreesTwice": _(
        "Người lập quyết định không tự duyệt. Hãy nhờ một cán bộ khác trong phạm vi này duyệt."
    ),
    "desk.NothingIsLeft": _(
        "Không còn mũi tiêm nào để sửa. Hãy xem lý do ở từng dòng, hoặc hủy quyết định này."
    ),
    "desk.NothingToDecide": _(
        "Không còn mũi tiêm nào của buổi này ghi như vậy. Có thể đã được sửa hết."
    ),
    "desk.ProposalIsGone": _(
        "Thông tin về phản ánh này vừa thay đổi nên đề xuất không còn. Hãy xem lại rồi quyết định."
    ),
    "desk.UndoNeedsANote": _("Hãy ghi vì sao hoàn tác."),
}
