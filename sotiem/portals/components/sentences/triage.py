from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "triage.JudgementNeedsAReason": _(
        "Hãy ghi máy sai ở đâu. Người gửi phản ánh đọc được dòng này."
    ),
    "triage.NotSampled": _(
        "Việc này đã có người xem lại. Hãy tải lại trang để xem việc tiếp theo."
    ),
}
