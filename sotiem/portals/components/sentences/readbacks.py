from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "readbacks.EntryHasChanged": _(
        "Mũi tiêm vừa được sửa sau khi bạn mở trang. Hãy xem lại thông tin mới rồi trả lời."
    ),
    "readbacks.EntryIsWithdrawn": _(
        "Nhân viên đã rút mũi tiêm này vì nhập nhầm. Hãy hỏi bàn tiêm nếu chưa thấy mũi đúng."
    ),
    "readbacks.LinkHasEnded": _(
        "Liên kết này đã hết hạn. Hãy mở sổ tiêm để xem và báo sai nếu có."
    ),
    "readbacks.NobodySaysWrong": _(
        "Người được tiêm nay báo là đúng, hoặc đồng nghiệp đã sửa. Hãy quay lại bảng để xem."
    ),
}
