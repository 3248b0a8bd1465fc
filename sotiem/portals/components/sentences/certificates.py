from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "certificates.KeyCannotBeOpened": _(
        "Khóa ký giấy chứng nhận không mở được bằng bí mật của máy chủ này. "
        "Hãy báo cho người quản trị hệ thống."
    ),
}
