from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "vaccines.ScheduleLineIsKept": _(
        "Dòng %(code)s của lịch tiêm đã có và ghi khác. Hãy ghi ngày kết thúc cho dòng cũ rồi "
        "thêm dòng mới."
    ),
    "vaccines.ScheduleLineWrong": _(
        "Dòng %(code)s của lịch tiêm chưa đọc được. Hãy xem lại các cột của tệp."
    ),
}
