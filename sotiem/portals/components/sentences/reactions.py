from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "reactions.DoseIsTooLongAgo": _(
        "Mũi tiêm đã quá %(days)s ngày nên không tự báo được ở đây. Hãy đến cơ sở y tế gần nhất."
    ),
    "reactions.NoSignIsSaid": _("Hãy chọn ít nhất một dấu hiệu, hoặc kể bằng lời."),
    "reactions.OnsetDoesNotFit": _(
        "Phản ứng bắt đầu sau khi tiêm và không ở tương lai. Hãy xem lại ngày giờ."
    ),
    "reactions.OutcomeIsNeeded": _(
        "Kết thúc theo dõi cần ghi kết quả. Hãy chọn hiện nay thế nào rồi ghi lại."
    ),
}
