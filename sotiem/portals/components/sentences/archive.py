from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "archive.KeyCannotBeOpened": _(
        "Khóa ký số liệu được cất bằng một bí mật khác với bí mật hiện nay của máy chủ. "
        "Hãy nhờ người quản trị khôi phục tệp secret, hoặc đổi khóa."
    ),
    "archive.KeyNeedsAReason": _("Hãy ghi lý do đổi khóa ký số liệu."),
}
